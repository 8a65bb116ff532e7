// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/reorder_buffer.h"

#include <algorithm>

namespace mcu::mixing {

void ReorderBuffer::push(const Packet& packet, SteadyTime now) {
    if (expected_ && packet.sequence < *expected_) {
        if (*expected_ - packet.sequence < kMaxJump) {
            return;  // late or doubled
        }
        reset();
    } else if (expected_ && packet.sequence - *expected_ > kMaxJump) {
        reset();
    }
    if (!expected_) {
        pass(packet, true);
    } else if (packet.sequence == *expected_) {
        pass(packet, false);
        passHeld(false);
    } else {
        held_.try_emplace(packet.sequence, Held{std::make_unique<Packet>(packet), now});
        if (held_.size() > kMaxHeld) {
            passHeld(true);
        }
    }
}

void ReorderBuffer::expire(SteadyTime now) {
    while (true) {
        const auto due = deadline();
        if (!due || *due > now) {
            return;
        }
        passHeld(true);
    }
}

std::optional<SteadyTime> ReorderBuffer::deadline() const {
    if (held_.empty()) {
        return std::nullopt;
    }
    const auto oldest =
        std::ranges::min_element(held_, {}, [](const auto& entry) { return entry.second.since; });
    return oldest->second.since + wait_;
}

void ReorderBuffer::reset() {
    held_.clear();
    expected_.reset();
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
