// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace mcu::cli {

/// What the server says of the chair's calls, of rooms behind other MCUs and of talkback, with
/// {holes} for what changes.
[[nodiscard]] std::span<const char* const> requestPatterns();

}  // namespace mcu::cli
