// SPDX-License-Identifier: GPL-3.0-or-later
#include "incident/incident.h"

#include <algorithm>
#include <charconv>
#include <tuple>

namespace mcu::incident {

namespace {

constexpr const char* kPrefix = "I-";

auto orderOf(const Entry& entry) {
    return std::tie(entry.at, entry.from, entry.number);
}

}  // namespace

std::string textOf(const IncidentId& id, const McuId& self) {
    return (id.origin == self ? "" : id.origin.value + "/") + kPrefix + std::to_string(id.number);
}

std::optional<IncidentId> idOf(const std::string& word, const McuId& self) {
    IncidentId id{self, 0};
    std::string rest = word;
    if (const auto slash = word.find('/'); slash != std::string::npos) {
        id.origin = {word.substr(0, slash)};
        rest = word.substr(slash + 1);
    }
    if (rest.starts_with(kPrefix) || rest.starts_with("i-")) {
        rest = rest.substr(2);
    }
    const auto [end, wrong] = std::from_chars(rest.data(), rest.data() + rest.size(), id.number);
    const bool whole = wrong == std::errc() && end == rest.data() + rest.size();
    return whole && id.number > 0 && !id.origin.value.empty() ? std::optional(id) : std::nullopt;
}

WallTime lastChangeOf(const Incident& incident) {
    auto last = std::max(incident.opened, incident.closed.value_or(incident.opened));
    for (const auto& entry : incident.entries) {
        last = std::max(last, entry.at);
    }
    return last;
}

bool merge(Incident& mine, const Incident& theirs) {
    auto entries = mine.entries;
    for (const auto& entry : theirs.entries) {
        const bool known = std::any_of(entries.begin(), entries.end(), [&](const auto& each) {
            return each.from == entry.from && each.number == entry.number;
        });
        if (!known) {
            entries.push_back(entry);
        }
    }
    const bool newer = theirs.version > mine.version;
    if (newer) {
        auto before = std::move(mine.entries);
        mine = theirs;
        mine.entries = std::move(before);
    }
    std::sort(entries.begin(), entries.end(), [](const auto& left, const auto& right) {
        return orderOf(left) < orderOf(right);
    });
    if (entries.size() > kMostEntriesKnown) {
        entries.resize(kMostEntriesKnown);
    }
    const bool moved = entries != mine.entries;
    mine.entries = std::move(entries);
    return moved || newer;
}

}  // namespace mcu::incident
