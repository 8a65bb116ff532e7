// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/gatekeeper/registry.h"

#include <algorithm>
#include <utility>

namespace mcu::h323::gatekeeper {

Registration* Registry::find(const std::string& id) {
    const auto found = entries_.find(id);
    return found == entries_.end() ? nullptr : &found->second;
}

const Registration* Registry::find(const std::string& id) const {
    const auto found = entries_.find(id);
    return found == entries_.end() ? nullptr : &found->second;
}

const Registration* Registry::byName(std::string_view name) const {
    const auto found = names_.find(ras::foldedName(name));
    return found == names_.end() ? nullptr : find(found->second);
}

const Registration* Registry::bySignalling(const NetAddress& address) const {
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const auto& each) {
        return each.second.signalling == address;
    });
    return found == entries_.end() ? nullptr : &found->second;
}

std::size_t Registry::countFrom(const std::string& host) const {
    return static_cast<std::size_t>(
        std::count_if(entries_.begin(), entries_.end(), [&](const auto& each) {
            return each.second.source.host() == host;
        }));
}

Registration& Registry::put(Registration registration) {
    (void)remove(registration.id);
    const auto id = registration.id;
    for (const auto& name : registration.names) {
        names_.insert_or_assign(ras::foldedName(name), id);
    }
    return entries_.insert_or_assign(id, std::move(registration)).first->second;
}

std::optional<Registration> Registry::remove(const std::string& id) {
    auto entry = entries_.extract(id);
    if (entry.empty()) {
        return {};
    }
    std::erase_if(names_, [&](const auto& name) { return name.second == id; });
    return std::move(entry.mapped());
}

void Registry::dropNames(const std::string& id, const ras::Names& names) {
    auto* entry = find(id);
    if (entry == nullptr) {
        return;
    }
    for (const auto& name : names) {
        const auto folded = ras::foldedName(name);
        std::erase_if(entry->names,
                      [&](const auto& own) { return ras::foldedName(own) == folded; });
        if (const auto owner = names_.find(folded); owner != names_.end() && owner->second == id) {
            names_.erase(owner);
        }
    }
}

std::vector<Registration> Registry::expire(SteadyTime now) {
    std::vector<std::string> ids;
    for (const auto& [id, entry] : entries_) {
        if (entry.until <= now) {
            ids.push_back(id);
        }
    }
    std::vector<Registration> gone;
    gone.reserve(ids.size());
    for (const auto& id : ids) {
        gone.push_back(*remove(id));
    }
    return gone;
}

std::optional<SteadyTime> Registry::nextEnd() const {
    std::optional<SteadyTime> next;
    for (const auto& [id, entry] : entries_) {
        next = next ? std::min(*next, entry.until) : entry.until;
    }
    return next;
}

}  // namespace mcu::h323::gatekeeper
