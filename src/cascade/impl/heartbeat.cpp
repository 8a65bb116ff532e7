// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/heartbeat.h"

#include <chrono>

#include "cascade/impl/wire_codec.h"

namespace mcu::cascade {

namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;

}  // namespace

std::optional<wire::Ping> Heartbeat::due(const Clock& clock) {
    const auto now = clock.now();
    if (now < next_) {
        return std::nullopt;
    }
    next_ = now + kInterval;
    sent_ = now;
    sentWall_ = clock.wallNow();
    wire::Ping ping;
    ping.set_number(++number_);
    ping.set_sent_us(microseconds(sentWall_));
    return ping;
}

wire::Pong Heartbeat::answer(const wire::Ping& ping, WallTime now) {
    wire::Pong pong;
    pong.set_number(ping.number());
    pong.set_sent_us(ping.sent_us());
    pong.set_answered_us(microseconds(now));
    return pong;
}

void Heartbeat::onPong(const wire::Pong& pong, const Clock& clock) {
    if (pong.number() != number_) {
        return;  // an answer to an older ping says nothing about now
    }
    Sample sample;
    sample.roundTripMs = Milliseconds(clock.now() - sent_).count();
    const auto middle =
        microseconds(sentWall_) + static_cast<std::int64_t>(sample.roundTripMs * 500);
    sample.offsetMs = static_cast<double>(pong.answered_us() - middle) / 1000.0;
    samples_[at_++ % samples_.size()] = sample;
    roundTripMs_ = sample.roundTripMs;
    // The quickest answer of the last ones bends the clock least (as NTP's filter, RFC 5905
    // section 10).
    const Sample* best = &sample;
    for (const auto& one : samples_) {
        if (one.roundTripMs >= 0 && one.roundTripMs < best->roundTripMs) {
            best = &one;
        }
    }
    offsetMs_ = best->offsetMs;
}

}  // namespace mcu::cascade
