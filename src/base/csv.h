// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mcu {

using CsvRow = std::vector<std::string>;

/// Rows of a CSV text (RFC 4180) as spreadsheets save it: with or without byte order mark, "," or
/// ";" between fields (whichever the first line has more of), CR LF or LF, quoted fields with line
/// ends in them. The text outlives the reader. Reads any bytes.
class CsvReader {
public:
    explicit CsvReader(std::string_view text);

    /// The next row that is not empty.
    std::optional<CsvRow> next();

    /// Where the row that next() gave began, from 1.
    [[nodiscard]] int line() const { return rowLine_; }

    /// The line of a quote that is never closed, known once the rows have been read; 0: none.
    [[nodiscard]] int openQuote() const { return openQuote_; }

    [[nodiscard]] char separator() const { return separator_; }

private:
    CsvRow readRow();

    std::string_view rest_;
    char separator_ = ',';
    int line_ = 1;
    int rowLine_ = 1;
    int openQuote_ = 0;
};

/// A field as it is written: in quotes when it needs them.
[[nodiscard]] std::string csvField(std::string_view value, char separator = ',');
/// A row with its line end (CR LF, RFC 4180). A field that a spreadsheet would take for a formula
/// is given an apostrophe, which spreadsheets do not show.
[[nodiscard]] std::string csvLine(const CsvRow& row, char separator = ',');

/// What tells a spreadsheet that the text is UTF-8.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace mcu
