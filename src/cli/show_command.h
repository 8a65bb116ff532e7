// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command_tree.h"

namespace mcu::cli {

/// `show SITE`: the take, and what comes of it until the site is connected both ways.
void addShowCommand(CommandTree& tree);

}  // namespace mcu::cli
