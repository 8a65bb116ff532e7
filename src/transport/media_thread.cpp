// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/media_thread.h"

#include <poll.h>
#include <pthread.h>

namespace mcu::transport {

namespace {
constexpr auto kSessionTick = std::chrono::milliseconds(50);
constexpr auto kIdleSweep = std::chrono::milliseconds(200);
/// Reads of one socket in one sweep: a flood on one must not starve the others.
constexpr int kReadsEach = 4;
}  // namespace

MediaThread::MediaThread(std::size_t index,
                         const TransportSettings& settings,
                         const dtls::DtlsIdentity& identity,
                         std::shared_ptr<Inbox> inbox,
                         Reporter reporter)
    : index_(index),
      settings_(settings),
      identity_(identity),
      inbox_(std::move(inbox)),
      reporter_(std::move(reporter)) {}

MediaThread::~MediaThread() {
    stop();
}

void MediaThread::start() {
    takeTime();
    thread_ = std::thread([this] { run(); });
    pthread_setname_np(thread_.native_handle(), ("media" + std::to_string(index_)).c_str());
}

void MediaThread::post(Command command) {
    inbox_->push(std::move(command));
}

void MediaThread::stop() {
    if (thread_.joinable()) {
        stopping_.store(true, std::memory_order_release);
        inbox_->waker.wake();
        thread_.join();
    }
}

void MediaThread::takeTime() {
    now_ = std::chrono::steady_clock::now();
    wall_ = std::chrono::system_clock::now();
}

void MediaThread::run() {
    SteadyTime nextSweep = now_ + settings_.tick;
    bool rested = true;
    while (!stopping_.load(std::memory_order_acquire)) {
        const auto left = nextSweep - std::chrono::steady_clock::now();
        if (rested && left > Duration::zero()) {
            pollfd wake{inbox_->waker.fd(), POLLIN, 0};
            const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(left).count();
            const timespec timeout{ns / 1'000'000'000, ns % 1'000'000'000};
            if (ppoll(&wake, 1, &timeout, nullptr) > 0) {
                inbox_->waker.acknowledge();
            }
        }
        takeTime();
        rested = emptyInbox(std::max(nextSweep, now_));
        nextSweep =
            sessions_.empty() ? nextSweep : std::min<SteadyTime>(nextSweep, now_ + settings_.tick);
        if (now_ >= nextSweep) {
            readSockets();
            sendForwarded();
            tickSessions();
            // After a hold-up the sweeps missed are not made up for.
            nextSweep = std::max(nextSweep + settings_.tick, now_);
            if (sessions_.empty()) {
                nextSweep += kIdleSweep;  // addSession() is a command, and so wakes the thread
            }
        }
        askForKeyframes();
    }
    emptyInbox(SteadyTime::max());
    for (auto& [id, session] : sessions_) {
        for (const auto& stream : session->streams()) {
            stream->sayGoodbye();
        }
    }
}

bool MediaThread::emptyInbox(SteadyTime until) {
    while (const auto entry = inbox_->queue.pop()) {
        std::visit([this](const auto& content) { handle(content); }, *entry);
        // On a machine too busy for us frames may come as fast as they are sent: sockets have their
        // turn.
        if (std::chrono::steady_clock::now() >= until) {
            return false;
        }
    }
    return true;
}

// Receivers by index: one that cuts over leaves another feed, never the one being sent.

void MediaThread::handle(const Inbox::Frame& entry) {
    if (const FeedState* feed = findFeed(entry.feed)) {
        for (std::size_t i = 0; i < feed->receivers.size(); ++i) {
            feed->receivers[i]->sendFrame(entry.feed, feed->channel->codec(), *entry.frame);
        }
    }
}

void MediaThread::handle(const Inbox::Forwarded& entry) {
    if (const FeedState* feed = findFeed(entry.feed)) {
        for (std::size_t i = 0; i < feed->receivers.size(); ++i) {
            feed->receivers[i]->sendForwarded(entry.feed, *entry.packets);
        }
    }
}

void MediaThread::readSockets() {
    for (Stream* stream : iceStreams_) {
        stream->takeIceDatagrams();
    }
    poll_.sweep([this](SocketPoll::Entry& entry) {
        for (int i = 0; i < kReadsEach; ++i) {
            const std::size_t count = received_.read(entry.fd);
            for (std::size_t m = 0; m < count; ++m) {
                const auto message = received_.message(m);
                if (message.hasDropCount) {
                    totals_.receiveOverruns += message.dropCount - entry.dropCount;
                    entry.dropCount = message.dropCount;
                }
                for (std::size_t at = 0; at < message.bytes.size(); at += message.segment) {
                    const auto length = std::min(message.segment, message.bytes.size() - at);
                    entry.stream->onDatagram(
                        message.bytes.subspan(at, length), *message.source, entry.rtcp);
                }
            }
            if (!received_.full(count)) {
                return false;
            }
        }
        return true;
    });
}

void MediaThread::sendForwarded() {
    for (FeedState* feed : forwarding_) {
        for (std::size_t i = 0; i < feed->receivers.size(); ++i) {
            feed->receivers[i]->sendForwarded(feed->channel->id(), feed->forwarded);
        }
        feed->channel->pushForwarded(feed->forwarded, index_);
        feed->forwarded.clear();
    }
    forwarding_.clear();
}

ForwardBatch* MediaThread::forwardBatch(FeedId id) {
    FeedState* feed = findFeed(id);
    if (feed == nullptr) {
        return nullptr;
    }
    if (feed->forwarded.empty()) {
        forwarding_.push_back(feed);
    }
    return &feed->forwarded;
}

void MediaThread::tickSessions() {
    if (now_ - sessionsTicked_ < kSessionTick) {
        return;
    }
    sessionsTicked_ = now_;
    for (auto& [id, session] : sessions_) {
        for (const auto& stream : session->streams()) {
            stream->tick();
        }
    }
}

void MediaThread::report(std::function<void(media::Transport::Listener&)> event) {
    reporter_(std::move(event));
}

void MediaThread::wantKeyframe(FeedId id) {
    if (FeedState* feed = findFeed(id)) {
        feed->keyframeWanted = true;
        keyframesWanted_ = true;
    }
}

void MediaThread::askForKeyframes() {
    if (!keyframesWanted_) {
        return;
    }
    keyframesWanted_ = false;
    for (auto& entry : feeds_) {
        FeedState* feed = entry.second.get();
        if (!feed->keyframeWanted) {
            continue;
        }
        if (feed->askSource) {
            feed->askSource();
        } else if (feed->channel->mayAskForKeyframe(now_)) {
            report([id = entry.first](media::Transport::Listener& listener) {
                listener.onKeyframeWanted(id);
            });
        } else {
            keyframesWanted_ = true;  // asked for less than 200 ms ago: again later
            continue;
        }
        feed->keyframeWanted = false;
    }
}

}  // namespace mcu::transport
