// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/asio_loop.h"
#include "call/peer.h"
#include "h323/h323_endpoint.h"
#include "two_sessions.h"

namespace mcu::h323::test {

inline constexpr auto kDeadline = std::chrono::seconds(60);

/// What is known of one call.
struct Seen {
    call::IncomingCall incoming;
    std::vector<media::AgreedMedia> media;
    bool ringing = false;
    bool connected = false;
    std::string product;
    int fastUpdates = 0;
    call::PeerDescription peer;
    std::string keys;
    int ends = 0;
    call::HangupCause cause;

    /// Sound and picture go both ways.
    [[nodiscard]] bool flows() const {
        if (media.empty()) {
            return false;
        }
        for (const auto& stream : media.back().streams) {
            if (stream.direction != media::Direction::sendReceive) {
                return false;
            }
        }
        return connected;
    }
};

/// An H323Endpoint with a control thread of its own that records what it is told; answers calls
/// when told to.
class Phone final : public call::CallListener {
public:
    explicit Phone(H323Settings settings, bool autoAnswer = true, call::MediaPolicy policy = {})
        : loop_("test"),
          autoAnswer_(autoAnswer),
          policy_(std::move(policy)),
          thread_([this] { loop_.run(); }) {
        onLoop([&] {
            auto made = H323Endpoint::create(std::move(settings), loop_, *this);
            if (made) {
                endpoint_ = std::move(*made);
            } else {
                ADD_FAILURE() << made.error().message;
            }
        });
    }

    ~Phone() override {
        onLoop([this] { endpoint_.reset(); });
        loop_.stop();
        thread_.join();
    }

    Phone(const Phone&) = delete;
    Phone& operator=(const Phone&) = delete;

    void onLoop(const std::function<void()>& task) {
        std::mutex mutex;
        std::condition_variable changed;
        bool done = false;
        loop_.post([&] {
            task();
            const std::lock_guard lock(mutex);
            done = true;
            changed.notify_all();
        });
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return done; });
    }

    CallId dial(const std::string& uri,
                call::MediaPolicy policy = {},
                std::string user = "x.03985") {
        CallId id;
        onLoop([&] {
            call::DialTarget target;
            target.uri = uri;
            target.fromUser = std::move(user);
            target.displayName = "Điểm cầu";
            id = endpoint_->dial(target, localMedia(20000), policy);
        });
        return id;
    }

    [[nodiscard]] std::string uri(const std::string& alias = "giaoban") {
        return "h323:" + alias + "@" + endpoint_->boundAddress().toString();
    }

    /// Waits until a condition on what is known of a call holds.
    bool wait(CallId id, const std::function<bool(const Seen&)>& condition) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, kDeadline, [&] { return condition(seen_[id]); });
    }

    /// The first call that came in.
    CallId incoming() {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, kDeadline, [&] { return !arrived_.empty(); });
        return arrived_.empty() ? CallId{} : arrived_.front();
    }

    Seen seen(CallId id) {
        const std::lock_guard lock(mutex_);
        return seen_[id];
    }

    bool waitCounters(const std::function<bool(const H323Counters&)>& condition) {
        const auto until = std::chrono::steady_clock::now() + kDeadline;
        while (!condition(endpoint_->counters())) {
            if (std::chrono::steady_clock::now() > until) {
                return false;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return true;
    }

    H323Endpoint& endpoint() { return *endpoint_; }

    void onIncoming(const call::IncomingCall& call) override {
        note(call.id, [&](Seen& s) { s.incoming = call; });
        {
            const std::lock_guard lock(mutex_);
            arrived_.push_back(call.id);
        }
        changed_.notify_all();
        if (autoAnswer_) {
            endpoint_->answer(call.id, localMedia(30000), policy_);
        }
    }

    void onRinging(CallId call) override {
        note(call, [](Seen& s) { s.ringing = true; });
    }

    void onMedia(CallId call, const media::AgreedMedia& media) override {
        note(call, [&](Seen& s) { s.media.push_back(media); });
    }

    void onConnected(CallId call, const std::string& product) override {
        note(call, [&](Seen& s) {
            s.connected = true;
            s.product = product;
        });
    }

    void onFastUpdate(CallId call) override {
        note(call, [](Seen& s) { ++s.fastUpdates; });
    }

    void onPeer(CallId call, const call::PeerDescription& peer) override {
        note(call, [&](Seen& s) { s.peer = peer; });
    }

    void onUserInput(CallId call, const std::string& keys) override {
        note(call, [&](Seen& s) { s.keys += keys; });
    }

    void onEnded(CallId call, const call::HangupCause& cause) override {
        note(call, [&](Seen& s) {
            ++s.ends;
            s.cause = cause;
        });
    }

    void onRegistered(const std::string&, const std::string&, Duration) override {}

private:
    void note(CallId call, const std::function<void(Seen&)>& change) {
        const std::lock_guard lock(mutex_);
        change(seen_[call]);
        changed_.notify_all();
    }

    AsioLoop loop_;
    const bool autoAnswer_;
    const call::MediaPolicy policy_;
    std::unique_ptr<H323Endpoint> endpoint_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<CallId, Seen> seen_;
    std::vector<CallId> arrived_;
    std::thread thread_;
};

}  // namespace mcu::h323::test
