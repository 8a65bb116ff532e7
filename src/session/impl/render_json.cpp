// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cstdio>

#include "session/impl/render.h"

namespace mcu::session {

namespace {

std::string quoted(const std::string& text) {
    std::string json = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (byte < 0x20 || byte == 0x7F) {
            std::array<char, 8> escape{};
            std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(byte));
            json += escape.data();
        } else {
            json += c;
        }
    }
    return json + "\"";
}

std::string objectOf(const Facts& facts) {
    std::string json = "{";
    for (const auto& fact : facts.facts) {
        json += (json.size() > 1 ? "," : "") + quoted(fact.key) + ":" +
                quoted(fact.value.forPrograms());
    }
    return json + "}";
}

std::string arrayOf(const Table& table) {
    std::string json = "[";
    for (const auto& row : table.rows) {
        json += json.size() > 1 ? ",{" : "{";
        for (std::size_t i = 0; i < row.size() && i < table.columns.size(); ++i) {
            json += (i == 0 ? "" : ",") + quoted(table.columns[i].key) + ":" +
                    quoted(row[i].forPrograms());
        }
        json += "}";
    }
    return json + "]";
}

}  // namespace

/// One object: facts as objects, tables as arrays of objects, by their keys; charts repeat tables
/// and are left out.
std::string renderJson(const Document& document) {
    std::string json = "{\"document\":" + quoted(document.key) +
                       ",\"title\":" + quoted(document.title) +
                       ",\"language\":" + quoted(document.language);
    for (const auto& block : document.blocks) {
        if (const auto* facts = std::get_if<Facts>(&block)) {
            json += "," + quoted(facts->key) + ":" + objectOf(*facts);
        } else if (const auto* table = std::get_if<Table>(&block)) {
            json += "," + quoted(table->key) + ":" + arrayOf(*table);
        }
    }
    return json + "}\n";
}

}  // namespace mcu::session
