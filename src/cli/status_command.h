// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command_tree.h"

namespace mcu::cli {

/// `status`: one screen, or --all, or --json.
void addStatusCommand(CommandTree& tree);

}  // namespace mcu::cli
