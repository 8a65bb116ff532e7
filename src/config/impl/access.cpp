// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "config/impl/sections.h"

namespace mcu::config {

namespace {

constexpr std::size_t kMostPeople = 500;
constexpr std::size_t kMostOwn = 500;

/// As docs/operating/access.md explains them.
const std::vector<std::pair<std::string, std::string>>& roleWords() {
    static const auto kWords = [] {
        std::vector<std::pair<std::string, std::string>> words;
        for (const char* role :
             {"admin", "operator", "slave-operator", "supervisor", "room", "auditor", "monitor"}) {
            words.emplace_back(role, role);
        }
        return words;
    }();
    return kWords;
}

void readCertificate(MapReader reader, AccessPerson& person) {
    reader.require("cn");
    reader.text("cn", person.commonName, 64);
    reader.text("o", person.certificateOrganisation, 64);
    reader.text("ou", person.certificateUnit, 64);
    reader.finish();
}

AccessPerson readPerson(MapReader& reader, Problems& problems) {
    AccessPerson person;
    reader.require("name");
    reader.require("role");
    if (reader.text("name", person.name, 64) && person.name.empty()) {
        reader.problem("name", "expected 1 to 64 bytes");
    }
    reader.text("organisation", person.organisation, 64);
    reader.choice("role", person.role, roleWords());
    reader.text("unix", person.unixUser, 64);
    if (const auto certificate = reader.map("certificate"); certificate.IsDefined()) {
        readCertificate(MapReader(certificate, reader.path() + ".certificate", problems), person);
    }
    reader.texts("mcus", person.mcus, kMostOwn);
    reader.texts("sites", person.sites, kMostOwn);
    if (person.unixUser.empty() && person.commonName.empty()) {
        reader.problem("name", "the person is not known by anything: give unix, or certificate");
    }
    if (person.role == "room" && person.sites.empty()) {
        reader.problem("role", "an officer of a room needs its site under sites");
    }
    if (person.role == "room" && !person.mcus.empty()) {
        reader.problem("mcus", "an officer of a room has sites, no MCUs");
    }
    return person;
}

/// By the same thing two people cannot be told apart.
std::string keyOf(const AccessPerson& person, bool local) {
    return local ? person.unixUser
                 : person.commonName + "\n" + person.certificateOrganisation + "\n" +
                       person.certificateUnit;
}

}  // namespace

void readAccess(const yaml::Node& node, Reading& reading) {
    if (!node.IsDefined()) {
        return;
    }
    auto& access = reading.config.access;
    access.named = true;
    MapReader section(node, "access", reading.problems);
    section.require("people");
    std::set<std::string> users;
    std::set<std::string> certificates;
    const auto list = section.list("people", kMostPeople);
    if (list.IsDefined()) {
        std::size_t index = 0;
        for (const auto& each : list) {
            MapReader reader(
                each, "access.people[" + std::to_string(index++) + "]", reading.problems);
            auto person = readPerson(reader, reading.problems);
            if (!person.unixUser.empty() && !users.insert(keyOf(person, true)).second) {
                reader.problem("unix", "\"" + person.unixUser + "\" is another person");
            }
            if (!person.commonName.empty() && !certificates.insert(keyOf(person, false)).second) {
                reader.problem("certificate", "\"" + person.commonName + "\" is another person");
            }
            reader.finish();
            access.people.push_back(std::move(person));
        }
        const bool governed = std::any_of(access.people.begin(),
                                          access.people.end(),
                                          [](const auto& each) { return each.role == "admin"; });
        if (!governed) {
            section.problem("people", "nobody has the role admin");
        }
    }
    section.finish();
}

}  // namespace mcu::config
