// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace mcu::cli {

/// The sentences about registers, plans and sessions, with {holes} for what changes; more exact
/// ones first.
[[nodiscard]] std::span<const char* const> sessionPatterns();

}  // namespace mcu::cli
