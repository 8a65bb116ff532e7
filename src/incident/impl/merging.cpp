// SPDX-License-Identifier: GPL-3.0-or-later
// What other MCUs know of incidents becomes what we know (decisions 0232 and 0250).
#include <algorithm>
#include <optional>
#include <utility>

#include "incident/impl/incident_service_impl.h"

namespace mcu::incident {

namespace {

constexpr std::size_t kMostOfAnother = 2000;  ///< of each MCU but ourselves
constexpr auto kNews = std::chrono::hours(1);
/// A link that comes up is told so many; older ones were told while they were young.
constexpr std::size_t kMostTold = 1000;

}  // namespace

std::vector<Incident> IncidentService::recent() const {
    auto all = list({});
    std::stable_sort(all.begin(), all.end(), [](const auto& left, const auto& right) {
        return std::pair(left.open(), lastChangeOf(left)) >
               std::pair(right.open(), lastChangeOf(right));
    });
    if (all.size() > kMostTold) {
        all.resize(kMostTold);
    }
    return all;
}

void IncidentService::merge(const Incident& theirs, const McuId& from) {
    impl_->merge(theirs, from);
}

void IncidentService::Impl::merge(const Incident& theirs, const McuId& from) {
    const bool own = theirs.id.origin == settings.self;
    const auto found = incidents.find(theirs.id);
    const auto before = found == incidents.end() ? std::nullopt : std::optional(found->second);
    auto now = before ? before->incident : theirs;
    auto taken = theirs;
    if (before) {
        taken.version = own ? 0 : taken.version;  // what we saw ourselves nobody else knows better
    } else {
        now.entries.clear();  // taken one by one: none twice, in their order
    }
    (void)mcu::incident::merge(now, taken);
    const bool ended = closeAsWritten(now, own);
    if ((before && now == before->incident) || (!before && !makeRoom(now))) {
        return;
    }
    noteNumbers(now);
    incidents[now.id].incident = now;
    if (!before && own && now.open()) {
        watch.adopt(now);
    }
    tellMerged(before ? &before->incident : nullptr, now);
    // What we made of it ourselves, its teller does not know yet.
    keep(now, ended ? McuId{} : from, [](const Status&) {});
}

/// Closed by hand somewhere: that is an entry, whoever made it. True: it is closed by this.
bool IncidentService::Impl::closeAsWritten(Incident& incident, bool own) {
    const auto closing = std::find_if(incident.entries.begin(),
                                      incident.entries.end(),
                                      [](const auto& entry) { return entry.kind == "closed"; });
    if (!incident.open() || closing == incident.entries.end()) {
        return false;
    }
    incident.closed = closing->at;
    incident.healed = "closed by " + closing->actor;
    incident.version += own ? 1 : 0;
    return true;
}

/// Numbers of ours that others know and we do not, of a state directory that is no more, must not
/// be given again.
void IncidentService::Impl::noteNumbers(const Incident& incident) {
    if (incident.id.origin == settings.self) {
        lastNumber = std::max(lastNumber, incident.id.number);
    }
    for (const auto& entry : incident.entries) {
        lastEntry = entry.from == settings.self ? std::max(lastEntry, entry.number) : lastEntry;
    }
}

void IncidentService::Impl::tellMerged(const Incident* before, const Incident& now) const {
    if (before == nullptr && now.open()) {
        alarm(now, "incident.opened", described(now) + ": " + now.cause);
    }
    for (const auto& entry : now.entries) {
        const bool known =
            before != nullptr && std::find(before->entries.begin(), before->entries.end(), entry) !=
                                     before->entries.end();
        if (!known && entry.kind == "note" && isNews(now)) {
            alarm(now,
                  "incident.note",
                  textOf(now.id, settings.self) + ", note by " + entry.actor + ": " + entry.text);
        }
    }
    if (before != nullptr && before->open() && now.open() &&
        (before->severity != now.severity || before->cause != now.cause)) {
        alarm(now, "incident.worse", described(now) + ": " + now.cause);
    }
    const bool over = !now.open() && (before == nullptr ? isNews(now) : before->open());
    if (over) {
        alarm(now, "incident.closed", described(now) + ": over, " + now.healed);
    }
}

/// Of now, and not of what a link that comes up for the first time tells of the weeks before.
bool IncidentService::Impl::isNews(const Incident& incident) const {
    return incident.open() || around.loop.clock().wallNow() - lastChangeOf(incident) < kNews;
}

bool IncidentService::Impl::makeRoom(const Incident& newcomer) {
    const auto age = [](const Incident& incident) {
        return std::pair(incident.open(), incident.opened);
    };
    const auto ofOrigin = std::count_if(incidents.begin(), incidents.end(), [&](const auto& each) {
        return each.first.origin == newcomer.id.origin;
    });
    const bool crowded =
        newcomer.id.origin != settings.self && static_cast<std::size_t>(ofOrigin) >= kMostOfAnother;
    if (!crowded && incidents.size() < kMostKept) {
        return true;
    }
    // One MCU does not push out what is known of the others.
    auto oldest = incidents.end();
    for (auto each = incidents.begin(); each != incidents.end(); ++each) {
        const bool may = !crowded || each->first.origin == newcomer.id.origin;
        if (may && (oldest == incidents.end() ||
                    age(each->second.incident) < age(oldest->second.incident))) {
            oldest = each;
        }
    }
    if (age(newcomer) < age(oldest->second.incident)) {
        return false;
    }
    incidents.erase(oldest);
    return true;
}

}  // namespace mcu::incident
