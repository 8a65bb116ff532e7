// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/loop.h"
#include "media/transport.h"

namespace mcu::fakes {

/// A sink that counts.
class FakeFrameSink final : public media::FrameSink {
public:
    void push(media::FramePointer /*frame*/) noexcept override { ++frames; }

    int frames = 0;
};

/// A Transport without sockets: remembers what it was told, and confirms subscriptions after the
/// task at hand unless it is told to wait. What no real transport could do (a feed that is gone, a
/// closed session) is counted in `misuses`.
class FakeTransport final : public media::Transport {
public:
    struct Session {
        std::string label;
        media::AgreedMedia media;
        std::map<media::Kind, std::shared_ptr<media::PacketSink>> sinks;
        std::map<media::Kind, FeedId> watched;  ///< subscribed and confirmed
        std::map<media::Kind, FeedId> asked;
        std::map<media::Kind, std::uint32_t> contributors;  ///< named in what is sent
        std::map<media::Kind, std::optional<std::uint32_t>> expected;
        std::map<media::Kind, FeedId> forwardedTo;
        int keyframesAsked = 0;
    };

    FakeTransport(Loop& loop, Listener& listener) : loop_(loop), listener_(listener) {}

    void openSession(const SessionSpec& spec,
                     std::function<void(Result<media::LocalMedia>)> done) override {
        if (refuseSessions) {
            loop_.post(
                [done = std::move(done)] { done(Error(ErrorCode::unavailable, "no free ports")); });
            return;
        }
        const SessionId id = sessionIds_.next();
        sessions[id].label = spec.label;
        loop_.post([done = std::move(done), id] {
            media::LocalMedia local;
            local.session = id;
            local.streams = {{media::Kind::audio, {}, {}, {}, 1, "c"},
                             {media::Kind::video, {}, {}, {}, 2, "c"}};
            done(std::move(local));
        });
    }

    void closeSession(SessionId session) override {
        misuses += sessions.erase(session) == 1 ? 0 : 1;
    }

    void apply(SessionId session, const media::AgreedMedia& media) override {
        at(session).media = media;
    }

    Feed createFeed(media::Codec codec) override {
        const FeedId id = feedIds_.next();
        feeds.emplace(id, codec);
        auto sink = std::make_shared<FakeFrameSink>();
        feedOfSink[sink.get()] = id;
        sinks_.push_back(sink);  // so that no other gets its address
        return {id, sink};
    }

    void destroyFeed(FeedId feed) override { misuses += feeds.erase(feed) == 1 ? 0 : 1; }

    void subscribe(SessionId session,
                   media::Kind kind,
                   FeedId feed,
                   std::uint32_t contributor = 0) override {
        auto& target = at(session);
        target.contributors[kind] = contributor;
        const auto* stream = target.media.find(kind);
        const auto found = feeds.find(feed);
        if (found == feeds.end() || stream == nullptr || stream->send.codec != found->second) {
            ++misuses;
        }
        target.asked[kind] = feed;
        ++subscriptions;
        if (confirm) {
            loop_.post([this, session, kind, feed] { confirmSubscription(session, kind, feed); });
        }
    }

    /// The first frame of a feed goes out to a session.
    void confirmSubscription(SessionId session, media::Kind kind, FeedId feed) {
        const auto found = sessions.find(session);
        if (found == sessions.end() || found->second.asked[kind] != feed || !feeds.contains(feed)) {
            return;
        }
        found->second.watched[kind] = feed;
        listener_.onSubscribed(session, kind, feed, loop_.clock().now());
    }

    void unsubscribe(SessionId session, media::Kind kind) override {
        at(session).watched.erase(kind);
        at(session).asked.erase(kind);
    }

    void expect(SessionId session,
                media::Kind kind,
                std::optional<std::uint32_t> contributor) override {
        at(session).expected[kind] = contributor;
    }

    void setSink(SessionId session,
                 media::Kind kind,
                 std::shared_ptr<media::PacketSink> sink) override {
        if (sink == nullptr) {
            at(session).sinks.erase(kind);
        } else {
            at(session).sinks[kind] = std::move(sink);
        }
    }

    void forward(SessionId session, media::Kind kind, FeedId feed) override {
        at(session).forwardedTo[kind] = feed;
    }

    void requestKeyframe(SessionId session) override { ++at(session).keyframesAsked; }

    void stats(std::function<void(std::vector<media::SessionStats>, media::TransportTotals)> done)
        override {
        std::vector<media::SessionStats> figures;
        for (const auto& [id, session] : sessions) {
            media::SessionStats entry;
            entry.session = id;
            media::StreamStats video;
            video.kind = media::Kind::video;
            const auto loss = lossPercent.find(id);
            video.sent.lossPercent = loss == lossPercent.end() ? 0 : loss->second;
            if (const auto came = videoPackets.find(id); came != videoPackets.end()) {
                video.received.packets = came->second;
            }
            entry.streams = {video};
            figures.push_back(entry);
        }
        loop_.post([done = std::move(done), figures] { done(figures, {}); });
    }

    std::map<SessionId, Session> sessions;
    std::map<FeedId, media::Codec> feeds;
    std::map<const media::FrameSink*, FeedId> feedOfSink;
    std::map<SessionId, double> lossPercent;
    std::map<SessionId, std::uint64_t> videoPackets;  ///< received, what stats() is to tell
    bool confirm = true;
    bool refuseSessions = false;
    int subscriptions = 0;
    int misuses = 0;

private:
    Session& at(SessionId session) {
        misuses += sessions.contains(session) ? 0 : 1;
        return sessions[session];
    }

    Loop& loop_;
    Listener& listener_;
    std::vector<std::shared_ptr<FakeFrameSink>> sinks_;
    IdSequence<SessionId> sessionIds_;
    IdSequence<FeedId> feedIds_;
};

}  // namespace mcu::fakes
