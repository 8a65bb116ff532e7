// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace mcu::cli {

/// What module pki says, here and in the server, with {holes} for what changes.
[[nodiscard]] std::span<const char* const> certificatePatterns();

}  // namespace mcu::cli
