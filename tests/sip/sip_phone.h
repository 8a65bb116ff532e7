// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "base/asio_loop.h"
#include "call/peer.h"
#include "sip/sip_endpoint.h"

namespace mcu::sip::test {

inline constexpr auto kDeadline = std::chrono::seconds(60);

inline NetAddress loopback(std::uint16_t port = 0) {
    return *NetAddress::parse("127.0.0.1", port);
}

inline media::LocalMedia localMedia(std::uint16_t port, bool video = true) {
    media::LocalMedia out;
    for (int i = 0; i < (video ? 2 : 1); ++i) {
        media::LocalStream stream;
        stream.kind = i == 0 ? media::Kind::audio : media::Kind::video;
        stream.rtp = loopback(static_cast<std::uint16_t>(port + 2 * i));
        stream.rtcp = loopback(static_cast<std::uint16_t>(port + 2 * i + 1));
        stream.ssrc = port + static_cast<std::uint32_t>(i);
        stream.cname = "room";
        out.streams.push_back(stream);
    }
    std::string fingerprint = "AB";
    for (int i = 1; i < 32; ++i) {
        fingerprint += ":CD";
    }
    out.dtlsFingerprint = fingerprint;
    return out;
}

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
};

/// A SipEndpoint with a control thread of its own that records what it is told; answers incoming
/// calls when told to.
class Phone final : public call::CallListener {
public:
    explicit Phone(SipSettings settings, bool autoAnswer = true)
        : loop_("test"), autoAnswer_(autoAnswer), thread_([this] { loop_.run(); }) {
        onLoop([&] {
            auto made = SipEndpoint::create(std::move(settings), loop_, *this);
            if (made) {
                endpoint_ = std::move(*made);
            } else {
                ADD_FAILURE() << made.error().message;
            }
        });
    }

    /// The encryption of calls from now on.
    void demand(media::Encryption encryption) {
        onLoop([&] { policy_.encryption = encryption; });
    }

    ~Phone() override {
        onLoop([this] { endpoint_.reset(); });
        loop_.stop();
        thread_.join();
    }

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

    CallId dial(const std::string& uri, const std::string& fromUser = "") {
        call::DialTarget target;
        target.uri = uri;
        target.fromUser = fromUser;
        return dial(target);
    }

    CallId dial(const call::DialTarget& target) {
        CallId id;
        onLoop([&] { id = endpoint_->dial(target, local, policy_); });
        return id;
    }

    SipEndpoint& endpoint() { return *endpoint_; }

    [[nodiscard]] bool open() const { return endpoint_ != nullptr; }

    std::string address(std::size_t index = 0) const {
        return endpoint_->boundListeners().at(index).address.toString();
    }

    /// Waits until the condition holds over the calls seen.
    bool waitFor(const std::function<bool(std::map<CallId, Seen>&)>& condition,
                 std::chrono::seconds limit = kDeadline) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, limit, [&] { return condition(calls_); });
    }

    bool waitCall(CallId id, const std::function<bool(const Seen&)>& condition) {
        return waitFor([&](auto& calls) { return condition(calls[id]); });
    }

    bool waitConnected(CallId id) {
        return waitCall(id, [](const Seen& seen) { return seen.connected; });
    }

    bool waitEnded(CallId id) {
        return waitCall(id, [](const Seen& seen) { return seen.ends > 0; });
    }

    Seen seen(CallId id) {
        const std::lock_guard lock(mutex_);
        return calls_[id];
    }

    void forgetCalls() {
        const std::lock_guard lock(mutex_);
        calls_.clear();
        incoming_.clear();
    }

    /// The n-th incoming call, waited for.
    CallId incoming(std::size_t index = 0) {
        EXPECT_TRUE(waitFor([&](auto&) { return incoming_.size() > index; }));
        const std::lock_guard lock(mutex_);
        return index < incoming_.size() ? incoming_[index] : CallId{};
    }

    std::map<std::string, std::pair<std::string, Duration>> registered() {
        const std::lock_guard lock(mutex_);
        return registered_;
    }

    bool waitRegistered(const std::string& user, bool wanted) {
        return waitFor([&](auto&) {
            const auto found = registered_.find(user);
            return found != registered_.end() &&
                   (found->second.second > Duration::zero()) == wanted;
        });
    }

    void notify(const std::function<void()>& change) {
        const std::lock_guard lock(mutex_);
        change();
        changed_.notify_all();
    }

    media::LocalMedia local = localMedia(40000);
    /// Called on the loop for each incoming call instead of answering.
    std::function<void(const call::IncomingCall&)> onIncomingCall;

    void onIncoming(const call::IncomingCall& call) override {
        notify([&] {
            incoming_.push_back(call.id);
            calls_[call.id].incoming = call;
        });
        if (onIncomingCall) {
            onIncomingCall(call);
        } else if (autoAnswer_) {
            endpoint_->answer(call.id, local, policy_);
        }
    }

    void onRinging(CallId call) override {
        notify([&] { calls_[call].ringing = true; });
    }

    void onMedia(CallId call, const media::AgreedMedia& media) override {
        notify([&] { calls_[call].media.push_back(media); });
    }

    void onConnected(CallId call, const std::string& product) override {
        notify([&] {
            calls_[call].connected = true;
            calls_[call].product = product;
        });
    }

    void onFastUpdate(CallId call) override {
        notify([&] { ++calls_[call].fastUpdates; });
    }

    void onPeer(CallId call, const call::PeerDescription& peer) override {
        notify([&] { calls_[call].peer = peer; });
    }

    void onUserInput(CallId call, const std::string& keys) override {
        notify([&] { calls_[call].keys += keys; });
    }

    void onEnded(CallId call, const call::HangupCause& cause) override {
        notify([&] {
            ++calls_[call].ends;
            calls_[call].cause = cause;
        });
    }

    void onRegistered(const std::string& user,
                      const std::string& contact,
                      Duration expires) override {
        notify([&] { registered_[user] = {contact, expires}; });
    }

private:
    AsioLoop loop_;
    bool autoAnswer_;
    call::MediaPolicy policy_;  ///< its loop alone
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<CallId, Seen> calls_;
    std::vector<CallId> incoming_;
    std::map<std::string, std::pair<std::string, Duration>> registered_;
    std::unique_ptr<SipEndpoint> endpoint_;
    std::thread thread_;
};

inline SipSettings onUdp() {
    SipSettings out;
    out.listeners = {{SipTransport::udp, loopback()}};
    return out;
}

}  // namespace mcu::sip::test
