// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/h323_from_config.h"

#include "app/version.h"

namespace mcu::app {

namespace {

using h323::gatekeeper::GatekeeperSettings;
using h323::gatekeeper::RasSettings;

h323::ras::ClientSettings clientOf(const config::H323GatekeeperClient& from) {
    h323::ras::ClientSettings settings;
    settings.gatekeepers = from.addresses;
    if (settings.gatekeepers.empty()) {
        settings.discover = true;
        settings.gatekeepers.push_back(*NetAddress::parse("224.0.1.41", 1718));
    }
    settings.gatekeeperId = from.id;
    settings.names = from.names;
    settings.user = from.user;
    settings.password = from.password;
    settings.scheme =
        from.md5 ? h323::ras::PasswordScheme::md5 : h323::ras::PasswordScheme::hmacSha1;
    settings.version = kVersion;
    settings.timeToLive = from.timeToLive;
    settings.callsWithoutGatekeeper = from.callsWithoutIt;
    return settings;
}

GatekeeperSettings builtInOf(const config::H323BuiltInGatekeeper& from) {
    GatekeeperSettings settings;
    settings.id = from.id;
    settings.timeToLive = from.timeToLive;
    settings.clockTolerance = from.clockTolerance;
    settings.maxRegistrations = from.maxRegistrations;
    settings.maxPerAddress = from.maxPerAddress;
    settings.maxKbps = from.maxKbps;
    settings.listedOnly = !from.anyRoom;
    settings.requirePassword = from.requirePassword;
    settings.behindNat = from.behindNat;
    settings.duplicates = from.replaceDuplicates ? h323::gatekeeper::DuplicateNames::replace
                                                 : h323::gatekeeper::DuplicateNames::reject;
    return settings;
}

}  // namespace

std::optional<RasSettings> rasOf(const config::H323& from,
                                 const std::vector<std::string>& aliases) {
    if (!from.gatekeeper && !from.builtInGatekeeper) {
        return {};
    }
    RasSettings settings;
    if (from.gatekeeper) {
        settings.client = clientOf(*from.gatekeeper);
        if (settings.client->names.empty()) {
            settings.client->names = aliases;
        }
        settings.clientListen = from.gatekeeper->listen.isSet() ? from.gatekeeper->listen
                                                                : *NetAddress::parse("0.0.0.0", 0);
    }
    if (from.builtInGatekeeper) {
        settings.gatekeeper = builtInOf(*from.builtInGatekeeper);
        settings.gatekeeperListen = from.builtInGatekeeper->listen;
        settings.discoveryListen = from.builtInGatekeeper->discovery;
    }
    return settings;
}

}  // namespace mcu::app
