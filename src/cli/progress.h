// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace mcu::cli {

/// "[#####---------------]", filled to `done` of `of`.
[[nodiscard]] std::string progressBar(int done, int of);

/// How long the rest takes when it goes on as until now; nothing before three are done, or when
/// none is left.
[[nodiscard]] std::optional<std::chrono::seconds> timeLeft(
    int done, int of, std::chrono::steady_clock::duration passed);

/// ", about 12 s left", or nothing.
[[nodiscard]] std::string timeLeftText(std::optional<std::chrono::seconds> left);

}  // namespace mcu::cli
