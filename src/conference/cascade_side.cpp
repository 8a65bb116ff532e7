// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/conference_service.h"
#include "conference/parts.h"
#include "conference/roster.h"

// The side of the domain that a cascade drives (CascadeHost).

namespace mcu::conference {

void ConferenceService::setCascadeListener(CascadeListener* listener) {
    domain_->cascade = listener;
    for (auto& [id, conference] : domain_->conferences) {
        conference->wishes.clear();
        domain_->tellCascade(*conference);
    }
}

bool ConferenceService::hasConference(const ConferenceId& conference) const {
    return domain_->find(conference) != nullptr;
}

Status ConferenceService::addTrunk(const TrunkSpec& spec) {
    auto found = domain_->require(spec.conference);
    if (!found) {
        return found.error();
    }
    return parts_->trunks.add(**found, spec);
}

void ConferenceService::removeTrunk(const ConferenceId& conference, const SiteId& trunk) {
    if (auto* found = domain_->find(conference)) {
        parts_->trunks.remove(*found, trunk);
    }
}

void ConferenceService::redialTrunk(const ConferenceId& conference, const SiteId& trunk) {
    if (auto* found = domain_->find(conference)) {
        parts_->trunks.redial(*found, trunk);
    }
}

void ConferenceService::trunkStatus(const ConferenceId& conference,
                                    std::function<void(std::vector<TrunkStatus>)> done) {
    domain_->planes.transport->stats(
        [this, conference, done = std::move(done)](const std::vector<media::SessionStats>& figures,
                                                   const media::TransportTotals& /*totals*/) {
            const auto* found = domain_->find(conference);
            auto status =
                found == nullptr ? std::vector<TrunkStatus>() : Trunks::status(*found, figures);
            for (auto& trunk : status) {
                trunk.sinceSeconds =
                    std::chrono::duration<double>(domain_->now() - found->sites.at(trunk.id).since)
                        .count();
                // As it is announced (policyFor): no call takes more than the server does.
                trunk.maxKbps = std::min(trunk.maxKbps, domain_->settings.policy.maxKbps);
            }
            done(std::move(status));
        });
}

Status ConferenceService::putFarSites(const ConferenceId& conference,
                                      const McuId& link,
                                      const std::vector<FarSite>& changed,
                                      const std::vector<SiteId>& gone) {
    auto found = domain_->require(conference);
    if (!found) {
        return found.error();
    }
    auto put = parts_->farSites.put(**found, link, changed, gone);
    moveOn(**found);
    return put;
}

void ConferenceService::setLinkReachable(const ConferenceId& conference,
                                         const McuId& link,
                                         bool reachable) {
    if (auto* found = domain_->find(conference)) {
        parts_->farSites.setReachable(*found, link, reachable);
    }
}

void ConferenceService::carry(const ConferenceId& conference,
                              const SiteId& trunk,
                              const SiteId& site) {
    if (auto* found = domain_->find(conference)) {
        parts_->farSites.carry(*found, trunk, site);
        moveOn(*found);
    }
}

void ConferenceService::noteFarStep(const ConferenceId& conference,
                                    const SiteId& site,
                                    SelectionStep step) {
    if (auto* found = domain_->find(conference)) {
        parts_->farSites.noteStep(*found, site, step);
        if (step == SelectionStep::lost && found->shown == site && !found->take) {
            parts_->takes.fallBack(*found, "was lost by its MCU");
        }
        moveOn(*found);
    }
}

void ConferenceService::refuseFar(const ConferenceId& conference,
                                  const SiteId& site,
                                  const Error& why) {
    if (auto* found = domain_->find(conference)) {
        parts_->takes.refuse(*found, site, why);
    }
}

ProgrammeState ConferenceService::programmeOf(const ConferenceId& conference) const {
    const auto* found = domain_->find(conference);
    return found == nullptr ? ProgrammeState{} : found->toldProgramme;
}

std::vector<RequestState> ConferenceService::requestsOf(const ConferenceId& conference) const {
    const auto* found = domain_->find(conference);
    return found == nullptr ? std::vector<RequestState>() : Requests::states(*found, *domain_);
}

std::vector<RequestStatus> ConferenceService::requests(const ConferenceId& conference) const {
    std::vector<RequestStatus> result;
    for (const auto& [id, found] : domain_->conferences) {
        if (!conference || id == conference) {
            const auto list = parts_->requests.list(*found);
            result.insert(result.end(), list.begin(), list.end());
        }
    }
    return result;
}

Status ConferenceService::select(const ConferenceId& conference,
                                 const SiteId& trunk,
                                 const Selection& selection) {
    auto found = domain_->require(conference);
    if (!found) {
        return found.error();
    }
    parts_->examiner.giveWay(**found, selection.site);
    return parts_->trunks.select(**found, trunk, selection);
}

void ConferenceService::setMasterProgramme(const ConferenceId& conference,
                                           const ProgrammeState& programme) {
    auto* found = domain_->find(conference);
    if (found != nullptr && found->masterProgramme != programme) {
        found->masterProgramme = programme;
        domain_->refresh(*found);
    }
}

void ConferenceService::roster(const ConferenceId& conference,
                               std::function<void(std::vector<FarSite>)> done) {
    domain_->planes.transport->stats(
        [this, conference, done = std::move(done)](const std::vector<media::SessionStats>& figures,
                                                   const media::TransportTotals& /*totals*/) {
            const auto* found = domain_->find(conference);
            done(found == nullptr ? std::vector<FarSite>() : rosterOf(*found, *domain_, figures));
        });
}

void ConferenceService::report(const ConferenceId& conference,
                               const SiteId& site,
                               const std::string& kind,
                               const std::string& severity,
                               const std::string& text,
                               const std::map<std::string, std::string>& fields) {
    if (auto* found = domain_->find(conference)) {
        domain_->emit(*found, site, kind, text, severity, nullptr, fields);
        return;
    }
    Event event;
    event.kind = kind;
    event.severity = severity;
    event.conference = conference;
    event.site = site;
    event.actor = "system";
    event.text = text;
    event.fields = fields;
    domain_->events.emit(std::move(event));
}

void ConferenceService::onContributor(SessionId session,
                                      media::Kind kind,
                                      std::uint32_t contributor) {
    const auto place = domain_->sessions.find(session);
    if (place == domain_->sessions.end()) {
        return;
    }
    Conference* conference = nullptr;
    auto* site = domain_->find(place->second, &conference);
    if (site != nullptr && site->trunk) {
        parts_->farSites.onContributor(*conference, *site, kind, contributor);
        moveOn(*conference);
    }
}

void ConferenceService::moveOn(Conference& conference) {
    parts_->manualMcus.follow(conference);
    parts_->takes.check(conference);
    parts_->requests.check(conference);
    parts_->trunks.checkSteps(conference);
}

/// The site a take put on air has gone for good, or its picture has for long.
void ConferenceService::fallBackIfLost(Conference& conference) {
    const auto* site = conference.find(conference.shown);
    if (site == nullptr || conference.take || conference.programme.reason != "show") {
        return;
    }
    const auto* leg = conference.mediaLeg(*site);
    const bool far = site->far.has_value();
    const bool arrives = far ? site->far->pictureCame : site->up();
    if (leg == nullptr || !arrives) {
        parts_->takes.fallBack(conference, "is gone");
        return;
    }
    const auto lost = leg->pictureLost();
    if (lost && domain_->now() - *lost >= domain_->settings.fallBackAfter) {
        parts_->takes.fallBack(conference, "has sent no picture for long");
    }
}

}  // namespace mcu::conference
