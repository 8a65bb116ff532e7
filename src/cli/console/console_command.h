// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command_tree.h"

namespace mcu::cli {

/// `console`: the whole terminal for a live session.
void addConsoleCommand(CommandTree& tree);

}  // namespace mcu::cli
