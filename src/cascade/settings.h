// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/secret.h"
#include "cascade/command.h"

namespace mcu::cascade {

/// A slave that may link itself to us. Its sites are called through trunks of its own.
struct SlaveSettings {
    McuId mcu;  ///< as in its certificate
    std::string name;
    ConferenceId conference;  ///< of ours, that it joins; empty: the one it asks for
    int uplinks = 1;          ///< 1 to 4: sites of it that can be brought up at once
    std::uint32_t maxKbps = 4000;
    bool ice = false;
};

/// The MCU above us.
struct MasterSettings {
    McuId mcu;                ///< as in its certificate
    std::string address;      ///< "host:port" of its control channel
    ConferenceId conference;  ///< of ours, whose sites it may call
    int uplinks = 1;
    Policy policy = Policy::automatic;
    bool connectAtStart = true;
    bool ice = false;
    std::uint32_t maxKbps = 4000;
};

/// The part this server has in a cascade: master (has slaves), slave (has a master), or both.
struct Settings {
    McuId self;
    std::string name;
    std::string version;  ///< of the program
    std::string listen;   ///< "host:port" for slaves, port 0: any; empty: none may link
    std::string certificate;
    std::string key;
    std::string authority;   ///< PEM: whose certificates may link
    std::string revoked;     ///< PEM revocation list; a missing file revokes nothing
    std::string sipAddress;  ///< "host:port" of our SIP over TLS, as slaves dial it
    int maxDepth = 1;        ///< tiers of links from top to bottom
    std::vector<SlaveSettings> slaves;
    std::optional<MasterSettings> master;
};

/// Takes the digest users of all trunks, with their passwords, at each change.
using CredentialSink = std::function<void(std::map<std::string, Secret<std::string>>)>;

}  // namespace mcu::cascade
