// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "media/transport.h"
#include "transport/net/port_range.h"
#include "transport/rtp/key_reader.h"
#include "transport/session/cbc_ciphers.h"
#include "transport/session/contributor_gate.h"
#include "transport/session/dtls_keying.h"
#include "transport/session/ice_path.h"
#include "transport/session/incoming_stream.h"
#include "transport/session/keyframe_requester.h"
#include "transport/session/outgoing_stream.h"
#include "transport/session/rtcp_session.h"
#include "transport/session/stream_host.h"
#include "transport/session/stream_keys.h"

namespace mcu::transport {

/// The sound or the picture of one call: its sockets, what comes in, what goes out, its RTCP. Made
/// on the control thread, then owned by a Session on its media thread; all functions there.
class Stream {
public:
    struct Identity {
        SessionId session;
        media::Kind kind = media::Kind::audio;
        std::uint32_t ssrc = 0;
        std::string cname;
        std::string label;  ///< for logs: the site id
    };

    /// With `ice` the agent has the sockets, and `sockets` is empty.
    Stream(StreamHost& host,
           Identity identity,
           SocketPair sockets,
           std::unique_ptr<IcePath> ice = nullptr);

    /// Null: the stream is not part of the call (any more).
    void apply(const media::AgreedStream* agreed);

    /// One datagram from the RTP or RTCP socket.
    void onDatagram(std::span<std::byte> bytes,
                    const sockaddr_storage& source,
                    bool fromRtcpSocket);
    void sendFrame(FeedId feed, media::Codec codec, const media::EncodedFrame& frame);
    void sendForwarded(FeedId feed, const ForwardBatch& packets);

    void subscribe(FeedId feed, std::uint32_t contributor);

    void dropFeed(FeedId feed) { out_.drop(feed); }

    void setSink(std::shared_ptr<media::PacketSink> sink) { sink_ = std::move(sink); }

    void forwardTo(FeedId feed) { forward_ = feed; }

    void expect(std::optional<std::uint32_t> contributor) { gate_.expect(contributor); }

    void requestKeyframe();
    /// What came by ICE since the last sweep.
    void takeIceDatagrams();
    void onIceReady();
    void onIceFailed(const Error& error);
    /// Several times a second.
    void tick();
    void sayGoodbye();
    [[nodiscard]] media::StreamStats stats() const;

    [[nodiscard]] const Identity& identity() const { return identity_; }

    [[nodiscard]] bool usesIce() const { return ice_ != nullptr; }

    [[nodiscard]] const SocketPair& sockets() const { return sockets_; }

    [[nodiscard]] const OutgoingStream& out() const { return out_; }

    [[nodiscard]] media::Codec sendCodec() const { return out_.codec(); }

private:
    /// Where packets leave: a socket and an address.
    struct Way {
        int fd = -1;
        const NetAddress* to = nullptr;

        [[nodiscard]] bool isOpen() const { return fd >= 0 && to->isSet(); }
    };

    [[nodiscard]] Way rtpWay() const;
    [[nodiscard]] Way rtcpWay() const;
    void applyIce(const media::AgreedStream& agreed);
    void applyKeying();
    void useKeys(const media::SdesKeys& keys);
    void useKeys(const media::CbcKeys& keys);
    void tellSecured(std::string suite);
    void onDtls(std::span<const std::byte> datagram, const sockaddr_storage& source);
    void takeDtlsResult();
    void sendDtls(std::span<const std::byte> datagram);
    void fail(const Error& error);
    /// Authenticates, and decrypts when `decrypt`. False: counted and dropped.
    bool openRtp(std::span<std::byte>& packet, bool decrypt);
    /// Decrypts; the header loses its padding. False: counted and dropped.
    bool openCbc(std::span<std::byte>& packet, RtpHeader& header);
    [[nodiscard]] bool maySend();
    /// Adds a packet to the batch, protected when the stream is.
    void add(const RtpHeader& header, std::span<const std::byte> payload);
    void onRtp(std::span<std::byte> packet, const sockaddr_storage& source);
    void onRtcp(std::span<std::byte> packet, const sockaddr_storage& source, bool fromRtcpSocket);
    void onTelephoneEvent(const RtpHeader& header, std::span<const std::byte> payload);
    void deliver(const RtpHeader& header,
                 const IncomingStream::Accepted& accepted,
                 std::span<const std::byte> payload);
    [[nodiscard]] bool receiving() const;
    void flush(std::size_t payloadBytes);
    void announceCut();
    void askForKeyframe();
    void sendRtcp(rtcp::Writer& packet);
    void checkSilence();
    void logDrops();
    [[nodiscard]] RtcpSession::Now rtcpNow() const;

    StreamHost& host_;
    Identity identity_;
    SocketPair sockets_;
    std::unique_ptr<IcePath> ice_;
    ice::IceAgent::Path icePath_;
    std::optional<media::IceParameters> iceRemote_;
    DtlsKeying dtls_;
    std::unique_ptr<const media::AgreedStream> agreed_;  ///< null: not part of the call
    StreamKeys keys_;
    CbcCiphers cbc_;
    IncomingStream in_;
    KeyReader keyReader_;
    OutgoingStream out_;
    RtcpSession rtcp_;
    SourceLatch rtcpLatch_;
    KeyframeRequester keyframes_;
    std::shared_ptr<media::PacketSink> sink_;
    FeedId forward_;
    ContributorGate gate_;
    std::uint64_t otherContributor_ = 0;
    bool up_ = false;  ///< onStreamUp was told since apply() or the last timeout
    bool timedOut_ = false;
    SteadyTime silentSince_{};
    std::uint64_t keyframesAsked_ = 0;
    std::uint64_t keyframesWanted_ = 0;
    std::uint64_t dropsLogged_ = 0;
    SteadyTime dropsLoggedAt_{};
};

}  // namespace mcu::transport
