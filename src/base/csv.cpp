// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/csv.h"

#include <algorithm>

namespace mcu {

CsvReader::CsvReader(std::string_view text) : rest_(text) {
    if (rest_.starts_with(kByteOrderMark)) {
        rest_.remove_prefix(kByteOrderMark.size());
    }
    const auto head = rest_.substr(0, rest_.find('\n'));
    separator_ =
        std::count(head.begin(), head.end(), ';') > std::count(head.begin(), head.end(), ',') ? ';'
                                                                                              : ',';
}

std::optional<CsvRow> CsvReader::next() {
    while (!rest_.empty()) {
        rowLine_ = line_;
        CsvRow row = readRow();
        if (std::any_of(row.begin(), row.end(), [](const auto& field) { return !field.empty(); })) {
            return row;
        }
    }
    return std::nullopt;
}

CsvRow CsvReader::readRow() {
    CsvRow row(1);
    bool inQuotes = false;
    int quoteLine = 0;
    while (!rest_.empty()) {
        const char c = rest_.front();
        rest_.remove_prefix(1);
        line_ += c == '\n' ? 1 : 0;
        if (inQuotes) {
            if (c != '"') {
                row.back() += c;
            } else if (rest_.starts_with('"')) {
                row.back() += '"';
                rest_.remove_prefix(1);
            } else {
                inQuotes = false;
            }
        } else if (c == '"' && row.back().empty()) {
            inQuotes = true;
            quoteLine = line_;
        } else if (c == separator_) {
            row.emplace_back();
        } else if (c == '\n') {
            break;
        } else if (c != '\r') {
            row.back() += c;
        }
    }
    openQuote_ = inQuotes ? quoteLine : openQuote_;
    return row;
}

std::string csvField(std::string_view value, char separator) {
    const std::string needQuotes = {separator, '"', '\n', '\r'};
    if (value.find_first_of(needQuotes) == std::string_view::npos) {
        return std::string(value);
    }
    std::string quoted = "\"";
    for (const char c : value) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + "\"";
}

std::string csvLine(const CsvRow& row, char separator) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
        const bool formula =
            !row[i].empty() && std::string_view("=+@").find(row[i].front()) != std::string::npos;
        line += (i == 0 ? "" : std::string(1, separator)) +
                csvField(formula ? "'" + row[i] : row[i], separator);
    }
    return line + "\r\n";
}

}  // namespace mcu
