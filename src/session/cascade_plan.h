// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "session/plan.h"

namespace mcu::session {

/// What the plan asks of one MCU (PL3-03, DOC-06).
struct McuLoad {
    std::string mcu;
    std::string parent;
    int depth = 0;      ///< tiers above it
    bool loop = false;  ///< the MCUs above it lead back to it
    std::size_t sites = 0;
    std::map<std::string, std::size_t> byLevel;
    std::int64_t maxSites = 0;   ///< 0: not said
    std::size_t trunks = 0;      ///< calls to other MCUs, above and below
    std::size_t ports = 0;       ///< sites and trunks
    std::uint64_t siteKbps = 0;  ///< of all sites, each way
    std::uint64_t trunkKbps = 0;
    std::uint64_t lineKbps = 0;  ///< 1.2 times the sum: what its line should have (B.4)
};

struct CascadePlan {
    std::vector<McuLoad> mcus;  ///< in the order of the plan
    int depth = 0;              ///< of the deepest
};

/// Sites, tiers, ports and bandwidth of each MCU.
[[nodiscard]] CascadePlan planCascade(const Plan& plan);

}  // namespace mcu::session
