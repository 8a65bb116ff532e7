// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace mcu {

/// A peer's text made fit for logs and for the control API: up to a NUL, control characters left
/// out, what is no UTF-8 as '?' (old rooms send their local code page in Display).
[[nodiscard]] std::string cleanText(std::string_view text);

}  // namespace mcu
