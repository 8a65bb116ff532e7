// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "base/ids.h"

namespace mcu::cascade {

// What a technician can ask of the cascade. Like conference::Command it passes one gate:
// cascade::Service::execute.

/// How a slave answers its master's orders; set by the slave alone (requirements D.3).
enum class Policy : std::uint8_t {
    automatic,  ///< carried out at once: standing consent
    confirm,    ///< one key of the slave's technician; escalates after 5 s
    manual,     ///< the slave's technician selects; the master waits
};
[[nodiscard]] std::string_view nameOf(Policy policy);

/// Slave: dial the master (empty id: the configured one). Master: accept that slave again.
struct ConnectLink {
    McuId mcu;
};

/// Ends the link and keeps it down until ConnectLink.
struct DisconnectLink {
    McuId mcu;
    std::string reason;
};

struct SetPolicy {
    Policy policy = Policy::automatic;
};

/// Slave: orders wait (with a reason the master's technician reads), or go on.
struct Hold {
    bool on = true;
    std::string reason;
};

/// Slave, policy confirm or hold: carries out a waiting order. 0: the oldest.
struct ConfirmOrder {
    std::uint64_t order = 0;
};

struct RefuseOrder {
    std::uint64_t order = 0;
    std::string reason;
};

/// Slave, policy manual or without a master's order: puts a site on an up-link.
struct SelectSite {
    std::string site;  ///< empty: nothing
    int trunk = 0;
};

/// Talkback between technicians. Empty mcu: to everybody linked.
struct Say {
    McuId mcu;
    std::string text;
    bool cue = false;  ///< a cue card: shown until it is acknowledged
};

struct Acknowledge {
    std::uint64_t message = 0;  ///< 0: the oldest not yet acknowledged
};

using Command = std::variant<ConnectLink,
                             DisconnectLink,
                             SetPolicy,
                             Hold,
                             ConfirmOrder,
                             RefuseOrder,
                             SelectSite,
                             Say,
                             Acknowledge>;

}  // namespace mcu::cascade
