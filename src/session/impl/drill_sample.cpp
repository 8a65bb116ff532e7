// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/impl/drill_sample.h"

#include <algorithm>
#include <map>
#include <random>
#include <utility>

namespace mcu::session {

namespace {

/// Sites by MCU, then level, each in an order of chance.
using Strata = std::map<std::string, std::map<std::string, std::vector<std::string>>>;

Strata strataOf(const SessionState& session, std::uint64_t seed) {
    Strata strata;
    for (const auto& site : session.plan.sites) {
        if (!site.chair && !session.excluded.contains(site.id)) {
            strata[site.mcu][site.level].push_back(site.id);
        }
    }
    std::mt19937_64 chance(seed);
    for (auto& [mcu, levels] : strata) {
        for (auto& [level, sites] : levels) {
            std::ranges::shuffle(sites, chance);
        }
    }
    return strata;
}

/// The next site of an MCU: its levels in turn.
bool takeOne(std::map<std::string, std::vector<std::string>>& levels,
             std::size_t turn,
             std::vector<std::string>& sample) {
    for (std::size_t tried = 0; tried < levels.size(); ++tried) {
        auto level =
            std::next(levels.begin(), static_cast<std::ptrdiff_t>((turn + tried) % levels.size()));
        if (!level->second.empty()) {
            sample.push_back(level->second.back());
            level->second.pop_back();
            return true;
        }
    }
    return false;
}

}  // namespace

std::vector<std::string> drillSample(const SessionState& session, int count, std::uint64_t seed) {
    auto strata = strataOf(session, seed);
    const auto perMcu = static_cast<std::size_t>(std::max(1, session.plan.checks.samplePerMcu));
    const std::size_t most = count > 0 ? static_cast<std::size_t>(count) : perMcu * strata.size();
    std::vector<std::string> sample;
    for (std::size_t turn = 0; sample.size() < most && (count > 0 || turn < perMcu); ++turn) {
        bool any = false;
        for (auto& [mcu, levels] : strata) {
            any = (sample.size() < most && takeOne(levels, turn, sample)) || any;
        }
        if (!any) {
            break;
        }
    }
    return sample;
}

}  // namespace mcu::session
