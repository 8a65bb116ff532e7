// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/gatekeeper/source_limit.h"

#include <algorithm>
#include <chrono>

namespace mcu::h323::gatekeeper {

bool SourceLimit::admit(const std::string& host, SteadyTime now) {
    const auto grown = [&](const Bucket& bucket) {
        const auto passed = std::chrono::duration<double>(now - bucket.at).count();
        return std::min(burst_, bucket.tokens + passed * perSecond_);
    };
    if (sources_.size() >= kMostSources && !sources_.contains(host)) {
        std::erase_if(sources_, [&](const auto& each) { return grown(each.second) >= burst_; });
        if (sources_.size() >= kMostSources) {
            return false;
        }
    }
    auto& bucket = sources_.try_emplace(host, Bucket{burst_, now}).first->second;
    bucket.tokens = grown(bucket);
    bucket.at = now;
    if (bucket.tokens < 1) {
        return false;
    }
    bucket.tokens -= 1;
    return true;
}

}  // namespace mcu::h323::gatekeeper
