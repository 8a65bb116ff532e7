// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "base/fold.h"
#include "config/impl/sections.h"

namespace mcu::config {

namespace {

constexpr std::size_t kMostGatekeepers = 8;
constexpr std::size_t kMostNames = 16;
constexpr std::size_t kLongestName = 128;
constexpr const char* kAnyAddress = "0.0.0.0";
constexpr std::uint16_t kRasPort = 1719;

/// "" keeps what there is; true when there is an address now.
bool readAddress(MapReader& reader, const char* key, NetAddress& to) {
    std::string text;
    if (!reader.text(key, text, 255) || text.empty()) {
        return false;
    }
    const auto parsed = NetAddress::parseHostPort(text);
    if (!parsed) {
        reader.problem(key, parsed.error().message + "; " + parsed.error().advice);
        return false;
    }
    to = *parsed;
    return true;
}

void readNames(MapReader& reader, const char* key, std::vector<std::string>& names) {
    if (!reader.texts(key, names, kMostNames)) {
        return;
    }
    std::set<std::string> seen;
    for (const auto& name : names) {
        if (name.empty() || name.size() > kLongestName) {
            reader.problem(key, "a name is empty or longer than 128 bytes");
        } else if (!seen.insert(exactKey(name)).second) {
            reader.problem(key, "\"" + name + "\" stands twice");
        }
    }
}

void readGatekeeperAddresses(MapReader& reader, H323GatekeeperClient& client) {
    std::vector<std::string> texts;
    if (!reader.texts("addresses", texts, kMostGatekeepers)) {
        return;
    }
    for (const auto& text : texts) {
        const auto parsed = NetAddress::parseHostPort(text);
        if (!parsed) {
            reader.problem("addresses", parsed.error().message + "; " + parsed.error().advice);
        } else if (std::find(client.addresses.begin(), client.addresses.end(), *parsed) !=
                   client.addresses.end()) {
            reader.problem("addresses", text + " stands twice");
        } else {
            client.addresses.push_back(*parsed);
        }
    }
}

void readClient(const yaml::Node& node, Reading& reading) {
    MapReader reader(node, "h323.gatekeeper", reading.problems);
    auto& client = reading.config.h323.gatekeeper.emplace();
    readGatekeeperAddresses(reader, client);
    readAddress(reader, "listen", client.listen);
    reader.text("id", client.id, kLongestName);
    readNames(reader, "names", client.names);
    reader.text("user", client.user, kLongestName);
    readPassword(reader, reading, client.password);
    using Scheme = std::pair<std::string, bool>;
    reader.choice(
        "password_by", client.md5, std::vector<Scheme>{{"hmac-sha1", false}, {"md5", true}});
    reader.duration("time_to_live", client.timeToLive, 30, 86400);
    reader.flag("calls_without_it", client.callsWithoutIt);
    if (!client.user.empty() && client.password.reveal().empty()) {
        reader.problem("user", "a user needs password or password_file");
    }
    reader.finish();
}

void readBuiltIn(const yaml::Node& node, Reading& reading) {
    MapReader reader(node, "h323.built_in_gatekeeper", reading.problems);
    auto& own = reading.config.h323.builtInGatekeeper.emplace();
    own.listen = *NetAddress::parse(kAnyAddress, kRasPort);
    readAddress(reader, "listen", own.listen);
    readAddress(reader, "discovery", own.discovery);
    reader.text("id", own.id, kLongestName);
    if (own.id.empty()) {
        reader.problem("id", "a gatekeeper needs an identifier");
    }
    using Flag = std::pair<std::string, bool>;
    reader.choice("rooms", own.anyRoom, std::vector<Flag>{{"listed", false}, {"any", true}});
    reader.choice("passwords",
                  own.requirePassword,
                  std::vector<Flag>{{"checked", false}, {"required", true}});
    reader.choice("name_taken_twice",
                  own.replaceDuplicates,
                  std::vector<Flag>{{"newer", true}, {"older", false}});
    reader.flag("behind_nat", own.behindNat);
    reader.duration("time_to_live", own.timeToLive, 30, 86400);
    reader.duration("clock_tolerance", own.clockTolerance, 10, 86400);
    reader.number("max_registrations", own.maxRegistrations, 1, 5000);
    reader.number("max_per_address", own.maxPerAddress, 1, 5000);
    reader.number("max_kbps", own.maxKbps, 0, 50000);
    readNames(reader, "names", own.names);
    if (own.anyRoom && own.requirePassword) {
        reader.problem("passwords", "only rooms of the site list have one: give rooms: listed");
    }
    reader.finish();
}

}  // namespace

void readH323Gatekeepers(MapReader& reader, Reading& reading) {
    if (reader.has("gatekeeper")) {
        readClient(reader.map("gatekeeper"), reading);
    }
    if (reader.has("built_in_gatekeeper")) {
        readBuiltIn(reader.map("built_in_gatekeeper"), reading);
    }
    const auto& h323 = reading.config.h323;
    if (h323.gatekeeper && !h323.listen.isSet()) {
        reader.problem("gatekeeper", "whoever registers says where he is called: give h323.listen");
    }
    if (h323.gatekeeper && h323.builtInGatekeeper && h323.gatekeeper->listen.isSet() &&
        h323.gatekeeper->listen.port() != 0 &&
        h323.gatekeeper->listen.port() == h323.builtInGatekeeper->listen.port()) {
        reader.problem("gatekeeper", "listen is the port of built_in_gatekeeper: give another one");
    }
}

}  // namespace mcu::config
