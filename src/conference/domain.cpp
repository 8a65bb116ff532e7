// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/domain.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace mcu::conference {

Domain::Domain(Loop& controlLoop,
               Journal& journalToUse,
               Settings settingsToUse,
               LayoutBook layoutBook)
    : loop(controlLoop),
      journal(journalToUse),
      settings(std::move(settingsToUse)),
      layouts(std::move(layoutBook)),
      events(controlLoop.clock()) {}

Conference* Domain::find(const ConferenceId& id) {
    const auto found = conferences.find(id);
    return found == conferences.end() ? nullptr : found->second.get();
}

Result<Conference*> Domain::require(const ConferenceId& id) {
    if (auto* conference = find(id)) {
        return conference;
    }
    std::string running;
    for (const auto& [other, conference] : conferences) {
        running += (running.empty() ? "" : ", ") + other.value;
    }
    return Error(ErrorCode::notFound,
                 "no conference \"" + id.value + "\"",
                 running.empty() ? "create it first" : "there are: " + running,
                 "conference.unknown");
}

Result<Site*> Domain::requireSite(Conference& conference, const SiteWord& word) {
    const auto id = directory.resolve(word);
    if (!id) {
        return id.error();
    }
    auto* site = conference.find(*id);
    if (site != nullptr && site->trunk) {
        return Error(ErrorCode::invalidArgument,
                     describe(*id) + " is a link, not a room",
                     "show a room behind it",
                     "site.is-link");
    }
    if (site != nullptr) {
        return site;
    }
    return Error(ErrorCode::notFound,
                 describe(*id) + " is not in conference " + conference.id().value,
                 "add it first",
                 "site.not-in-conference");
}

Site* Domain::find(const Place& place, Conference** conference) {
    *conference = find(place.conference);
    return *conference == nullptr ? nullptr : (*conference)->find(place.site);
}

std::string Domain::describe(const SiteId& site) const {
    const auto* record = directory.find(site);
    return record == nullptr ? site.value : conference::describe(*record);
}

void Domain::refreshSoon(Conference& conference) {
    if (conference.refreshPosted) {
        return;
    }
    conference.refreshPosted = true;
    loop.post([this, id = conference.id()] {
        if (auto* found = find(id)) {
            found->refreshPosted = false;
            refresh(*found);
        }
    });
}

void Domain::refresh(Conference& conference) {
    loop.role().assertHere();
    std::map<SiteId, SessionId> up;
    for (const auto& [id, site] : conference.sites) {
        const auto* leg = conference.mediaLeg(site);
        if (leg != nullptr && leg->answered && leg->session && !conference.examined.contains(id)) {
            up.emplace(id, leg->session);
        }
    }
    planPicturesOf(conference, up);
    planSoundOf(conference, up);
    for (const auto& trouble : conference.pictures.takeTroubles()) {
        emit(conference, {}, "media.trouble", trouble, "error");
    }
    for (const auto& trouble : conference.sounds.takeTroubles()) {
        emit(conference, {}, "media.trouble", trouble, "error");
    }
    tellCascade(conference);
}

void Domain::planPicturesOf(Conference& conference, const std::map<SiteId, SessionId>& up) {
    const auto before = conference.plan.onAir;
    conference.plan = planPictures(pictureWish(conference, *this), pictureFacts(conference, *this));
    for (const auto& site : conference.demandedSources) {
        if (up.contains(site)) {
            conference.plan.decoded.insert(site);
        }
    }
    for (const auto& [id, site] : conference.sites) {
        // A frozen site stays decoded, or it could never be seen to come back; a far site is
        // decoded from its first packet on, which is its keyframe.
        const bool frozen = site.up() && site.isRoom() && site.call().frozen && up.contains(id);
        const bool arriving =
            site.far && site.far->carrier && up.contains(id) && isWished(conference, id);
        if (frozen || arriving) {
            conference.plan.decoded.insert(id);
        }
    }
    decodeRelays(conference, up);
    conference.panes.clear();
    for (const auto& [key, view] : conference.plan.views) {
        conference.panes.emplace(key, view.sites());
    }
    noteOnAir(conference, before);
    conference.pictures.apply(conference.plan, up);
}

/// A relay's picture is compared with what it is sent, so both are needed decoded even where all
/// who see them get them passed through.
void Domain::decodeRelays(Conference& conference, const std::map<SiteId, SessionId>& up) const {
    for (const auto& [id, site] : conference.sites) {
        const auto* record = directory.find(id);
        if (record == nullptr || record->relay.empty() || !up.contains(id) || !site.up() ||
            !site.call().videoUp) {
            continue;
        }
        conference.plan.decoded.insert(id);
        const auto watch = conference.plan.watches.find(id);
        if (watch != conference.plan.watches.end() && up.contains(watch->second.forwarded)) {
            conference.plan.decoded.insert(watch->second.forwarded);
        }
    }
}

bool Domain::isWished(const Conference& conference, const SiteId& site) {
    return std::any_of(conference.wishes.begin(), conference.wishes.end(), [&](const auto& wish) {
        return wish.site == site;
    });
}

void Domain::noteOnAir(Conference& conference, const std::set<SiteId>& before) {
    for (const auto& site : before) {
        if (!conference.plan.onAir.contains(site)) {
            conference.previousOnAir = site;
        }
    }
    // Back at the main site: whoever was called before is let go, also from the chair's screen.
    if (conference.chair && conference.plan.onAir == std::set<SiteId>{conference.chair}) {
        conference.previousOnAir = {};
    }
}

void Domain::planSoundOf(Conference& conference, const std::map<SiteId, SessionId>& up) {
    std::map<SiteId, float> volumes;
    for (const auto& [id, site] : conference.sites) {
        volumes.emplace(id, site.volumeDb);
    }
    conference.sounds.apply(planSound(soundFacts(conference, *this)), up, volumes);
}

void Domain::setState(Conference& conference, Site& site, SiteState state) {
    if (site.state == state) {
        return;
    }
    site.state = state;
    site.since = now();
    refreshSoon(conference);
    tellRoster(conference, site.id);
    if (site.trunk && cascade != nullptr) {
        loop.post([this, id = conference.id(), trunk = site.id] {
            if (cascade != nullptr) {
                cascade->onTrunkState(id, trunk);
            }
        });
    }
}

void Domain::emit(const Conference& conference,
                  const SiteId& site,
                  const std::string& kind,
                  const std::string& text,
                  const std::string& severity,
                  const Actor* actor,
                  std::map<std::string, std::string> fields) {
    Event event;
    event.kind = kind;
    event.severity = severity;
    event.conference = conference.id();
    event.site = site;
    event.actor = actor == nullptr ? "system" : actor->name;
    event.text = text;
    event.fields = std::move(fields);
    const auto level = severity == "error"     ? spdlog::level::err
                       : severity == "warning" ? spdlog::level::warn
                                               : spdlog::level::info;
    logger("conference")
        .log(level,
             "{} conf={} site={} actor={}: {}",
             kind,
             event.conference.value,
             site.value,
             event.actor,
             text);
    events.emit(std::move(event));
}

void Domain::announce(const std::string& kind,
                      const SiteId& site,
                      const std::string& text,
                      const Actor& actor) {
    Event event;
    event.kind = kind;
    event.severity = "info";
    event.site = site;
    event.actor = actor.name;
    event.text = text;
    events.emit(std::move(event));
}

namespace {

StoredView storedView(const std::string& key, const ViewChoice& choice) {
    return {key, choice.layout, choice.fixed};
}

}  // namespace

StoredConference Domain::stored(const Conference& conference) {
    StoredConference result;
    result.spec = conference.spec;
    result.locked = conference.locked;
    result.voiceSwitching = conference.voice.on;
    result.voiceHold = conference.voice.hold;
    result.chair = conference.chair;
    result.broadcast = conference.broadcast;
    result.chairLook = conference.chairLook;
    for (const auto& id : conference.order) {
        const auto& site = conference.sites.at(id);
        if (site.trunk || (site.far && !site.far->manual)) {
            continue;  // come back with their link
        }
        // One that called in is wanted back after a crash too: it may not notice that its call is
        // dead.
        const bool wanted = site.wanted || site.up();
        result.sites.push_back({id,
                                site.uri,
                                site.lastAddress,
                                wanted,
                                site.redial,
                                site.microphoneOn,
                                site.speakerOn,
                                site.cameraOn,
                                site.volumeDb,
                                site.securedOffer});
    }
    result.views.push_back(storedView(kProgramme, conference.programme));
    if (conference.chairView) {
        result.views.push_back(storedView(kChair, *conference.chairView));
    }
    for (const auto& [site, choice] : conference.siteViews) {
        result.views.push_back(storedView(siteViewKey(site), choice));
    }
    for (const auto& [view, banner] : conference.banners) {
        result.banners.push_back({view, banner});
    }
    return result;
}

void Domain::save(const Conference& conference, Journal::Done done) {
    journal.saveConference(stored(conference), std::move(done));
}

void Domain::saveRequest(const Conference& conference, const Request& request) {
    auto status = statusOf(request, conference.id(), now());
    status.siteName = describe(request.site);
    journal.saveRequest(std::move(status), [number = request.number](const Status& saved) {
        if (!saved) {
            logger("conference").error("request R-{} not saved: {}", number, saved.error().message);
        }
    });
}

void Domain::saveQuietly(const Conference& conference) {
    save(conference, [id = conference.id()](const Status& status) {
        if (!status) {
            logger("conference")
                .error("state not saved conf={}: {}", id.value, status.error().message);
        }
    });
}

}  // namespace mcu::conference
