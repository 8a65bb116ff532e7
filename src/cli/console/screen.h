// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace mcu::cli::console {

/// How a piece of text stands out. A terminal without colours shows marks in other ways, and the
/// words and signs of a row say the same by themselves.
enum class Mark { plain, strong, faint, good, warning, bad, chosen };

struct Span {
    std::string text;
    Mark mark = Mark::plain;
    bool operator==(const Span&) const = default;
};

/// A row of the screen, left to right.
using Row = std::vector<Span>;

struct Size {
    std::size_t rows = 24;
    std::size_t columns = 80;
    bool operator==(const Size&) const = default;
};

/// Where the cursor of a line that is typed stands.
struct Place {
    std::size_t row = 0;
    std::size_t column = 0;
    bool operator==(const Place&) const = default;
};

/// All a terminal shows: exactly Size::rows rows, none wider than it.
struct Screen {
    std::vector<Row> rows;
    std::optional<Place> cursor;  ///< none: nothing is typed
};

/// Columns a row takes.
[[nodiscard]] std::size_t widthOf(const Row& row);

/// Cut to at most so many columns, each text harmless ("…" where something is missing).
[[nodiscard]] Row fitted(const Row& row, std::size_t columns);

/// `left`, and `right` at the right edge; what does not fit of `left` is cut.
[[nodiscard]] Row spread(const Row& left, const Row& right, std::size_t columns);

/// Without marks: what a test reads, and a person.
[[nodiscard]] std::string plainText(const Row& row);

}  // namespace mcu::cli::console
