// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "media/agreed_media.h"
#include "media/encoded_frame.h"
#include "media/packet_sink.h"

namespace mcu::media {

/// Figures of one direction of a stream (RFC 3550 section 6.4).
struct DirectionStats {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;  ///< RTP payload
    std::uint64_t lost = 0;   ///< received: gaps seen here; sent: as the far end reports
    double lossPercent = 0;   ///< of the last 5 s
    double jitterMs = 0;
    double kbps = 0;  ///< of the last second or more
};

struct StreamStats {
    Kind kind = Kind::audio;
    DirectionStats received;
    DirectionStats sent;
    double roundTripMs = -1;            ///< from RTCP; negative unknown
    double silenceMs = -1;              ///< since the last accepted packet; negative none yet
    bool secured = false;               ///< SRTP keys are in use
    std::string suite;                  ///< "AES_CM_128_HMAC_SHA1_80"; empty: clear
    std::uint64_t keyframesAsked = 0;   ///< by us
    std::uint64_t keyframesWanted = 0;  ///< by the far end
    // Dropped packets, by reason.
    std::uint64_t badHeader = 0;  ///< not RTP/RTCP, wrong length
    std::uint64_t badSource = 0;  ///< address or SSRC not ours
    std::uint64_t badPayloadType = 0;
    std::uint64_t badAuth = 0;
    std::uint64_t replayed = 0;
    std::uint64_t clearRefused = 0;      ///< clear packet on an encrypted stream
    std::uint64_t otherContributor = 0;  ///< taken, but not of the contributor expected
    std::uint64_t wrongCodec = 0;        ///< of a feed for it, not sent: another codec than agreed
};

struct SessionStats {
    SessionId session;
    std::vector<StreamStats> streams;
};

struct TransportTotals {
    std::uint64_t packetsReceived = 0;
    std::uint64_t packetsSent = 0;
    std::uint64_t packetsDropped = 0;  ///< all reasons
    std::uint64_t sendFailures = 0;    ///< packets the kernel did not take
    std::uint64_t receiveOverruns =
        0;  ///< packets the kernel dropped before we read them (SO_RXQ_OVFL)
    int sessions = 0;
    int threads = 0;
};

/// RTP on sockets for all calls: sessions (one per call), feeds (encoded streams fanned out to many
/// sessions). Functions on the control thread; they queue commands to the media threads and return
/// at once.
class Transport {
public:
    /// Called on the control thread.
    class Listener {
    public:
        virtual ~Listener() = default;
        /// First accepted packet of a stream after it was applied, or after a timeout.
        virtual void onStreamUp(SessionId session, Kind kind) = 0;
        /// Nothing accepted for the configured media timeout. Not called while the direction
        /// receives nothing.
        virtual void onMediaTimeout(SessionId session, Kind kind) = 0;
        /// SRTP keys are in use (at once for SDES; after the handshake for DTLS).
        virtual void onSecured(SessionId session, Kind kind, const std::string& suite) = 0;
        /// DTLS or ICE failed; the session will carry nothing.
        virtual void onSecurityFailed(SessionId session, Kind kind, const Error& error) = 0;
        /// A receiver of a feed asked for a keyframe, or joined it. Coalesced: at most one in 200
        /// ms a feed.
        virtual void onKeyframeWanted(FeedId feed) = 0;
        /// A keyframe is needed and the far end takes neither PLI nor FIR: ask by signalling.
        virtual void onFastUpdateBySignalling(SessionId session) = 0;
        /// The pending subscription took effect: the first frame of `feed` went out to this
        /// session.
        virtual void onSubscribed(SessionId session, Kind kind, FeedId feed, SteadyTime at) = 0;

        /// First accepted packet after expect() that names this contributor.
        virtual void onContributor(SessionId /*session*/,
                                   Kind /*kind*/,
                                   std::uint32_t /*contributor*/) {}

        /// A key was pressed at the far end (RFC 4733): '0' to '9', '*', '#', 'A' to 'D'. Once a
        /// key, held to the pace of fingers (KeyPace).
        virtual void onKey(SessionId /*session*/, char /*key*/) {}
    };

    struct SessionSpec {
        bool video = true;
        bool ice = false;         ///< gather candidates (libnice)
        NetAddress localAddress;  ///< unset: the configured media address
        std::string label;        ///< for logs: the site id
    };

    virtual ~Transport() = default;

    /// Allocates ports (and gathers candidates). `done` runs on the control thread, later, never
    /// inside this call.
    virtual void openSession(const SessionSpec& spec,
                             std::function<void(Result<LocalMedia>)> done) = 0;
    virtual void closeSession(SessionId session) = 0;
    /// Puts an answer, or the result of a re-INVITE, to work. Keys that did not change keep their
    /// roll-over state.
    virtual void apply(SessionId session, const AgreedMedia& media) = 0;

    /// A new outgoing stream. The sink is thread-safe for one producer; closing the feed makes it
    /// swallow frames.
    struct Feed {
        FeedId id;
        std::shared_ptr<FrameSink> sink;
    };

    virtual Feed createFeed(Codec codec) = 0;
    virtual void destroyFeed(FeedId feed) = 0;

    /// Sends a feed to a session. Video switches at the feed's next keyframe (which is asked for)
    /// and the old feed goes on until then; audio switches at once. SSRC, sequence numbers and
    /// timestamps stay continuous for the receiver. Packets use the payload type of
    /// AgreedStream::send; a feed of another codec is refused and counted.
    /// A nonzero `contributor` is named in the CSRC list of each packet (RFC 3550 section 5.1),
    /// from the cut on.
    virtual void subscribe(SessionId session,
                           Kind kind,
                           FeedId feed,
                           std::uint32_t contributor = 0) = 0;
    /// Stops sending.
    virtual void unsubscribe(SessionId session, Kind kind) = 0;

    /// Hands the incoming packets of a stream to a decoder; null stops. SRTP is decrypted only
    /// while somebody needs it, but authenticated always.
    virtual void setSink(SessionId session, Kind kind, std::shared_ptr<PacketSink> sink) = 0;
    /// Pass-through: what arrives on this stream is also put on a feed, without decoding. No feed:
    /// stops.
    virtual void forward(SessionId session, Kind kind, FeedId feed) = 0;

    /// Lets only packets pass to sink and forwarding whose first contributor is this one (0: none
    /// passes); others are authenticated and counted. nullopt: all pass.
    virtual void expect(SessionId session, Kind kind, std::optional<std::uint32_t> contributor) = 0;

    /// Asks the far end for a keyframe by PLI, FIR, or the listener; coalesced, at most one in 200
    /// ms a stream, repeated each 500 ms until one arrives, at most 5 times.
    virtual void requestKeyframe(SessionId session) = 0;

    /// Asks for the figures; `done` runs on the control thread.
    virtual void stats(std::function<void(std::vector<SessionStats>, TransportTotals)> done) = 0;
};

}  // namespace mcu::media
