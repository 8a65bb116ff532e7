// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cli/page.h"
#include "cli/site_rank.h"

namespace mcu::cli {

/// A site on one line of globals.columns: mark, id, name, its MCU where `owners` is set, state,
/// what is to be known of it.
[[nodiscard]] Line siteLine(const RankedSite& ranked, const Globals& globals, bool owners);

}  // namespace mcu::cli
