// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/session.h"

namespace mcu::cli {

/// A line of a page, cut to the terminal's width when it is printed.
struct Line {
    std::string text;
    std::optional<Shade> shade;
};

using Lines = std::vector<Line>;

/// The parts that are not empty, with `between` between them.
[[nodiscard]] std::string join(const std::vector<std::string>& parts, const char* between);

/// The lines as a terminal shows them, none wider than it.
[[nodiscard]] std::string rendered(const Lines& lines, const Globals& globals);

}  // namespace mcu::cli
