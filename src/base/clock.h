// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

namespace mcu {

using SteadyTime = std::chrono::steady_clock::time_point;
using WallTime = std::chrono::system_clock::time_point;
using Duration = std::chrono::steady_clock::duration;

/// Where domain code gets the time from; tests use a clock they move by hand. Any thread.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual SteadyTime now() const = 0;
    [[nodiscard]] virtual WallTime wallNow() const = 0;
};

/// The machine's clocks.
class RealClock final : public Clock {
public:
    [[nodiscard]] SteadyTime now() const override;
    [[nodiscard]] WallTime wallNow() const override;
};

}  // namespace mcu
