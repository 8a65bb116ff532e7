// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
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

    [[nodiscard]] call::Protocol protocol() const override { return call::Protocol::sip; }

    CallId dial(const call::DialTarget& target,
                const media::LocalMedia& local,
                const call::MediaPolicy& policy) override {
        const CallId id = ids_.next();
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

    CallId newIncomingId() { return ids_.next(); }

    std::map<CallId, Call> calls;
    std::vector<CallId> dialled;
    std::vector<CallId> answered;
    std::map<CallId, call::HangupCause> rejected;
    std::map<CallId, call::HangupCause> hungUp;
    std::map<CallId, int> fastUpdates;

private:
    IdSequence<CallId> ids_;
};

}  // namespace mcu::fakes
