// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/on_call.h"

#include <algorithm>
#include <map>

namespace mcu::session {

namespace {

constexpr auto kLongSession = std::chrono::hours(4);  ///< when no end is planned

using ByPlace = std::map<std::string, std::vector<OnCall>>;

ByPlace rosterOf(const Plan& plan) {
    ByPlace roster;
    if (plan.duties.empty()) {
        return roster;
    }
    std::map<std::string, const Contact*> contacts;
    for (const auto& contact : plan.contacts) {
        contacts.emplace(contact.id, &contact);
    }
    for (const auto& duty : plan.duties) {
        if (const auto found = contacts.find(duty.contact); found != contacts.end()) {
            roster[duty.place].push_back({duty.place,
                                          found->second->name,
                                          found->second->phone,
                                          false,
                                          duty.from,
                                          duty.until});
        }
    }
    return roster;
}

void addRoster(const ByPlace& roster, const std::string& place, std::vector<OnCall>& all) {
    if (const auto found = roster.find(place); found != roster.end()) {
        all.insert(all.end(), found->second.begin(), found->second.end());
    }
}

/// What those on call at one place leave open.
void addGaps(std::vector<OnCall> there,
             const std::string& place,
             const DutyTime& time,
             std::vector<OnCallGap>& gaps) {
    std::erase_if(there, [](const OnCall& each) { return each.phone.empty(); });
    if (std::any_of(there.begin(), there.end(), [](const OnCall& each) { return each.always; })) {
        return;
    }
    std::sort(there.begin(), there.end(), [](const OnCall& left, const OnCall& right) {
        return left.from < right.from;
    });
    WallTime covered = time.from;
    for (const auto& each : there) {
        if (each.from > covered && covered < time.until) {
            gaps.push_back({place, covered, std::min(each.from, time.until)});
        }
        covered = std::max(covered, each.until);
    }
    if (covered < time.until) {
        gaps.push_back({place, covered, time.until});
    }
}

std::vector<std::string> placesOf(const Plan& plan) {
    std::vector<std::string> places;
    for (const auto& mcu : plan.mcus) {
        if (mcu.role != "upstream") {
            places.push_back(mcu.id);
        }
    }
    for (const auto& site : plan.sites) {
        places.push_back(site.id);
    }
    return places;
}

}  // namespace

DutyTime dutyTime(const Plan& plan) {
    const auto& s = plan.session;
    const auto from = s.rehearsalStart ? *s.rehearsalStart : s.connectAt.value_or(s.start);
    return {std::min(from, s.start), s.plannedEnd.value_or(s.start + kLongSession)};
}

std::vector<OnCall> onCallOf(const Plan& plan) {
    const auto roster = rosterOf(plan);
    std::vector<OnCall> all;
    for (const auto& mcu : plan.mcus) {
        for (const auto& id : mcu.technicians) {
            const auto* contact = plan.contact(id);
            if (contact != nullptr && contact->onCall == "24/24") {
                all.push_back({mcu.id, contact->name, contact->phone, true, {}, {}});
            }
        }
        addRoster(roster, mcu.id, all);
    }
    for (const auto& site : plan.sites) {
        if (!site.contact.onCall.empty()) {
            all.push_back({site.id, site.contact.name, site.contact.phone, true, {}, {}});
        }
        addRoster(roster, site.id, all);
    }
    return all;
}

std::vector<OnCallGap> onCallGapsOf(const Plan& plan) {
    ByPlace byPlace;
    for (auto& each : onCallOf(plan)) {
        byPlace[each.place].push_back(std::move(each));
    }
    const auto time = dutyTime(plan);
    std::vector<OnCallGap> gaps;
    for (const auto& place : placesOf(plan)) {
        addGaps(byPlace[place], place, time, gaps);
    }
    return gaps;
}

}  // namespace mcu::session
