// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/audio_planner.h"

#include <algorithm>

namespace mcu::conference {

namespace {

const SoundFacts* talkerOf(const std::vector<SoundFacts>& sites, const SiteId& id) {
    const auto found = std::find_if(sites.begin(), sites.end(), [&](const SoundFacts& site) {
        return site.id == id && site.talks;
    });
    return found == sites.end() ? nullptr : &*found;
}

}  // namespace

SoundPlan planSound(const std::vector<SoundFacts>& sites) {
    SoundPlan plan;
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
            const auto* heard = talkerOf(sites, *site.only);
            key.silence = heard == nullptr;
            key.only = heard != nullptr ? *site.only : SiteId{};
            if (heard != nullptr && site.contributor != 0) {
                plan.contributors.emplace(site.id, site.contributor);
            }
            if (heard != nullptr && heard->arrives == site.send.codec) {
                plan.forwards.emplace(site.id, heard->id);
                plan.forwarded.emplace(heard->id, site.send.codec);
                continue;
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
