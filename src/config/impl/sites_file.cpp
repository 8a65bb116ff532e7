// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "base/csv.h"
#include "base/fold.h"
#include "config/impl/sections.h"

namespace mcu::config {

namespace {

/// Fields of a site by the names of the header.
struct Column {
    const char* name;
    void (*set)(Site&, const std::string&);
};

void addAliases(Site& site, const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('|', at), text.size());
        if (end > at) {
            site.aliases.push_back(toNfc(text.substr(at, end - at)));
        }
        at = end + 1;
    }
}

constexpr std::array kColumns = {
    Column{"id", [](Site& s, const std::string& v) { s.id = v; }},
    Column{"name", [](Site& s, const std::string& v) { s.name = toNfc(v); }},
    Column{"short_name", [](Site& s, const std::string& v) { s.shortName = toNfc(v); }},
    Column{"alias", addAliases},
    Column{"level", [](Site& s, const std::string& v) { s.level = v; }},
    Column{"uri", [](Site& s, const std::string& v) { s.uri = v; }},
    Column{"backup_uri", [](Site& s, const std::string& v) { s.backupUri = v; }},
    Column{"user", [](Site& s, const std::string& v) { s.user = v; }},
    Column{"password", [](Site& s, const std::string& v) { s.password = Secret<std::string>(v); }},
    Column{"home", [](Site& s, const std::string& v) { s.home = v; }},
};

std::vector<const Column*> columnsOf(const CsvRow& header,
                                     const std::string& file,
                                     Problems& problems) {
    std::vector<const Column*> columns;
    std::vector<std::string> names;
    names.reserve(std::size(kColumns));
    for (const auto& column : kColumns) {
        names.emplace_back(column.name);
    }
    for (const auto& name : header) {
        const auto* found = std::find_if(
            kColumns.begin(), kColumns.end(), [&](const Column& c) { return c.name == name; });
        columns.push_back(found == kColumns.end() ? nullptr : &*found);
        if (columns.back() == nullptr) {
            const std::string meant = nearest(name, names);
            problems.addAt(file,
                           1,
                           name,
                           meant.empty() ? "unknown column"
                                         : "unknown column; did you mean \"" + meant + "\"?");
        }
    }
    if (std::find(header.begin(), header.end(), "id") == header.end()) {
        problems.addAt(file, 1, "", "the column \"id\" is missing");
        columns.clear();
    }
    return columns;
}

}  // namespace

void readSitesFile(const std::string& path, const yaml::Mark& at, Reading& reading) {
    const auto content = reading.readFile(path);
    if (!content) {
        reading.problems.add(at, "sites_file", content.error().message);
        return;
    }
    CsvReader csv(*content);
    const auto header = csv.next();
    if (!header) {
        reading.problems.addAt(path, 1, "", "the site list is empty");
        return;
    }
    const auto columns = columnsOf(*header, path, reading.problems);
    if (columns.empty()) {
        return;
    }
    while (const auto row = csv.next()) {
        if (reading.config.sites.size() >= kMostSites) {
            reading.problems.addAt(
                path, csv.line(), "", "more than " + std::to_string(kMostSites) + " sites");
            return;
        }
        Site site;
        for (std::size_t i = 0; i < row->size() && i < columns.size(); ++i) {
            if (columns[i] != nullptr) {
                columns[i]->set(site, (*row)[i]);
            }
        }
        if (row->size() > columns.size()) {
            reading.problems.addAt(path, csv.line(), "", "more fields than the header names");
        }
        if (!isId(site.id)) {
            reading.problems.addAt(
                path, csv.line(), "id", "expected up to 64 letters, digits, \".\", \"-\", \"_\"");
            continue;
        }
        site.name = site.name.empty() ? site.id : site.name;
        if (!reading.siteMarks.emplace(site.id, at).second) {
            reading.problems.addAt(
                path, csv.line(), "id", "\"" + site.id + "\" is taken by another site");
        }
        reading.config.sites.push_back(std::move(site));
    }
}

}  // namespace mcu::config
