// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mcu::cli {

// Text as a terminal shows it: UTF-8 counted in columns, not in bytes. Combining marks take none,
// East Asian wide and full width characters two (Unicode Standard Annex 11).

/// Columns a text takes.
[[nodiscard]] std::size_t widthOf(std::string_view text);

/// A text from outside made harmless: control characters, which could steer the terminal, and
/// broken UTF-8 become "?".
[[nodiscard]] std::string printable(std::string_view text);

/// Cut to at most so many columns, with "…" where something is missing; printable.
[[nodiscard]] std::string cut(std::string_view text, std::size_t columns);

/// Cut and filled with blanks to exactly so many columns; printable.
[[nodiscard]] std::string padded(std::string_view text, std::size_t columns);

}  // namespace mcu::cli
