// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace mcu::cli {

/// What the server says of probes and of keys pressed in rooms, with {holes} for what changes; more
/// exact ones first.
[[nodiscard]] std::span<const char* const> probePatterns();

}  // namespace mcu::cli
