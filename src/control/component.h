// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace mcu::control {

/// A library the program is made of.
struct Component {
    std::string name;
    std::string version;    ///< in use
    std::string builtWith;  ///< its version when the program was built
    std::string licence;    ///< SPDX expression
};

}  // namespace mcu::control
