// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/cascade_plan.h"

#include <algorithm>

namespace mcu::session {

namespace {

/// Tiers above an MCU; an upstream conference is no tier of ours.
void measureDepth(const Plan& plan, McuLoad& load) {
    const PlanMcu* at = plan.mcu(load.mcu);
    while (at != nullptr && !at->parent.empty()) {
        ++load.depth;
        at = plan.mcu(at->parent);
        if (load.depth > static_cast<int>(plan.mcus.size())) {
            load.loop = true;
            return;
        }
    }
}

}  // namespace

CascadePlan planCascade(const Plan& plan) {
    constexpr std::uint64_t kHeadroomPercent = 120;
    CascadePlan cascade;
    std::map<std::string, std::size_t> places;
    for (const auto& mcu : plan.mcus) {
        McuLoad load;
        load.mcu = mcu.id;
        load.parent = mcu.parent;
        load.maxSites = mcu.maxSites;
        measureDepth(plan, load);
        places.emplace(mcu.id, cascade.mcus.size());
        cascade.mcus.push_back(std::move(load));
    }
    for (const auto& site : plan.sites) {
        if (const auto place = places.find(site.mcu); place != places.end()) {
            auto& load = cascade.mcus[place->second];
            ++load.sites;
            ++load.byLevel[site.level];
            load.siteKbps += site.rateKbps;
        }
    }
    for (const auto& mcu : plan.mcus) {
        const auto parent = places.find(mcu.parent);
        if (mcu.parent.empty() || parent == places.end()) {
            continue;
        }
        const auto links = static_cast<std::size_t>(mcu.uplinks);
        for (auto* end : {&cascade.mcus[places.at(mcu.id)], &cascade.mcus[parent->second]}) {
            end->trunks += links;
            end->trunkKbps += links * plan.media.cascadeKbps;
        }
    }
    for (auto& load : cascade.mcus) {
        load.ports = load.sites + load.trunks;
        load.lineKbps = (load.siteKbps + load.trunkKbps) * kHeadroomPercent / 100;
        cascade.depth = std::max(cascade.depth, load.loop ? 0 : load.depth);
    }
    return cascade;
}

}  // namespace mcu::session
