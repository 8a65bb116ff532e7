// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>

#include "base/clock.h"

namespace mcu::cascade {

/// How many messages of a kind a peer may send: `perSecond` on average, `burst` at once.
struct Rate {
    double perSecond = 10;
    double burst = 20;
};

/// A token bucket for each kind of message of one peer. Thread: control.
class RateLimit {
public:
    /// False: too many.
    bool take(int kind, const Rate& rate, SteadyTime now);

private:
    struct Bucket {
        double tokens = 0;
        SteadyTime at{};
    };

    std::map<int, Bucket> buckets_;
};

}  // namespace mcu::cascade
