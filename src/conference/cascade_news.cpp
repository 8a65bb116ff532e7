// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "conference/domain.h"

// What the domain tells the cascade: which far sites it wants, what the programme shows, whose line
// of the roster changed. Always after the task at hand, so that the answer finds a settled domain.

namespace mcu::conference {

namespace {

void add(std::vector<FarWish>& wishes,
         const Conference& conference,
         const SiteId& id,
         FarWish::Use use) {
    const auto site = conference.sites.find(id);
    if (site == conference.sites.end() || !site->second.far || site->second.far->manual) {
        return;
    }
    const auto known = std::find_if(
        wishes.begin(), wishes.end(), [&](const FarWish& wish) { return wish.site == id; });
    if (known != wishes.end()) {
        return;  // more urgent already
    }
    FarWish wish;
    wish.site = id;
    wish.use = use;
    wish.microphone = site->second.microphoneOn;
    if (conference.take && conference.take->site == id) {
        wish.request = conference.take->request;
        wish.microphone = wish.microphone || !conference.take->keepMicrophones;
    }
    wishes.push_back(std::move(wish));
}

std::vector<FarWish> wishesOf(const Conference& conference) {
    std::vector<FarWish> wishes;
    if (conference.take) {
        add(wishes, conference, conference.take->site, FarWish::Use::take);
    }
    for (const auto& [id, trunk] : conference.sites) {
        if (trunk.towardMaster()) {  // our master wants a room that is further down
            add(wishes, conference, trunk.trunk->selection.site, FarWish::Use::take);
        }
    }
    for (const auto& [key, view] : conference.plan.views) {
        for (const auto& pane : view.panes) {
            add(wishes, conference, pane.site, FarWish::Use::pane);
        }
    }
    for (const auto& site : conference.demandedSources) {
        add(wishes, conference, site, FarWish::Use::pane);
    }
    for (const auto& [id, site] : conference.sites) {
        if (site.far && site.microphoneOn) {
            add(wishes, conference, id, FarWish::Use::pane);
        }
    }
    add(wishes, conference, conference.precued, FarWish::Use::precue);
    return wishes;
}

ProgrammeState programmeNow(const Conference& conference) {
    ProgrammeState state;
    const auto programme = conference.plan.views.find(kProgramme);
    if (programme != conference.plan.views.end()) {
        state.layout = programme->second.layout;
        state.reason = programme->second.reason;
        state.panes = programme->second.sites();
    }
    if (state.reason == "cascade") {  // what comes from above, in the words of above
        return conference.masterProgramme;
    }
    state.chair = conference.chair;
    state.next = conference.precued;
    return state;
}

}  // namespace

void Domain::tellCascade(Conference& conference) {
    if (conference.wishesPosted) {
        return;
    }
    conference.wishesPosted = true;
    loop.post([this, id = conference.id()] {
        auto* found = find(id);
        if (found == nullptr) {
            return;
        }
        found->wishesPosted = false;
        auto wishes = wishesOf(*found);
        const bool wanted = wishes != found->wishes;
        found->wishes = std::move(wishes);
        auto programme = programmeNow(*found);
        const bool changed = programme != found->toldProgramme;
        found->toldProgramme = std::move(programme);
        if (cascade != nullptr && wanted) {
            cascade->onFarSitesWanted(id, found->wishes);
        }
        if (cascade != nullptr && changed) {
            cascade->onProgrammeChanged(id);
        }
    });
}

void Domain::tellProgramme(const Conference& conference) {
    if (cascade == nullptr) {
        return;
    }
    loop.post([this, id = conference.id()] {
        if (cascade != nullptr) {
            cascade->onProgrammeChanged(id);
        }
    });
}

void Domain::tellRoster(const Conference& conference, const SiteId& site) {
    if (cascade == nullptr) {
        return;
    }
    loop.post([this, id = conference.id(), site] {
        if (cascade != nullptr) {
            cascade->onRosterChanged(id, site);
        }
    });
}

}  // namespace mcu::conference
