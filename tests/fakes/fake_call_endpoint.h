// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "call/call.h"

namespace mcu::fakes {

/// A CallEndpoint whose far ends are played by the test.
class FakeCallEndpoint final : public call::CallEndpoint {
public:
    struct Call {
        call::DialTarget target;
        media::LocalMedia local;
        call::MediaPolicy policy;
        bool incoming = false;
        bool answered = false;
    };

    FakeCallEndpoint() = default;

    /// Another endpoint, whose call ids begin elsewhere.
    FakeCallEndpoint(std::string line, std::uint64_t idsAfter)
        : line_(std::move(line)), idsAfter_(idsAfter) {}

    [[nodiscard]] call::Protocol protocol() const override { return call::Protocol::sip; }

    [[nodiscard]] std::string line() const override { return line_; }

    [[nodiscard]] bool dials(const std::string& uri) const override {
        return uri.starts_with("sip:") || uri.starts_with("sips:");
    }

    CallId dial(const call::DialTarget& target,
                const media::LocalMedia& local,
                const call::MediaPolicy& policy) override {
        const CallId id = newIncomingId();
        calls[id] = {target, local, policy, false, false};
        dialled.push_back(id);
        return id;
    }

    void answer(CallId call,
                const media::LocalMedia& local,
                const call::MediaPolicy& policy) override {
        calls[call] = {{}, local, policy, true, true};
        answered.push_back(call);
    }

    void reject(CallId call, const call::HangupCause& cause) override { rejected[call] = cause; }

    void hangUp(CallId call, const call::HangupCause& cause) override {
        hungUp[call] = cause;
        calls.erase(call);
    }

    void setHold(CallId /*call*/, bool /*hold*/) override {}

    void requestFastUpdate(CallId call) override { ++fastUpdates[call]; }

    void askPeer(CallId call) override { ++asked[call]; }

    CallId newIncomingId() { return CallId{ids_.next().value + idsAfter_}; }

    std::map<CallId, Call> calls;
    std::vector<CallId> dialled;
    std::vector<CallId> answered;
    std::map<CallId, call::HangupCause> rejected;
    std::map<CallId, call::HangupCause> hungUp;
    std::map<CallId, int> fastUpdates;
    std::map<CallId, int> asked;  ///< what they can do

private:
    std::string line_;
    std::uint64_t idsAfter_ = 0;
    IdSequence<CallId> ids_;
};

}  // namespace mcu::fakes
