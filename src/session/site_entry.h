// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "conference/site_record.h"

namespace mcu::session {

/// Whom to call at a site, or at an MCU (ACT-08, ACT-09). Personal data: shown to technicians only.
struct Contact {
    std::string id;  ///< in a plan; empty in the registry
    std::string name;
    std::string organisation;
    std::string role;  ///< "mcu-technician", "room-officer"
    std::string phone;
    std::string email;
    std::string onCall;  ///< "24/24", "24/7"
    bool operator==(const Contact&) const = default;
};

/// A site (điểm cầu) as the registry and a plan know it (TOP-03, PL3-04, SEC-07, SEC-08).
struct SiteEntry {
    std::string id;         ///< "x.03985"
    std::string name;       ///< "Điểm cầu UBND xã Chiềng Sơn (Mộc Châu)"
    std::string shortName;  ///< "Chiềng Sơn": what the chair says
    std::string level;      ///< one of Levels
    std::string kind;       ///< "xã", "phường", "thị trấn", "huyện": said before the short name
    std::string unit;       ///< code of the General Statistics Office: "03985"
    std::string parent;     ///< id of the site above it
    std::string owner;      ///< organisation that runs its line and equipment (SEC-08)
    std::string mcu;        ///< MCU it connects to
    std::string protocol;   ///< "sip", "h323"
    std::string address;
    std::string backupAddress;
    std::string line;  ///< "private", "vpn", "internet"
    std::uint32_t rateKbps = 2048;
    std::string device;
    std::vector<std::string> presets;
    std::string relay;       ///< "matrix", "software", "upstream"; empty: none
    std::string credential;  ///< a reference such as "vault:x.03985", never the secret
    std::vector<std::string> aliases;
    std::vector<std::string> groups;
    Contact contact;
    std::string note;
    bool chair = false;  ///< in a plan: the chair's site
    bool operator==(const SiteEntry&) const = default;
};

/// The address of a site or an MCU as it is dialled: with its protocol in front unless it names
/// one.
[[nodiscard]] std::string uriOf(const std::string& protocol, const std::string& address);

/// The same for the list of sites that calls and look-ups use.
[[nodiscard]] conference::SiteRecord recordOf(const SiteEntry& site);

/// A field in its column. Values inside one field are separated by "|".
[[nodiscard]] std::string joined(const std::vector<std::string>& values, const char* between = "|");

}  // namespace mcu::session
