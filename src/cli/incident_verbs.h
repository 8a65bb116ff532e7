// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/command_tree.h"

namespace mcu::cli {

/// `incident list|show|note|close|quality`.
void addIncidentVerbs(CommandTree& tree);

}  // namespace mcu::cli
