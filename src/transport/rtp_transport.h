// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "base/loop.h"
#include "media/transport.h"
#include "transport/dtls/dtls_identity.h"
#include "transport/ice/ice_loop.h"
#include "transport/settings.h"

namespace mcu::transport {

class FeedChannel;
class IcePath;
class MediaThread;
class PortRange;
struct Inbox;

/// RTP and RTCP (RFC 3550) on plain UDP sockets for all calls, over a fixed small number of media
/// threads. Owned by the application; all functions and the destructor on the control thread. After
/// destruction no callback comes, feeds' sinks swallow frames.
class RtpTransport final : public media::Transport {
public:
    /// `control` and `listener` must outlive the transport.
    static Result<std::unique_ptr<RtpTransport>> create(TransportSettings settings,
                                                        Loop& control,
                                                        Listener& listener);
    ~RtpTransport() override;
    RtpTransport(const RtpTransport&) = delete;
    RtpTransport& operator=(const RtpTransport&) = delete;

    void openSession(const SessionSpec& spec,
                     std::function<void(Result<media::LocalMedia>)> done) override;
    void closeSession(SessionId session) override;
    void apply(SessionId session, const media::AgreedMedia& media) override;
    Feed createFeed(media::Codec codec) override;
    void destroyFeed(FeedId feed) override;
    void subscribe(SessionId session,
                   media::Kind kind,
                   FeedId feed,
                   std::uint32_t contributor = 0) override;
    void expect(SessionId session,
                media::Kind kind,
                std::optional<std::uint32_t> contributor) override;
    void unsubscribe(SessionId session, media::Kind kind) override;
    void setSink(SessionId session,
                 media::Kind kind,
                 std::shared_ptr<media::PacketSink> sink) override;
    void forward(SessionId session, media::Kind kind, FeedId feed) override;
    void requestKeyframe(SessionId session) override;
    void stats(std::function<void(std::vector<media::SessionStats>, media::TransportTotals)> done)
        override;

private:
    /// A session whose candidates are being gathered.
    struct IceOpening {
        media::LocalMedia local;
        std::vector<std::unique_ptr<IcePath>> paths;
        std::string label;
        std::size_t missing = 0;
        std::function<void(Result<media::LocalMedia>)> done;
    };

    RtpTransport(TransportSettings settings,
                 PortRange ports,
                 dtls::DtlsIdentity identity,
                 Loop& control,
                 Listener& listener);

    MediaThread& threadOf(SessionId session);
    Result<media::LocalMedia> open(const SessionSpec& spec);
    void openWithIce(const SessionSpec& spec, std::function<void(Result<media::LocalMedia>)> done);
    void onGathered(SessionId session,
                    std::size_t index,
                    const Result<media::LocalStream>& gathered);
    [[nodiscard]] NetAddress addressOf(const SessionSpec& spec) const;
    /// Runs `task` on the control thread unless the transport is gone by then. Any thread.
    void toControl(std::function<void()> task);
    void setFeedSource(FeedId feed, SessionId source);

    TransportSettings settings_;
    Loop& control_;
    Listener& listener_;
    std::unique_ptr<PortRange> ports_;
    const std::shared_ptr<bool> alive_;  ///< false once destroyed; control thread
    IdSequence<SessionId> sessionIds_;
    IdSequence<FeedId> feedIds_;
    dtls::DtlsIdentity identity_;
    std::unique_ptr<ice::IceLoop> iceLoop_;  ///< from the first ICE session on; outlives all agents
    std::unordered_map<SessionId, IceOpening> iceOpenings_;
    std::vector<std::shared_ptr<Inbox>> inboxes_;
    std::vector<std::unique_ptr<MediaThread>> threads_;
    std::unordered_map<FeedId, std::shared_ptr<FeedChannel>> feeds_;
    std::unordered_map<FeedId, SessionId> feedSources_;
    std::string cnameHost_;
};

}  // namespace mcu::transport
