// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/clock.h"

namespace mcu::h323 {

/// Bounds what one far end may cost us: messages in a second, and messages without sense in all.
/// One call's; one thread.
class MessageGuard {
public:
    /// Counts a message; false: it floods us.
    bool pass(SteadyTime now) {
        if (now - windowBegan_ >= std::chrono::seconds(1)) {
            windowBegan_ = now;
            inWindow_ = 0;
        }
        return ++inWindow_ <= kMostASecond;
    }

    /// Counts one that cannot be read; false: they are too many.
    bool passMalformed() { return ++malformed_ < kMostMalformed; }

private:
    static constexpr int kMostMalformed = 10;
    static constexpr int kMostASecond = 400;

    SteadyTime windowBegan_{};
    int inWindow_ = 0;
    int malformed_ = 0;
};

}  // namespace mcu::h323
