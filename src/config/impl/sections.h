// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/config.h"
#include "config/load.h"
#include "yaml/document.h"
#include "yaml/map_reader.h"

namespace mcu::config {

using yaml::MapReader;
using yaml::nearest;
using yaml::Problems;

constexpr std::size_t kMostBytes = 1 << 20;
constexpr std::size_t kMostSites = 5000;
constexpr std::size_t kMostConferences = 100;

/// What all sections share while a file is read.
struct Reading {
    Problems problems;
    const FileReader& readFile;
    Config config;
    std::map<std::string, yaml::Mark> siteMarks;  ///< where each site's id stands
};

// Each reads one top-level section.
void readMcu(const yaml::Node& node, Reading& reading);
void readControl(const yaml::Node& node, Reading& reading);
void readAccess(const yaml::Node& node, Reading& reading);
void readSip(const yaml::Node& node, Reading& reading);
void readH323(const yaml::Node& node, Reading& reading);
/// Its keys gatekeeper and built_in_gatekeeper.
void readH323Gatekeepers(MapReader& reader, Reading& reading);
void readMedia(const yaml::Node& node, Reading& reading);
void readVideo(const yaml::Node& node, Reading& reading);
void readRedial(const yaml::Node& node, Reading& reading);
void readCascade(const yaml::Node& node, Reading& reading);
void readIncidents(const yaml::Node& node, Reading& reading);
void readSession(const yaml::Node& node, Reading& reading);
void readSites(const yaml::Node& list, Reading& reading);
/// `sites_file`: a CSV list.
void readSitesFile(const std::string& path, const yaml::Mark& at, Reading& reading);
void readConferences(const yaml::Node& list, Reading& reading);
/// What needs the whole: references, duplicates, names that are easily confused.
void checkWhole(const yaml::Node& root, Reading& reading);

/// "20000-29999", within 1024-65535 and rising.
[[nodiscard]] bool parsePortRange(const std::string& text,
                                  std::uint16_t& first,
                                  std::uint16_t& last);
/// `password`, or `password_file`: the first line of a file.
void readPassword(MapReader& reader, Reading& reading, Secret<std::string>& to);

/// Ids are stable ASCII words: letters, digits, ".", "-", "_".
[[nodiscard]] bool isId(const std::string& text);
[[nodiscard]] const std::vector<std::pair<std::string, Encryption>>& encryptionWords();

}  // namespace mcu::config
