// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace mcu::cli {

/// The sentences about technical checks, drills and the floor.
[[nodiscard]] std::span<const char* const> checkPatterns();

}  // namespace mcu::cli
