// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace mcu::session {

/// The language of a document: it is made in one, Vietnamese unless asked otherwise (A.7).
struct Language {
    bool vietnamese = true;

    [[nodiscard]] std::string operator()(const char* vi, const char* en) const {
        return vietnamese ? vi : en;
    }
};

/// A value as people read it, and as programs do where that differs.
struct Cell {
    std::string text;
    std::string code;  ///< of JSON; empty: the text

    Cell() = default;

    // A cell is mostly a text.
    // NOLINTNEXTLINE(google-explicit-constructor)
    Cell(std::string t, std::string c = {}) : text(std::move(t)), code(std::move(c)) {}

    // NOLINTNEXTLINE(google-explicit-constructor)
    Cell(const char* t) : text(t) {}

    [[nodiscard]] const std::string& forPrograms() const { return code.empty() ? text : code; }
};

struct Paragraph {
    std::string text;
};

/// Labelled values: "Chủ tọa: ...".
struct Facts {
    struct Fact {
        std::string key;  ///< of JSON
        std::string label;
        Cell value;
    };

    std::string key;
    std::string title;  ///< empty: none
    std::vector<Fact> facts;
};

struct Table {
    struct Column {
        std::string key;  ///< of JSON
        std::string label;
        bool right = false;  ///< numbers
    };

    std::string key;
    std::string title;
    std::vector<Column> columns;
    std::vector<std::vector<Cell>> rows;
    std::string whenEmpty;  ///< said in place of no rows
};

/// Bars with their values; `limit` is drawn as a line where there is one.
struct Chart {
    struct Bar {
        std::string label;
        double value = 0;
        std::string text;
    };

    std::string key;
    std::string title;
    std::vector<Bar> bars;
    std::optional<double> limit;
};

using Block = std::variant<Paragraph, Facts, Table, Chart>;

/// A document of the session (A.7) before it has a format.
struct Document {
    std::string key;  ///< "report"
    std::string title;
    std::string language;  ///< "vi", "en"
    std::vector<Block> blocks;
};

enum class Format { text, markdown, csv, json, html };
[[nodiscard]] std::optional<Format> formatOf(std::string_view word);

/// The document in a format, UTF-8, NFC. `byteOrderMark` is for CSV that a spreadsheet opens.
[[nodiscard]] std::string render(const Document& document,
                                 Format format,
                                 bool byteOrderMark = false);

}  // namespace mcu::session
