// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/rtp/sequence_tracker.h"

namespace mcu::transport {

std::uint64_t SequenceTracker::start(std::uint16_t sequence) {
    base_ = highest_ = 0x10000U + sequence;
    jumped_ = false;
    window_.fill(0);
    mark(highest_);
    return highest_;
}

SequenceTracker::Placed SequenceTracker::place(std::uint16_t sequence) {
    const auto ahead = static_cast<std::uint16_t>(sequence - static_cast<std::uint16_t>(highest_));
    if (ahead != 0 && ahead < kMaxDropout) {
        const std::uint64_t extended = highest_ + ahead;
        if (ahead >= kWindow) {
            window_.fill(0);
        } else {
            for (std::uint64_t skipped = highest_ + 1; skipped < extended; ++skipped) {
                clear(skipped);
            }
        }
        highest_ = extended;
        jumped_ = false;
        mark(extended);
        return {Verdict::fresh, extended};
    }
    const auto behind = static_cast<std::uint16_t>(0U - ahead);
    if (behind < kWindow) {
        const std::uint64_t extended = highest_ - behind;
        if (extended < base_) {
            return {Verdict::stale, extended};
        }
        if (seen(extended)) {
            return {Verdict::duplicate, extended};
        }
        mark(extended);
        return {Verdict::fresh, extended};
    }
    if (behind < kMaxDropout) {
        return {Verdict::stale, highest_ - behind};
    }
    // Two packets in a row beyond the dropout: the sender began anew (appendix A.1). The numbers
    // stay continuous.
    if (jumped_ && sequence == afterJump_) {
        const std::uint64_t received = highest_;
        highest_ = ((received >> 16U) + 1) << 16U | sequence;
        base_ += highest_ - received - 1;  // what lies between was never sent
        jumped_ = false;
        window_.fill(0);
        mark(highest_);
        return {Verdict::fresh, highest_};
    }
    jumped_ = true;
    afterJump_ = static_cast<std::uint16_t>(sequence + 1);
    return {Verdict::jump, 0};
}

bool SequenceTracker::seen(std::uint64_t extended) const {
    return (window_[extended / 64 % window_.size()] >> (extended % 64) & 1U) != 0;
}

void SequenceTracker::mark(std::uint64_t extended) {
    window_[extended / 64 % window_.size()] |= std::uint64_t{1} << (extended % 64);
}

void SequenceTracker::clear(std::uint64_t extended) {
    window_[extended / 64 % window_.size()] &= ~(std::uint64_t{1} << (extended % 64));
}

}  // namespace mcu::transport
