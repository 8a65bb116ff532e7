// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "session/impl/plan_reading.h"
#include "session/local_time.h"
#include "session/site_words.h"

namespace mcu::session {

namespace {

const std::vector<std::string> kOnCall = {"24/24", "24/7"};

/// A reader of each entry of a list.
template <typename Read>
void forEach(const yaml::Node& list, const char* path, PlanReading& reading, Read read) {
    if (!list.IsDefined()) {
        return;
    }
    std::size_t index = 0;
    for (const auto& each : list) {
        read(MapReader(
            each, std::string(path) + "[" + std::to_string(index++) + "]", reading.problems));
    }
}

void readId(MapReader& reader, std::string& to) {
    reader.require("id");
    if (reader.text("id", to, 64) && !isId(to)) {
        reader.problem("id", kExpectedId);
    }
}

SiteEntry knownSite(const std::string& id, const PlanReading& reading) {
    const auto* registry = reading.context.registry;
    const auto* known = registry == nullptr ? nullptr : registry->find(id);
    if (known != nullptr) {
        return *known;
    }
    SiteEntry site;
    site.id = id;
    site.protocol = "sip";
    site.line = "private";
    site.rateKbps = reading.plan.media.siteKbps;
    return site;
}

void readDevice(MapReader reader, SiteEntry& site) {
    reader.text("model", site.device, 100);
    reader.texts("presets", site.presets, 20);
    reader.finish();
}

void readSiteContact(MapReader& reader, SiteEntry& site, const PlanReading& reading) {
    std::string id;
    if (!reader.text("contact", id, 64)) {
        return;
    }
    if (const auto* contact = reading.plan.contact(id)) {
        site.contact = *contact;
    } else {
        reader.problem("contact", "no contact of the plan has the id \"" + id + "\"");
    }
}

SiteEntry readSite(MapReader& reader, PlanReading& reading) {
    std::string id;
    readId(reader, id);
    SiteEntry site = knownSite(id, reading);
    const bool listed = !site.name.empty();
    if (!listed) {
        reader.require("name");
        reader.require("level");
    }
    reader.text("name", site.name, 300);
    reader.text("short_name", site.shortName, 100);
    std::vector<std::string> levels;
    for (const auto& level : reading.context.levels.all()) {
        levels.push_back(level.id);
    }
    readWord(reader, "level", site.level, levels);
    reader.text("unit", site.unit, 20);
    reader.text("parent", site.parent, 64);
    reader.text("owner", site.owner, 64);
    reader.text("mcu", site.mcu, 64);
    reader.flag("chair", site.chair);
    readWord(reader, "protocol", site.protocol, protocolWords());
    reader.text("address", site.address, 300);
    if (reader.has("backup_address") && reader.isNull("backup_address")) {
        reader.known("backup_address");
    } else {
        reader.text("backup_address", site.backupAddress, 300);
    }
    std::vector<std::string> aliases;
    if (reader.texts("alias", aliases, 20)) {
        site.aliases = std::move(aliases);
    }
    readWord(reader, "line", site.line, lineWords());
    reader.number("rate_kbps", site.rateKbps, 64, 50000);
    readDevice(MapReader(reader.map("device"), reader.path() + ".device", reading.problems), site);
    readSiteContact(reader, site, reading);
    if (reader.text("credential", site.credential, 100) &&
        !isCredentialReference(site.credential)) {
        reader.problem("credential", kExpectedReference);
        site.credential.clear();
    }
    readWord(reader, "relay", site.relay, relayWords());
    site.relay = site.relay == "none" ? "" : site.relay;
    reader.text("note", site.note, 300);
    return site;
}

bool fitsInclude(const SiteEntry& site, const std::string& kind, const std::string& value) {
    return kind == "all" || (kind == "level" && site.level == value) ||
           (kind == "mcu" && site.mcu == value) || (kind == "owner" && site.owner == value) ||
           (kind == "parent" && site.parent == value) ||
           (kind == "group" &&
            std::find(site.groups.begin(), site.groups.end(), value) != site.groups.end());
}

}  // namespace

void readOrganisations(const yaml::Node& list, PlanReading& reading) {
    forEach(list, "organisations", reading, [&](MapReader reader) {
        PlanOrganisation organisation;
        readId(reader, organisation.id);
        reader.text("name", organisation.name, 200);
        reader.finish();
        reading.plan.organisations.push_back(std::move(organisation));
    });
}

void readMcus(const yaml::Node& list, PlanReading& reading) {
    forEach(list, "mcus", reading, [&](MapReader reader) {
        PlanMcu mcu;
        readId(reader, mcu.id);
        reader.text("name", mcu.name, 200);
        reader.require("role");
        readWord(reader, "role", mcu.role, {"master", "slave", "upstream"});
        reader.text("org", mcu.organisation, 64);
        reader.text("parent", mcu.parent, 64);
        reader.text("address", mcu.address, 300);
        readWord(reader, "protocol", mcu.protocol, protocolWords());
        readWord(reader, "control", mcu.control, {"auto", "manual"});
        reader.number("max_sites", mcu.maxSites, 1, static_cast<std::int64_t>(kMostSites));
        readWord(reader, "order_mode", mcu.orderMode, {"auto", "confirm", "manual"});
        reader.number("uplinks", mcu.uplinks, 1, 4);
        reader.texts("technicians", mcu.technicians, 20);
        reader.finish();
        reading.plan.mcus.push_back(std::move(mcu));
        reading.mcus.push_back(std::move(reader));
    });
}

void readContacts(const yaml::Node& list, PlanReading& reading) {
    forEach(list, "contacts", reading, [&](MapReader reader) {
        Contact contact;
        readId(reader, contact.id);
        reader.require("name");
        reader.text("name", contact.name, 200);
        reader.text("org", contact.organisation, 64);
        reader.text("role", contact.role, 64);
        reader.text("phone", contact.phone, 50);
        reader.text("email", contact.email, 100);
        readWord(reader, "oncall", contact.onCall, kOnCall);
        reader.finish();
        reading.plan.contacts.push_back(std::move(contact));
        reading.contacts.push_back(std::move(reader));
    });
}

void readDuties(const yaml::Node& list, PlanReading& reading) {
    forEach(list, "on_call", reading, [&](MapReader reader) {
        Duty duty;
        for (const char* key : {"contact", "place", "from", "until"}) {
            reader.require(key);
        }
        reader.text("contact", duty.contact, 64);
        reader.text("place", duty.place, 64);
        const bool timed = readTime(reader, "from", duty.from);
        if (readTime(reader, "until", duty.until) && timed && duty.until <= duty.from) {
            reader.problem("until", "ends before it begins");
        }
        reader.finish();
        reading.plan.duties.push_back(std::move(duty));
        reading.duties.push_back(std::move(reader));
    });
}

void readPlanSites(const yaml::Node& list, PlanReading& reading) {
    forEach(list, "sites", reading, [&](MapReader reader) {
        SiteEntry site = readSite(reader, reading);
        reader.finish();
        reading.plan.sites.push_back(std::move(site));
        reading.sites.push_back(std::move(reader));
    });
}

void readInclude(MapReader& root, PlanReading& reading) {
    std::vector<std::string> words;
    if (!root.texts("include", words, 100)) {
        return;
    }
    if (reading.context.registry == nullptr) {
        root.problem("include", "there is no register to take sites from: name one");
        return;
    }
    std::set<std::string> present;
    for (const auto& site : reading.plan.sites) {
        present.insert(site.id);
    }
    for (const auto& word : words) {
        const auto colon = word.find(':');
        const std::string kind = word.substr(0, colon);
        const std::string value = colon == std::string::npos ? "" : word.substr(colon + 1);
        std::size_t found = 0;
        for (const auto& site : reading.context.registry->sites()) {
            if (!fitsInclude(site, kind, value)) {
                continue;
            }
            ++found;
            if (present.insert(site.id).second) {
                reading.plan.sites.push_back(site);
            }
        }
        if (found == 0) {
            root.problem("include", "no site of the register fits \"" + word + "\"");
        }
    }
}

void readGroups(MapReader& root, PlanReading& reading) {
    const auto groups = root.map("groups");
    if (!groups.IsDefined()) {
        return;
    }
    MapReader reader(groups, "groups", reading.problems);
    for (const auto& name : reader.keys()) {
        auto& members = reading.plan.groups[name];
        reader.texts(name.c_str(), members, kMostSites);
        for (const auto& member : members) {
            if (reading.plan.site(member) == nullptr) {
                reader.problem(name.c_str(), "no site of the plan has the id \"" + member + "\"");
            }
        }
    }
    reader.finish();
}

void readScript(const yaml::Node& list, PlanReading& reading) {
    forEach(list, "script", reading, [&](MapReader reader) {
        Cue cue;
        reader.require("cue");
        reader.number("cue", cue.number, 1, 999);
        if (reader.text("at", cue.at, 10) && !parseTyped(cue.at, WallTime())) {
            reader.problem("at",
                           "expected a time of day such as \"14:00\", found \"" + cue.at + "\"");
        }
        reader.require("title");
        reader.text("title", cue.title, 200);
        reader.text("layout", cue.layout, 64);
        reader.texts("show", cue.show, 64);
        reader.texts("precue", cue.precue, 8);
        reader.flag("mute_others", cue.muteOthers);
        reader.text("callable", cue.callable, 100);
        reader.text("note", cue.note, 500);
        reader.finish();
        reading.plan.script.push_back(std::move(cue));
        reading.cues.push_back(std::move(reader));
    });
}

void readChecks(MapReader reader, PlanReading& reading) {
    auto& checks = reading.plan.checks;
    static const std::vector<std::string> kChecks = {
        "video_out", "video_in", "audio_out", "audio_in", "quality", "contact", "presets"};
    reader.texts("required", checks.required, 20);
    for (const auto& check : checks.required) {
        if (!isOneOf(check, kChecks)) {
            reader.problem("required",
                           "expected " + alternatives(kChecks) + ", found \"" + check + "\"");
        }
    }
    MapReader drill(reader.map("sample_drill"), "checks.sample_drill", reading.problems);
    drill.number("per_mcu", checks.samplePerMcu, 1, 1000);
    drill.finish();
    reader.finish();
}

}  // namespace mcu::session
