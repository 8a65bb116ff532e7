// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/plan.h"

#include <algorithm>

namespace mcu::session {

namespace {

template <typename Item>
const Item* byId(const std::vector<Item>& items, const std::string& id) {
    const auto found =
        std::find_if(items.begin(), items.end(), [&id](const auto& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

const SiteEntry* Plan::site(const std::string& id) const {
    return byId(sites, id);
}

const SiteEntry* Plan::chair() const {
    const auto found =
        std::find_if(sites.begin(), sites.end(), [](const auto& each) { return each.chair; });
    return found == sites.end() ? nullptr : &*found;
}

const PlanMcu* Plan::mcu(const std::string& id) const {
    return byId(mcus, id);
}

bool Plan::isBelow(const std::string& id, const std::string& above) const {
    const auto* found = mcu(id);
    // As many steps as there are MCUs: parents may go round in a file that is not checked.
    for (std::size_t steps = 0; found != nullptr && steps <= mcus.size(); ++steps) {
        if (found->id == above) {
            return true;
        }
        found = mcu(found->parent);
    }
    return false;
}

const Contact* Plan::contact(const std::string& id) const {
    return byId(contacts, id);
}

std::string Plan::organisationName(const std::string& id) const {
    const auto* known = byId(organisations, id);
    return known == nullptr || known->name.empty() ? id : known->name;
}

std::vector<std::string> Plan::managingUnits() const {
    if (!policy.agree.empty()) {
        return policy.agree;
    }
    std::vector<std::string> units;
    for (const auto& each : mcus) {
        if (each.role != "upstream" && !each.organisation.empty() &&
            std::find(units.begin(), units.end(), each.organisation) == units.end()) {
            units.push_back(each.organisation);
        }
    }
    return units;
}

bool Plan::callable(const Cue& cue, const std::string& id) const {
    const auto* found = site(id);
    if (found == nullptr || cue.layout != "on-request") {
        return false;
    }
    if (cue.callable.empty() || cue.callable == "all") {
        return true;
    }
    if (cue.callable.starts_with("level:")) {
        return found->level == cue.callable.substr(6);
    }
    const auto group = groups.find(cue.callable.substr(cue.callable.find(':') + 1));
    return group != groups.end() &&
           std::find(group->second.begin(), group->second.end(), id) != group->second.end();
}

}  // namespace mcu::session
