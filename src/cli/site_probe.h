// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command_tree.h"

namespace mcu::cli {

/// `site probe SITE|ADDRESS`.
void addSiteProbe(CommandTree& tree, CLI::App& noun);

}  // namespace mcu::cli
