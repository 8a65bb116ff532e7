// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"

namespace mcu {

SteadyTime RealClock::now() const {
    return std::chrono::steady_clock::now();
}

WallTime RealClock::wallNow() const {
    return std::chrono::system_clock::now();
}

}  // namespace mcu
