// SPDX-License-Identifier: GPL-3.0-or-later
#include "incident/watch.h"

#include <utility>

namespace mcu::incident {

namespace {

using conference::SiteState;

/// A call that somebody ended on purpose is no fault: the room by its cause, our technician by
/// none.
bool endedOnPurpose(const conference::SiteStatus& site) {
    const auto code = site.cause.substr(0, site.cause.find(':'));
    const bool byRoom = code == "normal" || code == "local-shutdown" || code == "declined";
    return (site.state == SiteState::absent && code.empty()) ||
           (byRoom && site.state != SiteState::lost);
}

Finding findingOf(Finding::What what,
                  const char* kind,
                  const conference::ConferenceStatus& conference,
                  const conference::SiteStatus& site) {
    Finding finding;
    finding.what = what;
    finding.kind = kind;
    finding.severity = "error";
    finding.conference = conference.id;
    finding.site = site.id;
    finding.siteName = site.name;
    finding.onAir = site.onAir;
    finding.redials = site.redials;
    return finding;
}

/// A grade's severity; bad is an error.
std::string severityOf(Grade grade) {
    return grade == Grade::bad ? "error" : "warning";
}

}  // namespace

void SiteWatch::adopt(const Incident& open) {
    auto& watched = sites_[{open.conference, open.site}];
    watched.adopted = true;
    if (open.kind == "drop") {
        watched.dropped = true;
    } else if (open.kind == "quality") {
        watched.grader = Grader(open.severity == "error" ? Grade::bad : Grade::warning);
    } else {
        watched.clear = true;
    }
}

std::vector<Finding> SiteWatch::look(const std::vector<conference::ConferenceStatus>& now,
                                     SteadyTime at) {
    std::vector<Finding> found;
    std::map<Key, Watched> seen;
    for (const auto& conference : now) {
        for (const auto& site : conference.sites) {
            if (site.trunk || !site.owner.value.empty()) {
                continue;
            }
            const Key key{conference.id, site.id};
            auto& watched = seen.emplace(key, std::move(sites_[key])).first->second;
            lookAtCall(conference, site, watched, found);
            if (site.state == SiteState::connected) {
                lookAtQuality(conference, site, watched, at, found);
                lookAtEncryption(conference, site, watched, found);
            }
        }
    }
    // A site taken out of its conference, or a conference that was closed.
    for (const auto& [key, watched] : sites_) {
        const bool quality = watched.grader.verdict().grade != Grade::good;
        if (seen.contains(key)) {
            continue;
        }
        Finding gone;
        gone.what = Finding::What::heals;
        gone.text = "taken out of the conference";
        gone.conference = key.first;
        gone.site = key.second;
        for (const auto& [kind, open] : {std::pair{"drop", watched.dropped},
                                         std::pair{"quality", quality},
                                         std::pair{"security", watched.clear}}) {
            if (open) {
                gone.kind = kind;
                found.push_back(gone);
            }
        }
    }
    sites_ = std::move(seen);
    return found;
}

void SiteWatch::lookAtCall(const conference::ConferenceStatus& conference,
                           const conference::SiteStatus& site,
                           Watched& watched,
                           std::vector<Finding>& found) const {
    const bool up = site.state == SiteState::connected;
    // After a start every site is absent until it is called, which says nothing.
    watched.adopted = watched.adopted && site.state == SiteState::absent;
    if (watched.adopted) {
        return;
    }
    if (up && watched.dropped) {
        watched.dropped = false;
        auto healed = findingOf(Finding::What::heals, "drop", conference, site);
        healed.text = "connected again";
        found.push_back(std::move(healed));
    } else if (watched.dropped && endedOnPurpose(site)) {
        watched.dropped = false;
        auto healed = findingOf(Finding::What::heals, "drop", conference, site);
        healed.text = "hung up";
        found.push_back(std::move(healed));
    } else if (!up && watched.wasUp && !endedOnPurpose(site)) {
        watched.dropped = true;
        auto begins = findingOf(Finding::What::begins, "drop", conference, site);
        begins.text = site.state == SiteState::lost ? "media-timeout" : site.cause;
        found.push_back(std::move(begins));
    }
    watched.wasUp = up;
    if (!up) {
        // Its line is measured anew with its next call; a bad line stays one incident until then.
        if (endedOnPurpose(site) && watched.grader.verdict().grade != Grade::good) {
            watched.grader = Grader();
            auto healed = findingOf(Finding::What::heals, "quality", conference, site);
            healed.text = "hung up";
            found.push_back(std::move(healed));
        }
    }
}

void SiteWatch::lookAtQuality(const conference::ConferenceStatus& conference,
                              const conference::SiteStatus& site,
                              Watched& watched,
                              SteadyTime at,
                              std::vector<Finding>& found) const {
    const Grade before = watched.grader.verdict().grade;
    if (!watched.grader.note(figuresOf(site), profile_, at)) {
        return;
    }
    const auto& verdict = watched.grader.verdict();
    auto finding = findingOf(before == Grade::good          ? Finding::What::begins
                             : verdict.grade == Grade::good ? Finding::What::heals
                                                            : Finding::What::worse,
                             "quality",
                             conference,
                             site);
    finding.severity = severityOf(verdict.grade);
    finding.text = verdict.grade == Grade::good ? "line good again" : verdict.what;
    found.push_back(std::move(finding));
}

void SiteWatch::lookAtEncryption(const conference::ConferenceStatus& conference,
                                 const conference::SiteStatus& site,
                                 Watched& watched,
                                 std::vector<Finding>& found) {
    const bool clear = conference.encryption == media::Encryption::required && !site.encrypted;
    if (clear == watched.clear) {
        return;
    }
    watched.clear = clear;
    auto finding = findingOf(
        clear ? Finding::What::begins : Finding::What::heals, "security", conference, site);
    finding.text = clear ? "not encrypted" : "encrypted again";
    found.push_back(std::move(finding));
}

Verdict SiteWatch::verdictOf(const ConferenceId& conference, const SiteId& site) const {
    const auto found = sites_.find({conference, site});
    return found == sites_.end() || !found->second.wasUp ? Verdict{}
                                                         : found->second.grader.verdict();
}

}  // namespace mcu::incident
