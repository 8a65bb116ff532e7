// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h245/capability_exchange.h"

#include "h323/h245/messages.h"

namespace mcu::h323::h245 {

void CapabilityExchange::send(Value set, SteadyTime now, Pdus& out) {
    sequence_ = (sequence_ + 1) % 256;
    auto message = Value::of(kMessage);
    auto& body = message.at("request.terminalCapabilitySet");
    const auto slot = body.slot();
    body = std::move(set);
    body.slot() = slot;
    body.set("sequenceNumber", sequence_);
    body.setOid("protocolIdentifier", kProtocol);
    waiting_ = true;
    accepted_ = false;
    failed_ = false;
    deadline_ = now + kT101;
    out.push_back(std::move(message));
}

void CapabilityExchange::onSet(const Value& set, Pdus& out) {
    ++received_;
    const auto sequence = set.number("sequenceNumber").value_or(0);
    paused_ = set.size("capabilityTable") == 0;
    if (!paused_) {
        peer_ = set;
    }
    out.push_back(terminalCapabilitySetAck(sequence));
}

void CapabilityExchange::onAck(const Value& message) {
    if (!waiting_ || message.number("sequenceNumber") != sequence_) {
        return;  // of a set that another one has overtaken
    }
    waiting_ = false;
    accepted_ = true;
    deadline_.reset();
}

void CapabilityExchange::onReject(const Value& message) {
    if (!waiting_ || message.number("sequenceNumber") != sequence_) {
        return;
    }
    waiting_ = false;
    failed_ = true;
    deadline_.reset();
}

void CapabilityExchange::onTime(SteadyTime now, Pdus& out) {
    if (!deadline_ || now < *deadline_) {
        return;
    }
    auto release = Value::of(kMessage);
    release.at("indication.terminalCapabilitySetRelease");
    out.push_back(std::move(release));
    waiting_ = false;
    failed_ = true;
    deadline_.reset();
}

}  // namespace mcu::h323::h245
