// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "base/clock.h"

namespace mcu::h323::gatekeeper {

/// How many messages a source may send: a bucket of tokens each, refilled with time. The number of
/// sources remembered is bounded; when there are too many, those that are full again go.
class SourceLimit {
public:
    SourceLimit(double perSecond, double burst) : perSecond_(perSecond), burst_(burst) {}

    /// Takes one message of `host`; false when it sends too many.
    bool admit(const std::string& host, SteadyTime now);

private:
    struct Bucket {
        double tokens = 0;
        SteadyTime at{};
    };

    static constexpr std::size_t kMostSources = 4096;
    double perSecond_;
    double burst_;
    std::map<std::string, Bucket> sources_;
};

}  // namespace mcu::h323::gatekeeper
