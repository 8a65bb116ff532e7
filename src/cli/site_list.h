// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "cli/command_tree.h"

namespace mcu::cli {

/// `site list` and `site show-details`.
void addSiteListings(CommandTree& tree, CLI::App& noun);

/// The first line of a file, without its end; empty when it cannot be read.
[[nodiscard]] std::string firstLineOf(const std::string& path);

}  // namespace mcu::cli
