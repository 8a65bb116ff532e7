// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <set>

#include "base/fold.h"
#include "session/cascade_plan.h"
#include "session/impl/plan_reading.h"
#include "session/local_time.h"
#include "session/site_words.h"

namespace mcu::session {

namespace {

/// Ids that are taken twice, at the second place.
template <typename Items>
void checkUnique(const Items& items, std::vector<MapReader>& readers, const char* what) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < items.size() && i < readers.size(); ++i) {
        if (!items[i].id.empty() && !seen.insert(items[i].id).second) {
            readers[i].problem("id",
                               "\"" + items[i].id + "\" is taken by another " + std::string(what));
        }
    }
}

void checkTimes(MapReader& session, const Plan& plan) {
    const auto& s = plan.session;
    const auto set = [](WallTime time) { return time != WallTime{}; };
    if (!set(s.start)) {
        return;
    }
    if (set(s.receivedAt) && s.receivedAt >= s.start) {
        session.problem("received_at", "is not before the start of the session");
    }
    if (s.plannedEnd && *s.plannedEnd <= s.start) {
        session.problem("planned_end", "is not after the start of the session");
    }
    if (s.connectAt && *s.connectAt > s.start) {
        session.problem("connect_at", "is after the start of the session");
    }
    if (s.kind == PlanKind::adHoc) {
        session.require("connect_at");
        return;
    }
    if (!s.rehearsalStart || !s.rehearsalEnd) {
        session.problem("rehearsal", "a planned session needs the start and end of its rehearsal");
        return;
    }
    if (*s.rehearsalStart >= *s.rehearsalEnd) {
        session.problem("rehearsal", "ends before it begins");
    }
    const auto latest = s.start - plan.policy.deadlines.rehearsalBefore;
    const auto best =
        s.start - plan.policy.deadlines.cascadeBefore - plan.policy.deadlines.cascadeTakes;
    if (*s.rehearsalEnd > latest) {
        session.warn("rehearsal",
                     "ends at " + dayAndTime(*s.rehearsalEnd) + ", later than " +
                         dayAndTime(latest) + ": its deadline cannot be met");
    } else if (*s.rehearsalEnd > best) {
        session.warn("rehearsal",
                     "ends at " + dayAndTime(*s.rehearsalEnd) +
                         "; to link the MCUs in time it "
                         "should end at " +
                         dayAndTime(best));
    }
}

void checkSecrecy(MapReader& root, const Plan& plan) {
    if (plan.session.confidential && plan.policy.encryption != "required") {
        root.problem("policy", "a confidential session needs encryption: required");
    }
}

void checkMcus(PlanReading& reading) {
    auto& plan = reading.plan;
    checkUnique(plan.mcus, reading.mcus, "MCU");
    std::size_t masters = 0;
    for (std::size_t i = 0; i < plan.mcus.size(); ++i) {
        const auto& mcu = plan.mcus[i];
        auto& reader = reading.mcus[i];
        masters += mcu.role == "master" ? 1 : 0;
        if (mcu.role == "master" && masters > 1) {
            reader.problem("role", "there is a master already");
        }
        if (mcu.role == "slave" && mcu.parent.empty()) {
            reader.problem("parent", "a slave needs the MCU above it");
        }
        if (!mcu.parent.empty() && plan.mcu(mcu.parent) == nullptr) {
            reader.problem("parent", "no MCU of the plan has the id \"" + mcu.parent + "\"");
        }
        for (const auto& technician : mcu.technicians) {
            if (plan.contact(technician) == nullptr) {
                reader.problem("technicians",
                               "no contact of the plan has the id \"" + technician + "\"");
            }
        }
    }
}

/// The roster names people and places of the plan.
void checkDuties(PlanReading& reading) {
    const auto& plan = reading.plan;
    for (std::size_t i = 0; i < plan.duties.size(); ++i) {
        const auto& duty = plan.duties[i];
        if (plan.contact(duty.contact) == nullptr) {
            reading.duties[i].problem("contact",
                                      "no contact of the plan has the id \"" + duty.contact + "\"");
        }
        if (plan.mcu(duty.place) == nullptr && plan.site(duty.place) == nullptr) {
            reading.duties[i].problem(
                "place", "no MCU and no site of the plan has the id \"" + duty.place + "\"");
        }
    }
}

/// Tiers and room of the cascade (TOP-13, PL3-03).
void checkCascade(PlanReading& reading) {
    const auto& plan = reading.plan;
    const auto cascade = planCascade(plan);
    for (std::size_t i = 0; i < plan.mcus.size(); ++i) {
        const auto& load = cascade.mcus[i];
        auto& reader = reading.mcus[i];
        if (load.loop) {
            reader.problem("parent", "the MCUs above it lead back to it");
        } else if (load.depth > plan.policy.cascadeMaxDepth) {
            reader.problem("parent",
                           "would be tier " + std::to_string(load.depth) + " of the cascade; " +
                               std::to_string(plan.policy.cascadeMaxDepth) + " are allowed");
        } else if (load.depth > 1) {
            reader.warn("parent", "is tier " + std::to_string(load.depth) + " of the cascade");
        }
        if (load.maxSites > 0 && load.sites > static_cast<std::size_t>(load.maxSites)) {
            reader.problem("max_sites",
                           "has room for " + std::to_string(load.maxSites) +
                               " sites, the plan "
                               "gives it " +
                               std::to_string(load.sites));
        }
    }
}

void checkParent(const SiteEntry& site,
                 MapReader& reader,
                 const std::map<std::string, const SiteEntry*>& byId,
                 const PlanReading& reading) {
    if (site.parent.empty()) {
        return;
    }
    const auto found = byId.find(site.parent);
    const auto* registry = reading.context.registry;
    const SiteEntry* parent = found != byId.end()   ? found->second
                              : registry != nullptr ? registry->find(site.parent)
                                                    : nullptr;
    if (parent == nullptr && reading.context.restored) {
        return;
    }
    if (parent == nullptr) {
        reader.problem("parent", "no site of the plan has the id \"" + site.parent + "\"");
        return;
    }
    const auto& levels = reading.context.levels;
    if (levels.rankOf(parent->level) >= levels.rankOf(site.level) &&
        levels.rankOf(site.level) >= 0) {
        reader.problem(
            "parent",
            "\"" + site.parent + "\" is not of a higher level than \"" + site.level + "\"");
    }
}

void checkSites(MapReader& root, PlanReading& reading) {
    auto& plan = reading.plan;
    checkUnique(plan.sites, reading.sites, "site");
    std::map<std::string, const SiteEntry*> byId;
    for (const auto& site : plan.sites) {
        byId.emplace(site.id, &site);
    }
    std::size_t chairs = 0;
    for (std::size_t i = 0; i < plan.sites.size(); ++i) {
        const auto& site = plan.sites[i];
        // A site of `include` has no place of its own.
        auto& reader = i < reading.sites.size() ? reading.sites[i] : root;
        const char* mcuKey = i < reading.sites.size() ? "mcu" : "include";
        if (site.chair && ++chairs > 1) {
            reader.problem("chair", "there is a chair already");
        }
        if (site.mcu.empty()) {
            reader.problem(mcuKey, "site " + site.id + " needs the MCU it connects to");
        } else if (plan.mcu(site.mcu) == nullptr) {
            reader.problem(mcuKey, "no MCU of the plan has the id \"" + site.mcu + "\"");
        }
        if (site.line == "internet" && plan.policy.encryption == "disabled") {
            reader.problem(i < reading.sites.size() ? "line" : "include",
                           "over the Internet encryption must not be disabled");
        }
        if (i < reading.sites.size()) {
            checkParent(site, reader, byId, reading);
        }
    }
    if (plan.sites.empty()) {
        root.problem("sites", "the plan has no sites");
    } else if (chairs == 0) {
        root.problem("sites", "no site is the chair: write \"chair: true\" at one");
    }
    const auto& declared = plan.session.declaredSites;
    if (declared && *declared != static_cast<std::int64_t>(plan.sites.size())) {
        root.problem("session",
                     "declares " + std::to_string(*declared) + " sites, the list has " +
                         std::to_string(plan.sites.size()));
    }
    if (plan.sites.size() > kMostSites) {
        root.problem("sites", "more than " + std::to_string(kMostSites) + " sites");
    }
}

/// Names that folded are the same: on air the full name must be said (C.3).
void warnOfNames(MapReader& root, const Plan& plan) {
    std::map<std::string, const SiteEntry*> folded;
    std::size_t withoutPhone = 0;
    std::string examples;
    for (const auto& site : plan.sites) {
        const auto& name = site.shortName.empty() ? site.name : site.shortName;
        const auto [like, alone] = folded.emplace(fold(name), &site);
        if (!alone) {
            root.warn("sites",
                      like->second->name + " (" + like->second->id + ") and " + site.name + " (" +
                          site.id + ") sound alike: use full names on air");
        }
        if (site.contact.phone.empty()) {
            examples += withoutPhone < 3 ? " " + site.id : "";
            ++withoutPhone;
        }
    }
    if (withoutPhone > 0) {
        root.warn("sites",
                  "without a telephone number of the room: " + std::to_string(withoutPhone) +
                      ", such as" + examples);
    }
}

conference::SiteDirectory directoryOf(const Plan& plan) {
    conference::SiteDirectory directory;
    for (const auto& site : plan.sites) {
        (void)directory.put(recordOf(site));  // what is wrong with ids and aliases is told already
    }
    return directory;
}

/// Words of a cue become ids.
void resolveSites(std::vector<std::string>& words,
                  const char* key,
                  MapReader& reader,
                  const conference::SiteDirectory& directory) {
    for (auto& word : words) {
        const auto found = directory.resolve(word);
        if (found) {
            word = found->value;
        } else {
            reader.problem(key, found.error().message);
        }
    }
}

void checkCallable(const Cue& cue, MapReader& reader, const PlanReading& reading) {
    if (cue.callable.empty() || cue.callable == "all") {
        return;
    }
    const auto colon = cue.callable.find(':');
    const auto kind = cue.callable.substr(0, colon);
    const auto value = colon == std::string::npos ? "" : cue.callable.substr(colon + 1);
    const bool level = kind == "level" && reading.context.levels.rankOf(value) >= 0;
    const bool group = kind == "group" && reading.plan.groups.contains(value);
    if (!level && !group) {
        reader.problem(
            "callable",
            "expected all, level:LEVEL or group:GROUP of the plan, found \"" + cue.callable + "\"");
    }
}

void checkScript(MapReader& root, PlanReading& reading) {
    auto& plan = reading.plan;
    const auto directory = directoryOf(plan);
    int last = 0;
    for (std::size_t i = 0; i < plan.script.size(); ++i) {
        auto& cue = plan.script[i];
        auto& reader = reading.cues[i];
        if (cue.number != 0 && cue.number <= last) {
            reader.problem("cue",
                           "numbers must rise: " + std::to_string(cue.number) + " after " +
                               std::to_string(last));
        }
        last = std::max(last, cue.number);
        resolveSites(cue.show, "show", reader, directory);
        resolveSites(cue.precue, "precue", reader, directory);
        checkCallable(cue, reader, reading);
        const auto& layouts = reading.context.layouts;
        const std::string layout = layoutOf(cue.layout);
        if (cue.layout != "on-request" && !layouts.empty() && !isOneOf(layout, layouts)) {
            reader.problem("layout",
                           "expected full, side-by-side, on-request, " + alternatives(layouts) +
                               ", found \"" + cue.layout + "\"");
        }
        if (cue.layout != "on-request" && cue.show.empty()) {
            reader.problem("show", "a cue shows at least one site");
        }
    }
    if (plan.script.empty() && plan.session.kind == PlanKind::planned) {
        root.problem("script", "a planned session needs a script");
    }
}

}  // namespace

std::string layoutOf(const std::string& word) {
    return word == "full" || word == "on-request" ? "1x1" : word == "side-by-side" ? "1+1" : word;
}

void checkPlan(MapReader& root, PlanReading& reading) {
    yaml::Node sessionNode = root.map("session");
    MapReader session(sessionNode, "session", reading.problems);
    checkTimes(session, reading.plan);
    checkSecrecy(root, reading.plan);
    checkUnique(reading.plan.contacts, reading.contacts, "contact");
    checkMcus(reading);
    checkSites(root, reading);
    checkDuties(reading);
    checkCascade(reading);
    checkScript(root, reading);
    warnOfNames(root, reading.plan);
}

}  // namespace mcu::session
