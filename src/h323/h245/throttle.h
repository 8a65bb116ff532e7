// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "base/clock.h"

namespace mcu::h323::h245 {

/// Lets one through in a while: fast updates asked for by us or by the peer (H.245 clause 7.11.5),
/// since every joiner asks for one and each costs a keyframe. Pure.
class Throttle {
public:
    explicit Throttle(Duration spacing) : spacing_(spacing) {}

    bool pass(SteadyTime now) {
        if (last_ && now - *last_ < spacing_) {
            return false;
        }
        last_ = now;
        return true;
    }

private:
    const Duration spacing_;
    std::optional<SteadyTime> last_;
};

}  // namespace mcu::h323::h245
