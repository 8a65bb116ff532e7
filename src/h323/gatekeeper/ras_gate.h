// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "h323/call_gate.h"
#include "h323/gatekeeper/ras_service.h"

namespace mcu::h323::gatekeeper {

/// Every H.323 call asks here first: names are looked up in our own table of rooms, then at the
/// outside gatekeeper, and each call that was admitted is given back when it ends, also one whose
/// Setup failed. Outlives the endpoint, and the service outlives it. Thread: h323.
class RasGate final : public CallGate {
public:
    explicit RasGate(RasService& ras) : ras_(ras) {}

    void ask(const GateCall& call, std::function<void(const GateAnswer&)> answer) override;
    void connected(const GateCall& call) override;
    void ended(const GateCall& call, const call::HangupCause& cause) override;

private:
    RasService& ras_;
};

}  // namespace mcu::h323::gatekeeper
