// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>

#include "base/clock.h"

namespace mcu::media {

/// Holds the keys of one far end to what fingers can do, so that a flood of them costs nothing: so
/// many at once, then so many a second. One a source of keys; whoever owns it calls it on one
/// thread.
class KeyPace {
public:
    static constexpr int kAtOnce = 24;
    static constexpr int kASecond = 12;

    /// Whether one more key is taken now; else it is left out.
    bool pass(SteadyTime now) {
        constexpr auto kEach = Duration(std::chrono::seconds(1)) / kASecond;
        // The time at which all keys taken so far would have been pressed at that pace.
        spent_ = std::max(spent_, now - kEach * kAtOnce);
        if (spent_ + kEach > now) {
            return false;
        }
        spent_ += kEach;
        return true;
    }

private:
    SteadyTime spent_ = SteadyTime::min();
};

/// Whether it is a key of a telephone: 0 to 9, * and #, A to D.
[[nodiscard]] constexpr bool isKey(char c) {
    return (c >= '0' && c <= '9') || c == '*' || c == '#' || (c >= 'A' && c <= 'D');
}

}  // namespace mcu::media
