// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/audio_planner.h"

#include <algorithm>

namespace mcu::conference {

SoundPlan planSound(const std::vector<SoundFacts>& sites) {
    SoundPlan plan;
    const auto talking = [&](const SiteId& id) {
        return std::any_of(sites.begin(), sites.end(), [&](const SoundFacts& site) {
            return site.id == id && site.talks;
        });
    };
    for (const auto& site : sites) {
        if (site.talks) {
            plan.talkers.insert(site.id);
        }
        if (!site.listens) {
            continue;
        }
        OutputKey key{site.send.codec,
                      site.send.channels,
                      site.send.ptimeMs,
                      site.send.opusInbandFec,
                      site.deaf,
                      {},
                      {}};
        if (site.only) {
            const bool heard = talking(*site.only);
            key.silence = !heard;
            key.only = heard ? *site.only : SiteId{};
            if (heard && site.contributor != 0) {
                plan.contributors.emplace(site.id, site.contributor);
            }
        } else if (!site.deaf) {
            if (site.talks) {
                key.minus.insert(site.id);
            }
            for (const auto& other : sites) {
                if (!site.kin.empty() && other.talks && other.kin == site.kin) {
                    key.minus.insert(other.id);
                }
            }
        }
        plan.outputs.emplace(site.id, key);
    }
    return plan;
}

}  // namespace mcu::conference
