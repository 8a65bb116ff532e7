// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace mcu::conference {

/// Who gives a command and from where; goes with every command and into every event and record it
/// causes.
struct Actor {
    std::string name;          ///< "lan"; "system" for what the server does by itself
    std::string origin;        ///< "unix:1000", "192.0.2.4:5051"
    std::string organisation;  ///< "vp-ubnd"; empty until accounts exist
};

}  // namespace mcu::conference
