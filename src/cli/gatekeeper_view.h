// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "cli/session.h"

namespace mcu::cli {

/// `gatekeeper list`: the gatekeeper the server registers with, its own, and the rooms registered
/// there.
[[nodiscard]] std::string renderGatekeeper(const v1::GatekeeperStatus& status,
                                           const Globals& globals);

}  // namespace mcu::cli
