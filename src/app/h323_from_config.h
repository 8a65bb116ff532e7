// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/config.h"
#include "h323/gatekeeper/ras_service.h"

namespace mcu::app {

/// RAS of the configuration; nothing when neither gatekeeper is configured.
/// `aliases` are our names where none are given for a gatekeeper.
std::optional<h323::gatekeeper::RasSettings> rasOf(const config::H323& from,
                                                   const std::vector<std::string>& aliases);

}  // namespace mcu::app
