// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace mcu::h323::h245 {

/// Lets a few through at once and then one in a while: fast updates asked for by us or by the peer
/// (H.245 clause 7.11.5), since every joiner asks for one and each costs a keyframe. What is held
/// back is not lost: deadline() says when it is due. Pure.
class Throttle {
public:
    Throttle(Duration spacing, int burst) : spacing_(spacing), burst_(burst), left_(burst) {}

    /// Whether this one goes now; if not, due() lets one go later.
    bool pass(SteadyTime now) {
        refill(now);
        if (left_ > 0) {
            --left_;
            return true;
        }
        held_ = true;
        return false;
    }

    [[nodiscard]] std::optional<SteadyTime> deadline() const {
        return held_ ? std::optional(refilled_ + spacing_) : std::nullopt;
    }

    /// Whether what was held back goes now.
    bool due(SteadyTime now) {
        if (!held_) {
            return false;
        }
        held_ = false;
        return pass(now);
    }

private:
    void refill(SteadyTime now) {
        if (left_ == burst_) {
            refilled_ = now;  // nothing was owed until now
            return;
        }
        const auto owed = (now - refilled_) / spacing_;
        if (owed > 0) {
            left_ = static_cast<int>(std::min<std::int64_t>(burst_, left_ + owed));
            refilled_ += owed * spacing_;
        }
    }

    const Duration spacing_;
    const int burst_;
    int left_;
    bool held_ = false;
    SteadyTime refilled_{};
};

}  // namespace mcu::h323::h245
