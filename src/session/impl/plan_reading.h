// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "session/plan_reader.h"
#include "yaml/document.h"
#include "yaml/map_reader.h"

namespace mcu::session {

using yaml::MapReader;

/// What the parts of the reader share: the plan as far as it is read, and a reader of each entry of
/// its lists, so that what only the whole shows is told at its place.
struct PlanReading {
    yaml::Problems problems;
    const PlanContext& context;
    Plan plan;
    std::vector<MapReader> mcus;
    std::vector<MapReader> contacts;
    std::vector<MapReader> sites;
    std::vector<MapReader> cues;
    std::vector<MapReader> duties;
};

/// A time with its zone; false: none was given, or it is told as a problem.
bool readTime(MapReader& reader, const char* key, WallTime& to);

/// A word out of a few.
bool readWord(MapReader& reader,
              const char* key,
              std::string& to,
              const std::vector<std::string>& words);
void readIdentity(MapReader reader, PlanReading& reading);
void readPolicy(MapReader reader, PlanReading& reading);
void readMedia(MapReader reader, PlanReading& reading);
void readOrganisations(const yaml::Node& list, PlanReading& reading);
void readMcus(const yaml::Node& list, PlanReading& reading);
void readContacts(const yaml::Node& list, PlanReading& reading);
/// `on_call`: the roster.
void readDuties(const yaml::Node& list, PlanReading& reading);
void readPlanSites(const yaml::Node& list, PlanReading& reading);
/// `include`: sites of the register by "all", "level:", "group:", "mcu:", "owner:", "parent:".
void readInclude(MapReader& root, PlanReading& reading);
void readGroups(MapReader& root, PlanReading& reading);
void readScript(const yaml::Node& list, PlanReading& reading);
void readChecks(MapReader reader, PlanReading& reading);

/// What needs the whole: references, duplicates, counts, times, tiers, names easily confused.
void checkPlan(MapReader& root, PlanReading& reading);

}  // namespace mcu::session
