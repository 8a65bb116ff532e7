// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/rate_limit.h"

#include <algorithm>
#include <chrono>

namespace mcu::cascade {

bool RateLimit::take(int kind, const Rate& rate, SteadyTime now) {
    auto [found, fresh] = buckets_.try_emplace(kind, Bucket{rate.burst, now});
    auto& bucket = found->second;
    const double passed = std::chrono::duration<double>(now - bucket.at).count();
    bucket.tokens = std::min(rate.burst, bucket.tokens + passed * rate.perSecond);
    bucket.at = now;
    if (bucket.tokens < 1) {
        return false;
    }
    bucket.tokens -= 1;
    return true;
}

}  // namespace mcu::cascade
