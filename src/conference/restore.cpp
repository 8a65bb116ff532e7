// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include "conference/conference_service.h"
#include "conference/parts.h"

// After a crash or restart: back to what the operator was told is done.

namespace mcu::conference {

Status ConferenceService::restore() {
    auto state = domain_->journal.load();
    if (!state) {
        return state.error();
    }
    for (auto& site : state->sites) {
        if (site.deleted) {
            domain_->directory.erase(site.record.id);
        } else if (auto put = domain_->directory.put(site.record); !put) {
            return put.error().in("stored site list");
        }
    }
    domain_->lastRequest = state->lastRequest;
    if (auto probes = parts_->prober.restore(); !probes) {
        return probes.error().in("stored probes");
    }
    for (const auto& stored : state->conferences) {
        restoreConference(stored);
    }
    return {};
}

void ConferenceService::restoreConference(const StoredConference& stored) {
    auto made = std::make_unique<Conference>(
        stored.spec, domain_->planes, domain_->loop.clock(), domain_->settings.decoderLinger);
    auto& conference = *made;
    domain_->conferences.insert_or_assign(stored.spec.conference, std::move(made));
    conference.locked = stored.locked;
    conference.voice.on = stored.voiceSwitching;
    conference.voice.hold = stored.voiceHold;
    for (const auto& entry : stored.sites) {
        if (domain_->directory.find(entry.id) == nullptr) {
            SiteRecord record;
            record.id = entry.id;
            record.level = "guest";
            record.uri = entry.uri;
            if (auto put = domain_->directory.put(record, false); !put) {
                domain_->emit(
                    conference, entry.id, "site.not-restored", put.error().message, "error");
                continue;
            }
        }
        Site site;
        site.id = entry.id;
        site.since = domain_->now();
        site.uri = entry.uri;
        site.lastAddress = entry.lastAddress;
        site.wanted = entry.wanted;
        site.redial = entry.redial;
        site.microphoneOn = entry.microphoneOn;
        site.speakerOn = entry.speakerOn;
        site.cameraOn = entry.cameraOn;
        site.volumeDb = entry.volumeDb;
        site.securedOffer = entry.securedOffer;
        conference.order.push_back(site.id);
        parts_->manualMcus.adopt(site);
        conference.sites.emplace(site.id, std::move(site));
    }
    conference.chair = stored.chair;
    conference.broadcast = stored.broadcast;
    conference.chairLook = stored.chairLook;
    for (const auto& view : stored.views) {
        if (auto* choice = choiceOf(conference, view.view)) {
            *choice = {view.layout, view.sites, {}, "operator"};
        }
    }
    for (const auto& [view, banner] : stored.banners) {
        conference.banners.emplace(view, banner);
    }
    domain_->emit(conference,
                  {},
                  "conference.restored",
                  "conference " + stored.spec.conference.value + " is back with " +
                      std::to_string(conference.order.size()) + " sites");
    domain_->refresh(conference);
    // Once the loop runs, so that endpoints are up.
    domain_->loop.post([this, id = conference.id()] {
        auto* found = domain_->find(id);
        for (const auto& siteId : found == nullptr ? std::vector<SiteId>{} : found->order) {
            auto* site = found->find(siteId);
            if (site->wanted && !site->leg) {
                (void)parts_->calls.dial(*found,
                                         *site);  // not yet registered: called as soon as it is
            }
        }
    });
}

}  // namespace mcu::conference
