// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/registry.h"

#include <algorithm>

#include "base/fold.h"

namespace mcu::session {

namespace {

bool holds(const std::vector<std::string>& values, const std::string& wanted) {
    return std::find(values.begin(), values.end(), wanted) != values.end();
}

bool fits(const SiteEntry& site, const Registry::Filter& filter) {
    const auto same = [](const std::string& wanted, const std::string& value) {
        return wanted.empty() || wanted == value;
    };
    return same(filter.level, site.level) && same(filter.owner, site.owner) &&
           same(filter.mcu, site.mcu) && same(filter.parent, site.parent) &&
           (filter.group.empty() || holds(site.groups, filter.group));
}

/// "xã Chiềng Sơn": what the chair says, and the technician types.
std::string spokenName(const SiteEntry& site) {
    return site.kind.empty() || site.shortName.empty() ? std::string()
                                                       : site.kind + " " + site.shortName;
}

}  // namespace

conference::SiteRecord Registry::recordFor(const SiteEntry& site) const {
    auto record = recordOf(site);
    const std::string spoken = spokenName(site);
    const auto known = words_.find(exactKey(spoken));
    if (!spoken.empty() && known != words_.end() && known->second == 1) {
        record.aliases.push_back(spoken);
    }
    return record;
}

Result<Registry> Registry::of(std::vector<SiteEntry> sites) {
    Registry registry;
    for (const auto& site : sites) {
        for (const auto& alias : site.aliases) {
            ++registry.words_[exactKey(alias)];
        }
        ++registry.words_[exactKey(site.id)];
        ++registry.words_[exactKey(spokenName(site))];
    }
    for (const auto& site : sites) {
        const auto put = registry.directory_.put(registry.recordFor(site));
        if (!put) {
            return put.error();
        }
        if (!registry.byId_.emplace(site.id, registry.byId_.size()).second) {
            return Error(ErrorCode::alreadyExists,
                         "\"" + site.id + "\" is taken by another site",
                         "give each site an id of its own",
                         "registry.id-taken");
        }
    }
    registry.sites_ = std::move(sites);
    return registry;
}

Result<const SiteEntry*> Registry::resolve(const std::string& word) const {
    const auto found = directory_.resolve(word);
    if (!found) {
        return found.error();
    }
    return find(found->value);
}

const SiteEntry* Registry::find(const std::string& id) const {
    const auto found = byId_.find(id);
    return found == byId_.end() ? nullptr : &sites_[found->second];
}

std::vector<const SiteEntry*> Registry::sorted(const Levels& levels, const Filter& filter) const {
    std::vector<const SiteEntry*> result;
    for (const auto& site : sites_) {
        if (fits(site, filter)) {
            result.push_back(&site);
        }
    }
    std::sort(result.begin(), result.end(), [&](const SiteEntry* left, const SiteEntry* right) {
        const int rank = levels.rankOf(left->level) - levels.rankOf(right->level);
        if (rank != 0) {
            return rank < 0;
        }
        const auto& leftName = left->shortName.empty() ? left->name : left->shortName;
        const auto& rightName = right->shortName.empty() ? right->name : right->shortName;
        const int order = vietnameseCompare(leftName, rightName);
        return order < 0 || (order == 0 && left->id < right->id);
    });
    return result;
}

RegistryChange changeBetween(const Registry& before, const Registry& after) {
    RegistryChange change;
    for (const auto& site : after.sites()) {
        const auto* old = before.find(site.id);
        (old == nullptr ? change.added : *old == site ? change.same : change.changed) += 1;
    }
    for (const auto& site : before.sites()) {
        change.removed += after.find(site.id) == nullptr ? 1 : 0;
    }
    return change;
}

}  // namespace mcu::session
