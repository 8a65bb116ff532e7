// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/gatekeeper/ras_gate.h"

#include <utility>

namespace mcu::h323::gatekeeper {

void RasGate::ask(const GateCall& call, std::function<void(const GateAnswer&)> answer) {
    ras::AdmissionCall about;
    about.call = call.call.value;
    about.answer = call.incoming;
    about.from = call.from;
    about.to = call.to;
    about.peer = call.peer;
    about.reference = call.reference;
    about.callIdentifier = call.callIdentifier;
    about.conferenceIdentifier = call.conferenceIdentifier;
    about.kbps = call.kbps;
    ras_.ask(about, [answer = std::move(answer)](const CallAnswer& given) {
        GateAnswer gate;
        gate.admitted = given.admitted;
        gate.refusal = given.refusal;
        gate.destination = given.destination;
        gate.to = given.to;
        answer(gate);
    });
}

void RasGate::connected(const GateCall& call) {
    ras_.connected(call.call.value);
}

void RasGate::ended(const GateCall& call, const call::HangupCause& cause) {
    ras_.ended(call.call.value, call.callIdentifier, cause.code != call::CauseCode::normal);
}

}  // namespace mcu::h323::gatekeeper
