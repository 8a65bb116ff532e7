// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "base/net_address.h"
#include "base/secret.h"
#include "h323/ras/fields.h"

namespace mcu::h323::gatekeeper {

enum class DuplicateNames : std::uint8_t {
    replace,  ///< the newer room gets the name; the older one is told to go
    reject,   ///< the older room keeps it
};

struct GatekeeperSettings {
    std::string id = "hnth-mcu";  ///< our gatekeeper identifier
    NetAddress ras;               ///< where rooms reach us; told in GCF
    std::chrono::seconds timeToLive{300};
    std::chrono::seconds clockTolerance{600};  ///< of password tokens
    std::size_t maxRegistrations = 500;
    std::size_t maxPerAddress = 20;
    std::size_t maxCallsPerRoom = 16;
    std::uint32_t maxKbps = 0;  ///< of a call, one way; 0: what the room asks for
    bool listedOnly = true;     ///< rooms of the site list only
    bool requirePassword = false;
    bool behindNat = false;  ///< answer and call rooms where they come from, not where they say
    DuplicateNames duplicates = DuplicateNames::replace;
    double messagesPerSecond = 20;  ///< of one address; a burst of five times that
};

/// A room of the site list, as the gatekeeper knows it.
struct ListedRoom {
    std::string user;              ///< by which the domain knows it
    Secret<std::string> password;  ///< empty: none
};

/// Folded name -> room: ids, users and aliases.
using ListedRooms = std::map<std::string, ListedRoom>;

}  // namespace mcu::h323::gatekeeper
