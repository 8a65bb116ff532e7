// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/impl/sections.h"

namespace mcu::config {

namespace {

void readUri(MapReader& reader, const char* key, std::string& uri) {
    reader.text(key, uri, 300);
    if (!uri.empty() && !uri.starts_with("sip:") && !uri.starts_with("sips:") &&
        !uri.starts_with("h323:")) {
        reader.problem(key, "expected sip:..., sips:... or h323:...");
    }
}

Site readSite(MapReader& reader, Reading& reading) {
    Site site;
    reader.require("id");
    if (reader.text("id", site.id) && !isId(site.id)) {
        reader.problem("id", "expected up to 64 letters, digits, \".\", \"-\", \"_\"");
    }
    if (!reader.text("name", site.name, 300) || site.name.empty()) {
        site.name = site.id;
    }
    reader.text("short_name", site.shortName, 100);
    reader.texts("alias", site.aliases, 20);
    reader.text("level", site.level, 50);
    readUri(reader, "uri", site.uri);
    readUri(reader, "backup_uri", site.backupUri);
    reader.text("user", site.user, 100);
    readPassword(reader, reading, site.password);
    reader.text("home", site.home, 100);
    site.hasEncryption = reader.choice("encryption", site.encryption, encryptionWords());
    reader.flag("dtls", site.preferDtls);
    reader.flag("ice", site.ice);
    reader.number("max_kbps", site.maxKbps, 64, 50000);
    reader.choice("relay",
                  site.relay,
                  std::vector<std::pair<std::string, std::string>>{{"matrix", "matrix"},
                                                                   {"upstream", "upstream"}});
    reader.flag("manual_mcu", site.manualMcu);
    reader.text("phone", site.phone, 100);
    reader.text("via", site.via, 64);
    if (!site.via.empty() && !site.uri.empty()) {
        reader.problem("via", "a room behind a foreign MCU is not dialled: give via or uri");
    }
    return site;
}

}  // namespace

void readSites(const yaml::Node& list, Reading& reading) {
    std::size_t index = 0;
    for (const auto& each : list) {
        MapReader reader(each, "sites[" + std::to_string(index++) + "]", reading.problems);
        Site site = readSite(reader, reading);
        const auto mark = reader.mark("id");
        if (!site.id.empty() && !reading.siteMarks.emplace(site.id, mark).second) {
            reader.problem("id", "\"" + site.id + "\" is taken by another site");
        }
        reader.finish();
        reading.config.sites.push_back(std::move(site));
    }
}

}  // namespace mcu::config
