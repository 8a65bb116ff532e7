// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "cli/command_tree.h"

namespace mcu::cli {

/// `site list` and `site show-details`.
void addSiteListings(CommandTree& tree, CLI::App& noun);

/// The id of the site that has this id, alias or exact name; else the word as it is. Nothing is
/// guessed.
[[nodiscard]] std::string exactSite(const v1::SiteList& list, const std::string& word);

/// The first line of a file, without its end; empty when it cannot be read.
[[nodiscard]] std::string firstLineOf(const std::string& path);

}  // namespace mcu::cli
