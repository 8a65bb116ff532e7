// SPDX-License-Identifier: GPL-3.0-or-later
#include "access/gate.h"

#include <algorithm>

namespace mcu::access {

namespace {

/// The same refusal is told once in this time: who holds a key down fills no log.
constexpr auto kQuiet = std::chrono::seconds(10);
constexpr std::size_t kMostTold = 1000;

bool has(const std::vector<std::string>& list, const std::string& word) {
    return !word.empty() && std::find(list.begin(), list.end(), word) != list.end();
}

std::string quoted(std::string_view word) {
    return "\"" + std::string(word) + "\"";
}

/// Who has the right at all: "admin or operator".
std::string rolesWith(Right right) {
    std::vector<std::string> names;
    for (const Role role : kRoles) {
        if (extentOf(role, right) != Extent::nothing) {
            names.emplace_back(nameOf(role));
        }
    }
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        text += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + names[i];
    }
    return text;
}

Error refusal(const std::string& message, const std::string& advice, const char* id) {
    return {ErrorCode::notAllowed, message, advice, id};
}

}  // namespace

bool Gate::reaches(const Person& person, const SiteOwner& site) const {
    if (has(person.sites, site.site.value)) {
        return true;
    }
    if (person.role == Role::room) {
        return false;
    }
    return (!site.organisation.empty() && site.organisation == person.organisation) ||
           has(person.mcus, site.mcu);
}

Status Gate::judgeSites(const Person& person, const std::string& who, const Need& need) const {
    for (const auto& word : need.sites) {
        const auto meant = owners_(word);
        if (!meant) {
            return meant.error();
        }
        for (const auto& site : *meant) {
            if (!reaches(person, site)) {
                return refusal(who + " has the right " + quoted(nameOf(need.right)) +
                                   " for own sites only, and " + site.site.value + " is one of " +
                                   (site.organisation.empty() ? "unknown" : site.organisation),
                               "ask the organisation that has the site",
                               "access.other-site");
            }
        }
    }
    return {};
}

Status Gate::judge(const Person& person, const std::string& name, const Need& need) const {
    const Extent extent = extentOf(person.role, need.right);
    if (extent == Extent::everything) {
        return {};
    }
    const std::string who =
        name + " (" + std::string(nameOf(person.role)) + " of " + person.organisation + ")";
    const std::string right = quoted(nameOf(need.right));
    if (extent == Extent::nothing) {
        return refusal(who + " does not have the right " + right,
                       "it belongs to the roles " + rolesWith(need.right),
                       "access.no-right");
    }
    if (!need.organisation.empty() && need.organisation != person.organisation) {
        return refusal(who + " has the right " + right +
                           " for the own organisation only, not for " + need.organisation,
                       "ask somebody of that organisation",
                       "access.other-organisation");
    }
    const bool home = person.organisation == people_->organisation();
    if (extent == Extent::ownServer && !home) {
        return refusal(who + " has the right " + right +
                           " on servers of the own organisation only, and this one belongs to " +
                           people_->organisation(),
                       "ask an operator of that organisation",
                       "access.other-server");
    }
    const bool wideAllowed = extent != Extent::ownSites && home;
    if (need.wide && !wideAllowed) {
        return refusal(who + " has the right " + right +
                           " for own sites only, and this concerns more than those",
                       "name the sites",
                       "access.name-sites");
    }
    return judgeSites(person, who, need);
}

Status Gate::mayDo(const Person& person,
                   const conference::Actor& actor,
                   const std::string& act,
                   const Need& need) {
    Status judged = judge(person, actor.name, need);
    if (!judged && judged.error().code == ErrorCode::notAllowed) {
        tell({actor,
              std::string(nameOf(person.role)),
              act,
              std::string(nameOf(need.right)),
              judged.error().id,
              judged.error().message});
    }
    return judged;
}

void Gate::noteUnknown(const Caller& caller, const std::string& act) {
    const Error why = unknownCaller(caller);
    tell({{textOf(caller), originOf(caller), ""}, "", act, "", why.id, why.message});
}

void Gate::tell(Refusal refusal) {
    ++refusals_;
    const auto now = clock_.now();
    if (told_.size() > kMostTold) {
        std::erase_if(told_, [now](const auto& each) { return now - each.second.at > kQuiet; });
    }
    auto [known, fresh] =
        told_.try_emplace(refusal.actor.name + "\n" + refusal.act + "\n" + refusal.id);
    auto& last = known->second;
    if (!fresh && now - last.at < kQuiet) {
        ++last.since;
        return;
    }
    refusal.before = std::exchange(last.since, 0);
    last.at = now;
    refused_(refusal);
}

Error unknownCaller(const Caller& caller) {
    return refusal("nobody is known here by " + textOf(caller),
                   "have the administrator name you in the section access of the configuration",
                   "access.unknown");
}

}  // namespace mcu::access
