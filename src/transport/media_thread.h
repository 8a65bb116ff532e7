// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/loop.h"
#include "transport/feed/feed_channel.h"
#include "transport/net/receive_batch.h"
#include "transport/session/session.h"
#include "transport/settings.h"
#include "transport/socket_poll.h"

namespace mcu::transport {

/// One media thread: reads the sockets of its sessions each tick, sends frames as they come, and
/// never waits for anybody. Owned by RtpTransport, which talks to it by commands; everything else
/// here runs on the thread itself.
class MediaThread final : public StreamHost {
public:
    /// Takes events to the control thread; callable from the media thread until it is joined.
    using Reporter = std::function<void(std::function<void(media::Transport::Listener&)>)>;
    using Command = Inbox::Command;

    MediaThread(std::size_t index,
                const TransportSettings& settings,
                const dtls::DtlsIdentity& identity,
                std::shared_ptr<Inbox> inbox,
                Reporter reporter);
    ~MediaThread() override;
    MediaThread(const MediaThread&) = delete;
    MediaThread& operator=(const MediaThread&) = delete;

    void start();
    /// Any thread: runs `command` on the media thread, in the order posted by each thread.
    void post(Command command);
    /// Control: says goodbye in all sessions, ends the thread.
    void stop();

    // By commands.
    void addSession(std::unique_ptr<Session> session);
    void removeSession(SessionId id);
    void apply(SessionId id, const media::AgreedMedia& agreed);
    void addFeed(std::shared_ptr<FeedChannel> channel);
    void removeFeed(FeedId id);
    /// Where a forwarded feed comes from; null: from an encoder again.
    void setFeedSource(FeedId id, std::function<void()> askSource);
    void subscribe(SessionId session, media::Kind kind, FeedId feed, std::uint32_t contributor);
    void expect(SessionId session, media::Kind kind, std::optional<std::uint32_t> contributor);
    void setSink(SessionId session, media::Kind kind, std::shared_ptr<media::PacketSink> sink);
    void forward(SessionId session, media::Kind kind, FeedId feed);
    void requestKeyframe(SessionId session);
    void iceReady(SessionId session, media::Kind kind);
    void iceFailed(SessionId session, media::Kind kind, const Error& error);
    [[nodiscard]] std::vector<media::SessionStats> stats() const;
    [[nodiscard]] media::TransportTotals totalsNow() const;

    // StreamHost
    [[nodiscard]] SteadyTime now() const override { return now_; }

    [[nodiscard]] WallTime wallNow() const override { return wall_; }

    [[nodiscard]] std::chrono::milliseconds mediaTimeout() const override {
        return settings_.mediaTimeout;
    }

    [[nodiscard]] const dtls::DtlsIdentity& identity() const override { return identity_; }

    SendBatch& batch() override { return batch_; }

    media::TransportTotals& totals() override { return totals_; }

    void report(std::function<void(media::Transport::Listener&)> event) override;
    void wantKeyframe(FeedId feed) override;
    void leaveFeed(FeedId feed, Stream& stream) override;
    ForwardBatch* forwardBatch(FeedId feed) override;

private:
    /// A feed as this thread sees it.
    struct FeedState {
        std::shared_ptr<FeedChannel> channel;
        std::vector<Stream*> receivers;  ///< current or pending
        ForwardBatch forwarded;
        std::function<void()> askSource;  ///< set for a forwarded feed
        bool keyframeWanted = false;
    };

    void run();
    void takeTime();
    /// Until it is empty or `until` has come, but at least one entry. False: more waits.
    bool emptyInbox(SteadyTime until);
    void handle(const Inbox::Frame& entry);
    void handle(const Inbox::Forwarded& entry);

    void handle(const Inbox::Command& command) { command(*this); }

    void readSockets();
    void readSocket(SocketPoll::Entry& entry);
    void sendForwarded();
    void askForKeyframes();
    void tickSessions();
    void detach(Stream& stream);
    [[nodiscard]] Stream* find(SessionId session, media::Kind kind) const;
    [[nodiscard]] FeedState* findFeed(FeedId id);

    std::size_t index_;
    TransportSettings settings_;
    const dtls::DtlsIdentity& identity_;
    std::shared_ptr<Inbox> inbox_;
    Reporter reporter_;
    std::atomic<bool> stopping_{false};
    std::thread thread_;

    // The media thread's own.
    SteadyTime now_{};
    WallTime wall_{};
    SteadyTime sessionsTicked_{};
    SocketPoll poll_;
    ReceiveBatch received_;
    SendBatch batch_;
    media::TransportTotals totals_;
    std::unordered_map<SessionId, std::unique_ptr<Session>> sessions_;
    std::unordered_map<FeedId, std::unique_ptr<FeedState>> feeds_;
    std::vector<Stream*> iceStreams_;
    std::vector<FeedState*> forwarding_;  ///< feeds with packets of this sweep
    bool keyframesWanted_ = false;
};

}  // namespace mcu::transport
