// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace mcu::cli {

/// What the server says of people and their rights, with {holes} for what changes.
[[nodiscard]] std::span<const char* const> accessPatterns();

}  // namespace mcu::cli
