// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/load.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "config/impl/sections.h"
#include "yaml/document.h"

namespace mcu::config {

namespace {

constexpr const char* kSchema = "hnth-mcu/1";
constexpr const char* kAdvice = "docs/configuration.md and config/mcud.yaml explain every key";

Result<std::string> contentOf(const std::filesystem::path& path) {
    const std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || std::filesystem::is_directory(path)) {
        return Error(ErrorCode::notFound,
                     "cannot read " + path.string(),
                     "check the path and its permissions");
    }
    if (text.view().size() > kMostBytes) {
        return Error(ErrorCode::invalidArgument, path.string() + " is larger than 1 MiB", "");
    }
    return text.str();
}

void readSchema(MapReader& root) {
    std::string schema;
    root.require("schema");
    if (root.text("schema", schema) && schema != kSchema) {
        root.problem("schema", "expected " + std::string(kSchema) + ", found \"" + schema + "\"");
    }
}

void readAll(const yaml::Node& document, Reading& reading) {
    MapReader root(document, "", reading.problems);
    readSchema(root);
    readMcu(root.map("mcu"), reading);
    readControl(root.map("control"), reading);
    readAccess(root.map("access"), reading);
    readSip(root.map("sip"), reading);
    readH323(root.map("h323"), reading);
    readMedia(root.map("media"), reading);
    readVideo(root.map("video"), reading);
    readRedial(root.map("redial"), reading);
    readCascade(root.map("cascade"), reading);
    readSession(root.map("session"), reading);
    readIncidents(root.map("incidents"), reading);
    if (const yaml::Node sites = root.list("sites", kMostSites); sites.IsDefined()) {
        readSites(sites, reading);
    }
    std::string sitesFile;
    if (root.text("sites_file", sitesFile)) {
        readSitesFile(sitesFile, root.mark("sites_file"), reading);
    }
    if (const yaml::Node conferences = root.list("conferences", kMostConferences);
        conferences.IsDefined()) {
        readConferences(conferences, reading);
    }
    root.finish();
    checkWhole(document, reading);
}

}  // namespace

Result<Config> parse(std::string_view text, const std::string& name, const FileReader& readFile) {
    if (text.size() > kMostBytes) {
        return Error(
            ErrorCode::invalidArgument, name + " is larger than 1 MiB", "", "config.too-large");
    }
    Reading reading{Problems(name), readFile, {}, {}};
    const auto document = yaml::load(text, "schema: " + std::string(kSchema), reading.problems);
    if (document) {
        readAll(*document, reading);
    }
    if (reading.problems.any()) {
        return Error(ErrorCode::invalidArgument, reading.problems.text(), kAdvice, "config.wrong");
    }
    reading.config.warnings = reading.problems.warnings();
    return std::move(reading.config);
}

Result<Config> load(const std::string& path) {
    const auto text = contentOf(path);
    if (!text) {
        return text.error();
    }
    const auto folder = std::filesystem::path(path).parent_path();
    return parse(
        *text, path, [folder](const std::string& named) { return contentOf(folder / named); });
}

}  // namespace mcu::config
