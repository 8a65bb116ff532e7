// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command_tree.h"

namespace mcu::cli {

/// `watch`: events, one line each, until interrupted; connects again when the server comes back.
void addWatchCommand(CommandTree& tree);

/// An event as a line: time of day, severity, conference and site where they are wanted, text.
[[nodiscard]] std::string eventLine(const v1::Event& event,
                                    const Globals& globals,
                                    bool withPlace = true);

}  // namespace mcu::cli
