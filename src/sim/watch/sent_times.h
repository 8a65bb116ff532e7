// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace mcu::sim {

/// When each frame of a loop was last sent: written by the pacer, read by whoever measures delay.
/// Any thread.
class SentTimes {
public:
    static constexpr std::size_t kFrames = 64;

    void note(std::size_t frame, SteadyTime at) {
        if (frame < kFrames) {
            sent_[frame].store(at.time_since_epoch().count(), std::memory_order_relaxed);
        }
    }

    /// From the last sending of a frame to `arrival`. Empty: not sent yet, or so long ago that the
    /// loop has come round.
    [[nodiscard]] std::optional<Duration> since(std::size_t frame, SteadyTime arrival) const {
        const auto sent = frame < kFrames ? sent_[frame].load(std::memory_order_relaxed) : 0;
        const Duration delay = arrival.time_since_epoch() - Duration(sent);
        if (sent == 0 || delay < Duration::zero() || delay > std::chrono::milliseconds(900)) {
            return std::nullopt;
        }
        return delay;
    }

private:
    std::array<std::atomic<Duration::rep>, kFrames> sent_{};
};

}  // namespace mcu::sim
