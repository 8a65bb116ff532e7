// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/reorder_buffer.h"

#include <algorithm>

namespace mcu::mixing {

void ReorderBuffer::push(const Packet& packet, SteadyTime now) {
    if (expected_ && packet.sequence < *expected_) {
        if (*expected_ - packet.sequence < kMaxJump) {
            noteLate(packet.sequence, now);  // or doubled
            return;
        }
        reset();
    } else if (expected_ && packet.sequence - *expected_ > kMaxJump) {
        reset();
    }
    if (!expected_) {
        pass(packet, true);
    } else if (packet.sequence == *expected_) {
        learn(held_.empty() ? Duration::zero() : now - gapSince(), now);
        pass(packet, false);
        passHeld(false);
    } else {
        held_.try_emplace(packet.sequence, Held{std::make_unique<Packet>(packet), now});
        if (held_.size() > kMaxHeld) {
            giveUp();
        }
    }
}

void ReorderBuffer::expire(SteadyTime now) {
    while (true) {
        const auto due = deadline();
        if (!due || *due > now) {
            return;
        }
        giveUp();
    }
}

std::optional<SteadyTime> ReorderBuffer::deadline() const {
    return held_.empty() ? std::nullopt : std::optional(gapSince() + wait_);
}

/// Since when packets wait for the first gap; there must be some.
SteadyTime ReorderBuffer::gapSince() const {
    return std::ranges::min_element(held_, {}, [](const auto& entry) { return entry.second.since; })
        ->second.since;
}

void ReorderBuffer::giveUp() {
    missed_[nextMissed_] = {*expected_, held_.begin()->first, gapSince()};
    nextMissed_ = (nextMissed_ + 1) % kMaxMissed;
    passHeld(true);
}

void ReorderBuffer::noteLate(std::uint64_t sequence, SteadyTime now) {
    for (const auto& missed : missed_) {
        if (sequence >= missed.from && sequence < missed.to) {
            learn(now - missed.since, now);
        }
    }
}

void ReorderBuffer::learn(Duration needed, SteadyTime now) {
    const auto wanted = std::min(needed + needed / 4, std::max(kMostWait, least_));
    if (wanted >= wait_) {
        wait_ = wanted;
        learned_ = now;
    } else if (wait_ > least_ && now - learned_ >= kCalm) {
        wait_ = std::max({least_, wanted, wait_ - wait_ / 8});
        learned_ = now;
    }
}

void ReorderBuffer::reset() {
    held_.clear();
    expected_.reset();
    missed_.fill({});
}

void ReorderBuffer::pass(const Packet& packet, bool lossBefore) {
    expected_ = packet.sequence + 1;
    output_(packet, lossBefore);
}

/// Passes the first held packet when it follows, or at any rate when `lossBefore`, and all that
/// follow it without a gap.
void ReorderBuffer::passHeld(bool lossBefore) {
    while (!held_.empty() && (lossBefore || expected_ == held_.begin()->first)) {
        const auto first = held_.extract(held_.begin());
        pass(*first.mapped().packet, lossBefore);
        lossBefore = false;
    }
}

}  // namespace mcu::mixing
