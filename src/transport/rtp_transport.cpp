// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/rtp_transport.h"

#include <utility>

#include "base/log.h"
#include "transport/feed/feed_channel.h"
#include "transport/media_thread.h"
#include "transport/net/port_range.h"
#include "transport/session/random.h"

namespace mcu::transport {

using media::Kind;

namespace {
constexpr int kMostThreads = 32;
}

Result<std::unique_ptr<RtpTransport>> RtpTransport::create(TransportSettings settings,
                                                           Loop& control,
                                                           Listener& listener) {
    if (settings.threads < 1 || settings.threads > kMostThreads) {
        return Error(ErrorCode::invalidArgument,
                     "media threads: " + std::to_string(settings.threads),
                     "write 1 to " + std::to_string(kMostThreads));
    }
    if (settings.tick < std::chrono::milliseconds(1) ||
        settings.tick > std::chrono::milliseconds(20)) {
        return Error(ErrorCode::invalidArgument,
                     "media tick: " + std::to_string(settings.tick.count()) + " ms",
                     "write 1 to 20 ms");
    }
    auto ports = PortRange::create(settings.firstPort, settings.lastPort, settings.socketBuffer);
    if (!ports) {
        return ports.error();
    }
    auto identity = dtls::DtlsIdentity::generate();
    if (!identity) {
        return identity.error();
    }
    raiseOpenFileLimit();
    return std::unique_ptr<RtpTransport>(new RtpTransport(
        std::move(settings), std::move(*ports), std::move(*identity), control, listener));
}

RtpTransport::RtpTransport(TransportSettings settings,
                           PortRange ports,
                           dtls::DtlsIdentity identity,
                           Loop& control,
                           Listener& listener)
    : settings_(std::move(settings)),
      control_(control),
      listener_(listener),
      ports_(std::make_unique<PortRange>(std::move(ports))),
      alive_(std::make_shared<bool>(true)),
      identity_(std::move(identity)),
      cnameHost_(hexadecimal(random32())) {
    for (int i = 0; i < settings_.threads; ++i) {
        inboxes_.push_back(std::make_shared<Inbox>());
        threads_.push_back(std::make_unique<MediaThread>(
            static_cast<std::size_t>(i),
            settings_,
            identity_,
            inboxes_.back(),
            [this](std::function<void(Listener&)> event) {
                toControl([this, event = std::move(event)] { event(listener_); });
            }));
    }
    for (auto& thread : threads_) {
        thread->start();
    }
}

RtpTransport::~RtpTransport() {
    *alive_ = false;
    for (auto& [id, feed] : feeds_) {
        feed->close();
    }
    for (auto& thread : threads_) {
        thread->stop();
    }
}

void RtpTransport::toControl(std::function<void()> task) {
    // Read and written on the control thread alone: what is posted last finds the transport gone.
    control_.post([alive = alive_, task = std::move(task)] {
        if (*alive) {
            task();
        }
    });
}

MediaThread& RtpTransport::threadOf(SessionId session) {
    return *threads_[session.value % threads_.size()];
}

void RtpTransport::openSession(const SessionSpec& spec,
                               std::function<void(Result<media::LocalMedia>)> done) {
    control_.role().assertHere();
    if (spec.ice) {
        openWithIce(spec, std::move(done));
        return;
    }
    toControl([done = std::move(done), result = open(spec)] { done(result); });
}

Result<media::LocalMedia> RtpTransport::open(const SessionSpec& spec) {
    const SessionId id = sessionIds_.next();
    const NetAddress address = addressOf(spec);
    if (!address.isSet()) {
        return Error(ErrorCode::invalidArgument, "no media address is configured");
    }
    MediaThread& thread = threadOf(id);
    media::LocalMedia local;
    local.session = id;
    local.dtlsFingerprint = identity_.fingerprint();
    std::vector<std::unique_ptr<Stream>> streams;
    const std::string cname = hexadecimal(random32()) + "@" + cnameHost_;
    for (const Kind kind : {Kind::audio, Kind::video}) {
        if (kind == Kind::video && !spec.video) {
            continue;
        }
        auto sockets = ports_->open(address);
        if (!sockets) {
            return sockets.error().in("site " + spec.label);
        }
        media::LocalStream made;
        made.kind = kind;
        made.rtp = sockets->rtp.local;
        made.rtcp = sockets->rtcp.local;
        made.ssrc = random32();
        made.cname = cname;
        streams.push_back(std::make_unique<Stream>(
            thread, Stream::Identity{id, kind, made.ssrc, cname, spec.label}, std::move(*sockets)));
        local.streams.push_back(std::move(made));
    }
    auto session = std::make_shared<std::unique_ptr<Session>>(
        std::make_unique<Session>(id, std::move(streams)));
    thread.post([session](MediaThread& media) { media.addSession(std::move(*session)); });
    return local;
}

NetAddress RtpTransport::addressOf(const SessionSpec& spec) const {
    return spec.localAddress.isSet() ? spec.localAddress : settings_.mediaAddress;
}

void RtpTransport::closeSession(SessionId session) {
    control_.role().assertHere();
    iceOpenings_.erase(session);
    for (auto it = feedSources_.begin(); it != feedSources_.end();) {
        const auto [feed, source] = *it++;
        if (source == session) {
            setFeedSource(feed, {});
        }
    }
    threadOf(session).post([session](MediaThread& media) { media.removeSession(session); });
}

void RtpTransport::apply(SessionId session, const media::AgreedMedia& agreed) {
    control_.role().assertHere();
    threadOf(session).post([session, agreed](MediaThread& media) { media.apply(session, agreed); });
}

media::Transport::Feed RtpTransport::createFeed(media::Codec codec) {
    control_.role().assertHere();
    const FeedId id = feedIds_.next();
    auto channel = std::make_shared<FeedChannel>(id, codec, inboxes_);
    feeds_.emplace(id, channel);
    for (auto& thread : threads_) {
        thread->post([channel](MediaThread& media) { media.addFeed(channel); });
    }
    return {id, channel};
}

void RtpTransport::destroyFeed(FeedId feed) {
    control_.role().assertHere();
    const auto found = feeds_.find(feed);
    if (found == feeds_.end()) {
        return;
    }
    found->second->close();
    feeds_.erase(found);
    feedSources_.erase(feed);
    for (auto& thread : threads_) {
        thread->post([feed](MediaThread& media) { media.removeFeed(feed); });
    }
}

void RtpTransport::subscribe(SessionId session, Kind kind, FeedId feed, std::uint32_t contributor) {
    control_.role().assertHere();
    threadOf(session).post(
        [=](MediaThread& media) { media.subscribe(session, kind, feed, contributor); });
}

void RtpTransport::expect(SessionId session, Kind kind, std::optional<std::uint32_t> contributor) {
    control_.role().assertHere();
    threadOf(session).post([=](MediaThread& media) { media.expect(session, kind, contributor); });
}

void RtpTransport::unsubscribe(SessionId session, Kind kind) {
    subscribe(session, kind, {}, 0);
}

void RtpTransport::setSink(SessionId session, Kind kind, std::shared_ptr<media::PacketSink> sink) {
    control_.role().assertHere();
    threadOf(session).post([session, kind, sink = std::move(sink)](MediaThread& media) {
        media.setSink(session, kind, sink);
    });
}

void RtpTransport::forward(SessionId session, Kind kind, FeedId feed) {
    control_.role().assertHere();
    for (auto it = feedSources_.begin(); it != feedSources_.end();) {
        const auto [other, source] = *it++;
        const auto channel = feeds_.find(other);
        if (source == session && other != feed && channel != feeds_.end() &&
            media::kindOf(channel->second->codec()) == kind) {
            setFeedSource(other, {});
        }
    }
    threadOf(session).post([=](MediaThread& media) { media.forward(session, kind, feed); });
    if (feed && feeds_.contains(feed)) {
        setFeedSource(feed, session);
    }
}

void RtpTransport::setFeedSource(FeedId feed, SessionId source) {
    std::function<void()> ask;
    if (source) {
        feedSources_[feed] = source;
        MediaThread* thread = &threadOf(source);
        ask = [thread, source] {
            thread->post([source](MediaThread& media) { media.requestKeyframe(source); });
        };
    } else {
        feedSources_.erase(feed);
    }
    for (auto& thread : threads_) {
        thread->post([feed, ask](MediaThread& media) { media.setFeedSource(feed, ask); });
    }
}

void RtpTransport::requestKeyframe(SessionId session) {
    control_.role().assertHere();
    threadOf(session).post([session](MediaThread& media) { media.requestKeyframe(session); });
}

void RtpTransport::stats(
    std::function<void(std::vector<media::SessionStats>, media::TransportTotals)> done) {
    control_.role().assertHere();

    struct Gathered {
        std::size_t missing = 0;
        std::vector<media::SessionStats> sessions;
        media::TransportTotals totals;
        std::function<void(std::vector<media::SessionStats>, media::TransportTotals)> done;
    };

    auto all = std::make_shared<Gathered>();
    all->missing = threads_.size();
    all->done = std::move(done);
    for (auto& thread : threads_) {
        thread->post([this, all](MediaThread& media) {
            toControl([all, sessions = media.stats(), totals = media.totalsNow()] {
                all->sessions.insert(all->sessions.end(), sessions.begin(), sessions.end());
                all->totals.packetsReceived += totals.packetsReceived;
                all->totals.packetsSent += totals.packetsSent;
                all->totals.packetsDropped += totals.packetsDropped;
                all->totals.sendFailures += totals.sendFailures;
                all->totals.receiveOverruns += totals.receiveOverruns;
                all->totals.sessions += totals.sessions;
                all->totals.threads += totals.threads;
                if (--all->missing == 0) {
                    all->done(std::move(all->sessions), all->totals);
                }
            });
        });
    }
}

}  // namespace mcu::transport
