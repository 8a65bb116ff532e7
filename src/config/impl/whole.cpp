// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "base/fold.h"
#include "config/impl/sections.h"

namespace mcu::config {

namespace {

/// The mark of element `index` of a top-level list, for problems found later.
yaml::Mark markOf(const yaml::Node& root, const char* list, std::size_t index, const char* key) {
    const yaml::Node entries = root[list];
    if (!entries.IsDefined() || !entries.IsSequence() || index >= entries.size()) {
        return entries.IsDefined() ? entries.Mark() : root.Mark();
    }
    const yaml::Node entry = entries[index];
    const yaml::Node value = entry.IsMap() ? entry[key] : yaml::Node(yaml::NodeType::Undefined);
    return value.IsDefined() ? value.Mark() : entry.Mark();
}

std::string unknown(const char* kind,
                    const std::string& id,
                    const std::vector<std::string>& known) {
    const std::string meant = nearest(id, known);
    return "there is no " + std::string(kind) + " \"" + id + "\"" +
           (meant.empty() ? "" : "; did you mean \"" + meant + "\"?");
}

void checkConferences(const yaml::Node& root,
                      Reading& reading,
                      const std::vector<std::string>& siteIds) {
    for (std::size_t i = 0; i < reading.config.conferences.size(); ++i) {
        const auto& conference = reading.config.conferences[i];
        const std::string path = "conferences[" + std::to_string(i) + "]";
        std::set<std::string> seen;
        for (const auto& site : conference.sites) {
            if (!reading.siteMarks.contains(site)) {
                reading.problems.add(markOf(root, "conferences", i, "sites"),
                                     path + ".sites",
                                     unknown("site", site, siteIds));
            } else if (!seen.insert(site).second) {
                reading.problems.add(markOf(root, "conferences", i, "sites"),
                                     path + ".sites",
                                     "\"" + site + "\" is listed twice");
            }
        }
        if (!conference.chair.empty() && !reading.siteMarks.contains(conference.chair)) {
            reading.problems.add(markOf(root, "conferences", i, "chair"),
                                 path + ".chair",
                                 unknown("site", conference.chair, siteIds));
        }
    }
}

/// A room behind a foreign MCU needs one that is.
void checkForeign(const yaml::Node& root,
                  Reading& reading,
                  const std::vector<std::string>& siteIds) {
    for (std::size_t i = 0; i < reading.config.sites.size(); ++i) {
        const auto& via = reading.config.sites[i].via;
        const auto mcu = std::find_if(reading.config.sites.begin(),
                                      reading.config.sites.end(),
                                      [&](const Site& site) { return site.id == via; });
        if (via.empty() || (mcu != reading.config.sites.end() && mcu->manualMcu)) {
            continue;
        }
        reading.problems.add(markOf(root, "sites", i, "via"),
                             "sites[" + std::to_string(i) + "].via",
                             mcu == reading.config.sites.end()
                                 ? unknown("site", via, siteIds)
                                 : "\"" + via + "\" is no foreign MCU: give it manual_mcu: true");
    }
}

/// Names that differ only in accents, or not at all, are easily put on air by mistake (requirement
/// C.3).
void warnOfNames(Reading& reading) {
    std::map<std::string, const Site*> folded;
    std::map<std::string, const Site*> aliases;
    for (const auto& site : reading.config.sites) {
        const auto mark =
            reading.siteMarks.contains(site.id) ? reading.siteMarks.at(site.id) : yaml::Mark();
        const auto [other, fresh] = folded.emplace(fold(site.name), &site);
        if (!fresh) {
            reading.problems.warn(mark,
                                  "name",
                                  "\"" + site.name + "\" (" + site.id + ") and \"" +
                                      other->second->name + "\" (" + other->second->id +
                                      ") differ at most in accents: use ids or aliases on air");
        }
        for (const auto& alias : site.aliases) {
            const auto [owner, free] = aliases.emplace(exactKey(alias), &site);
            if ((!free && owner->second != &site) || reading.siteMarks.contains(alias)) {
                reading.problems.add(
                    mark,
                    "alias",
                    "\"" + alias + "\" of " + site.id + " already names another site");
            }
        }
    }
}

}  // namespace

void checkWhole(const yaml::Node& root, Reading& reading) {
    std::vector<std::string> siteIds;
    siteIds.reserve(reading.siteMarks.size());
    for (const auto& [id, mark] : reading.siteMarks) {
        siteIds.push_back(id);
    }
    std::vector<std::string> conferenceIds;
    conferenceIds.reserve(reading.config.conferences.size());
    for (const auto& conference : reading.config.conferences) {
        conferenceIds.push_back(conference.id);
    }
    checkConferences(root, reading, siteIds);
    checkForeign(root, reading, siteIds);
    for (std::size_t i = 0; i < reading.config.sites.size(); ++i) {
        const auto& home = reading.config.sites[i].home;
        if (!home.empty() &&
            std::find(conferenceIds.begin(), conferenceIds.end(), home) == conferenceIds.end()) {
            reading.problems.warn(markOf(root, "sites", i, "home"),
                                  "sites[" + std::to_string(i) + "].home",
                                  unknown("conference", home, conferenceIds) +
                                      "; it must be opened before the site calls");
        }
    }
    warnOfNames(reading);
}

}  // namespace mcu::config
