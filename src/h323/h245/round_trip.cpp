// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h245/round_trip.h"

#include "h323/h245/messages.h"

namespace mcu::h323::h245 {

void RoundTrip::start(SteadyTime now) {
    if (interval_ > Duration::zero()) {
        deadline_ = now + interval_;
    }
}

void RoundTrip::onRequest(const Value& message, Pdus& out) {
    out.push_back(roundTripDelayResponse(message.number("sequenceNumber").value_or(0)));
}

void RoundTrip::onResponse(const Value& message, SteadyTime now) {
    if (!waiting_ || message.number("sequenceNumber") != sequence_) {
        return;
    }
    waiting_ = false;
    unanswered_ = 0;
    last_ = now - asked_;
    deadline_ = now + interval_;
}

void RoundTrip::onTime(SteadyTime now, Pdus& out) {
    if (!deadline_ || now < *deadline_) {
        return;
    }
    if (waiting_) {
        waiting_ = false;
        ++unanswered_;
        deadline_ = now + interval_;
        return;
    }
    sequence_ = (sequence_ + 1) % 256;
    waiting_ = true;
    asked_ = now;
    deadline_ = now + kT105;
    out.push_back(roundTripDelayRequest(sequence_));
}

}  // namespace mcu::h323::h245
