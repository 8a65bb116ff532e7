// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/rtp/reception.h"

#include <algorithm>
#include <cmath>

namespace mcu::transport {

namespace {
constexpr auto kSample = std::chrono::seconds(1);
}

void RateMeter::tick(SteadyTime now) {
    if (since_ == SteadyTime{}) {
        since_ = now;
        bytesBefore_ = bytes_;
        return;
    }
    const auto past = now - since_;
    if (past < kSample) {
        return;
    }
    const double ms = std::chrono::duration<double, std::milli>(past).count();
    kbps_ = static_cast<double>(bytes_ - bytesBefore_) * 8.0 / ms;
    since_ = now;
    bytesBefore_ = bytes_;
}

void Reception::start(std::uint16_t sequence, std::uint32_t clockRate) {
    *this = Reception{};
    clockRate_ = clockRate;
    // One before: the packet itself then comes through add() like any other.
    tracker_.start(static_cast<std::uint16_t>(sequence - 1));
    received_ = 1;
    receivedPrior_ = expectedPrior_ = 1;
    window_.fill({1, 1});
}

SequenceTracker::Placed Reception::add(std::uint16_t sequence,
                                       std::uint32_t timestamp,
                                       SteadyTime arrival) {
    const auto before = tracker_.highest();
    const auto placed = tracker_.place(sequence);
    if (placed.verdict == SequenceTracker::Verdict::duplicate) {
        ++duplicates_;
    }
    if (placed.verdict == SequenceTracker::Verdict::fresh) {
        ++received_;
        // Packets of one picture share a timestamp and come in a burst: the first of each tells the
        // jitter.
        if (placed.extended > before &&
            (timestamp != lastTimestamp_ || lastArrival_ == SteadyTime{})) {
            measureJitter(timestamp, arrival);
        }
    }
    return placed;
}

void Reception::measureJitter(std::uint32_t timestamp, SteadyTime arrival) {
    if (lastArrival_ != SteadyTime{}) {
        const double elapsed =
            std::chrono::duration<double>(arrival - lastArrival_).count() * clockRate_;
        const auto sent = static_cast<std::int32_t>(timestamp - lastTimestamp_);
        const double difference = std::abs(elapsed - sent);
        // A gap of seconds is a pause of the sender or a new origin, not jitter.
        if (difference < 2.0 * clockRate_) {
            jitter_ += difference - jitter_ / 16.0;
        }
    }
    lastTimestamp_ = timestamp;
    lastArrival_ = arrival;
}

void Reception::tick(SteadyTime now) {
    if (now - sampled_ < kSample) {
        return;
    }
    sampled_ = now;
    const Sample current{tracker_.expected(), received_};
    newest_ = (newest_ + 1) % window_.size();
    window_[newest_] = current;
    const Sample& oldest = window_[(newest_ + 1) % window_.size()];
    const auto expected = current.expected - oldest.expected;
    const auto received = current.received - oldest.received;
    lossPercent_ = expected > received ? 100.0 * static_cast<double>(expected - received) /
                                             static_cast<double>(expected)
                                       : 0;
}

std::uint64_t Reception::lost() const {
    const auto expected = tracker_.expected();
    return expected > received_ ? expected - received_ : 0;
}

std::uint8_t Reception::takeFractionLost() {
    const auto expected = tracker_.expected() - expectedPrior_;
    const auto received = received_ - receivedPrior_;
    expectedPrior_ += expected;
    receivedPrior_ = received_;
    if (expected == 0 || received >= expected) {
        return 0;
    }
    return static_cast<std::uint8_t>(
        std::min<std::uint64_t>(255, (expected - received) * 256 / expected));
}

}  // namespace mcu::transport
