// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "cli/command_tree.h"

namespace mcu::cli {

/// How the server's records call who gives the commands: the person as its configuration names it,
/// else --actor. Asks the server.
[[nodiscard]] std::string actorName(const Globals& globals);

/// The word whoami.
void addWhoAmI(CommandTree& tree);
/// The verb rights of the noun sec.
void addRights(CommandTree& tree, CLI::App& noun);

}  // namespace mcu::cli
