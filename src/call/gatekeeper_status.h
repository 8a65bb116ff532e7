// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "base/ids.h"

namespace mcu::call {

/// A room registered with our own H.323 gatekeeper.
struct RegisteredRoom {
    std::vector<std::string> names;  ///< as it gave them
    SiteId site;                     ///< empty: not in the site list
    std::string siteName;
    std::string address;  ///< where it is called
    std::string product;
    std::string kind;  ///< "terminal", "mcu", "gateway"
    double sinceSeconds = 0;
    double leftSeconds = 0;  ///< until it has to register again
    bool authenticated = false;
};

/// H.323 gatekeepers: the one we register with, and our own. A value.
struct GatekeeperStatus {
    bool client = false;  ///< one is configured
    std::string state;    ///< "registered", "registering", "waiting", ...
    std::string address;
    std::string id;
    std::string cause;  ///< why we are not registered
    double sinceSeconds = 0;
    int calls = 0;
    bool builtIn = false;
    std::string ownId;
    std::string ownAddress;
    int ownCalls = 0;
    std::vector<RegisteredRoom> rooms;
};

}  // namespace mcu::call
