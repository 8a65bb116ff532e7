// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/audio_planner.h"

namespace mcu::conference {

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
                      {}};
        if (site.talks && !site.deaf) {
            key.minus = site.id;
        }
        plan.outputs.emplace(site.id, key);
    }
    return plan;
}

}  // namespace mcu::conference
