// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/csv.h"

#include <gtest/gtest.h>

namespace mcu {
namespace {

std::vector<CsvRow> rowsOf(std::string_view text) {
    CsvReader reader(text);
    std::vector<CsvRow> rows;
    while (auto row = reader.next()) {
        rows.push_back(std::move(*row));
    }
    return rows;
}

TEST(Csv, ReadsWhatSpreadsheetsSave) {
    const std::vector<CsvRow> expected = {{"a", "b"}, {"1", "x, y"}, {"2", "q \" z"}};
    EXPECT_EQ(rowsOf("a,b\r\n1,\"x, y\"\r\n2,\"q \"\" z\"\r\n"), expected);
    EXPECT_EQ(rowsOf("\xEF\xBB\xBF"
                     "a;b\n1;x, y\n\n;\n2;\"q \"\" z\""),
              expected);
}

TEST(Csv, KnowsTheLineOfARowAndOfAnOpenQuote) {
    CsvReader reader("a,b\n\"two\nlines\",1\n\n3,\"open\n...\n");
    EXPECT_EQ(reader.next()->size(), 2U);
    EXPECT_EQ(reader.next()->front(), "two\nlines");
    EXPECT_EQ(reader.line(), 2);
    EXPECT_EQ(reader.next()->front(), "3");
    EXPECT_EQ(reader.line(), 5);
    EXPECT_FALSE(reader.next());
    EXPECT_EQ(reader.openQuote(), 5);
}

TEST(Csv, WritesWhatItReads) {
    const CsvRow row = {"a;b", "q\"", "", "x\ny"};
    for (const char separator : {',', ';'}) {
        const std::string line = csvLine({"h", "i", "j", "k"}, separator) + csvLine(row, separator);
        EXPECT_EQ(rowsOf(line).at(1), row) << separator;
    }
}

/// A field must not become a formula in somebody's spreadsheet.
TEST(Csv, GuardsFormulas) {
    EXPECT_EQ(csvLine({"=1+1", "@x", "a=b"}), "'=1+1,'@x,a=b\r\n");
}

}  // namespace
}  // namespace mcu
