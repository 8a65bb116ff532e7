// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "mcu/cascade.pb.h"

namespace mcu::cascade {

/// Pings each second, says when the other end is silent, and measures the way there and the
/// difference of the clocks. One per session. Thread: control.
class Heartbeat {
public:
    static constexpr Duration kInterval = std::chrono::seconds(1);
    static constexpr Duration kLostAfter = std::chrono::seconds(3);

    explicit Heartbeat(SteadyTime now) : heard_(now) {}

    /// The ping to send now, if one is due.
    std::optional<hnth::cascade::v1::Ping> due(const Clock& clock);
    static hnth::cascade::v1::Pong answer(const hnth::cascade::v1::Ping& ping, WallTime now);
    void onPong(const hnth::cascade::v1::Pong& pong, const Clock& clock);

    void heard(SteadyTime now) { heard_ = now; }

    [[nodiscard]] bool lost(SteadyTime now) const { return now - heard_ >= kLostAfter; }

    /// Negative: not measured yet.
    [[nodiscard]] double roundTripMs() const { return roundTripMs_; }

    /// The peer's clock minus ours.
    [[nodiscard]] double clockOffsetMs() const { return offsetMs_; }

private:
    struct Sample {
        double roundTripMs = -1;
        double offsetMs = 0;
    };

    SteadyTime heard_;
    SteadyTime next_{};
    SteadyTime sent_{};
    WallTime sentWall_{};
    std::uint64_t number_ = 0;
    double roundTripMs_ = -1;
    double offsetMs_ = 0;
    std::array<Sample, 8> samples_{};
    std::size_t at_ = 0;
};

}  // namespace mcu::cascade
