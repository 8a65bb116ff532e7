// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/manual_mcus.h"

namespace mcu::conference {

void ManualMcus::adopt(Site& site) const {
    const auto* record = domain_.directory.find(site.id);
    if (record == nullptr || !record->via || site.far) {
        return;
    }
    auto& far = site.far.emplace();
    far.manual = true;
    far.link = McuId{record->via.value};
    far.told.record.id = site.id;
    far.told.owner = far.link;
    far.toldAt = domain_.now();
}

void ManualMcus::follow(Conference& conference) {
    for (auto& [id, site] : conference.sites) {
        if (!site.far || !site.far->manual) {
            continue;
        }
        const auto* mcu = conference.find(SiteId{site.far->link.value});
        const auto state = mcu == nullptr ? SiteState::absent : mcu->state;
        if (state != SiteState::connected && state != SiteState::lost) {
            site.far->carrier = {};
            site.far->pictureCame = false;
            site.far->soundCame = false;
            site.far->soundDown = false;
        }
        domain_.setState(conference, site, state);
    }
}

bool ManualMcus::confirm(Conference& conference, Site& site) {
    if (!site.far || !site.far->manual) {
        return false;
    }
    auto* mcu = conference.find(SiteId{site.far->link.value});
    if (mcu == nullptr || !mcu->up()) {
        return false;
    }
    for (auto& [id, other] : conference.sites) {
        if (other.far && other.far->carrier == mcu->id) {
            other.far->carrier = {};
            other.far->pictureCame = false;
            other.far->soundCame = false;
            other.microphoneOn = false;
        }
    }
    mcu->microphoneOn = false;  // its sound is the room's now
    auto& far = *site.far;
    far.carrier = mcu->id;
    far.pictureCame = true;
    far.soundCame = true;
    far.soundDown = true;
    domain_.refresh(conference);
    return true;
}

}  // namespace mcu::conference
