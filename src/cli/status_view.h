// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "cli/session.h"

namespace mcu::cli {

/// The state of the server for a terminal: at most globals.rows lines of at most globals.columns
/// columns; with `all` as many lines as there are sites. First what holds for everything, then the
/// sites, those with a problem first.
[[nodiscard]] std::string renderStatus(const v1::ServerStatus& status,
                                       const Globals& globals,
                                       bool all);

}  // namespace mcu::cli
