// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "session/check.h"
#include "session/levels.h"
#include "session/preflight.h"

namespace mcu::session {

/// How sessions of this server are run.
struct Settings {
    std::string mcu;  ///< this server: its sites of the registry are put into the site list
    std::string organisation = "vp-ubnd";  ///< that runs it; of ad-hoc plans
    Levels levels;
    CheckLimits checks;
    std::vector<CertificateFile> certificates;  ///< of this server, looked at before a session
    std::string floorKeys = "*1";               ///< keys by which a room asks to speak; empty: none
};

}  // namespace mcu::session
