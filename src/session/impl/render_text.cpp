// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/csv.h"
#include "session/impl/render.h"

namespace mcu::session {

namespace {

std::string padded(const std::string& text, std::size_t width, bool right) {
    const std::size_t own = columnsOf(text);
    const std::string gap(own < width ? width - own : 0, ' ');
    return right ? gap + text : text + gap;
}

std::string trimmedRight(std::string line) {
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

std::string tableText(const Table& table) {
    std::string text = table.title.empty() ? "" : table.title + "\n";
    if (table.rows.empty()) {
        return text + (table.whenEmpty.empty() ? "" : "  " + table.whenEmpty + "\n");
    }
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        std::size_t width = columnsOf(table.columns[i].label);
        for (const auto& row : table.rows) {
            width = std::max(width, i < row.size() ? columnsOf(row[i].text) : 0);
        }
        widths.push_back(width);
    }
    std::string head;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        head += "  " + padded(table.columns[i].label, widths[i], table.columns[i].right);
    }
    text += trimmedRight(head) + "\n";
    for (const auto& row : table.rows) {
        std::string line;
        for (std::size_t i = 0; i < table.columns.size() && i < row.size(); ++i) {
            line += "  " + padded(row[i].text, widths[i], table.columns[i].right);
        }
        text += trimmedRight(line) + "\n";
    }
    return text;
}

std::string factsText(const Facts& facts) {
    std::size_t width = 0;
    for (const auto& fact : facts.facts) {
        width = std::max(width, columnsOf(fact.label));
    }
    std::string text = facts.title.empty() ? "" : facts.title + "\n";
    for (const auto& fact : facts.facts) {
        text +=
            trimmedRight("  " + padded(fact.label, width, false) + "  " + fact.value.text) + "\n";
    }
    return text;
}

std::string chartText(const Chart& chart) {
    constexpr double kLongestBar = 40;
    double most = chart.limit.value_or(0);
    std::size_t width = 0;
    for (const auto& bar : chart.bars) {
        most = std::max(most, bar.value);
        width = std::max(width, columnsOf(bar.label));
    }
    std::string text = chart.title + "\n";
    for (const auto& bar : chart.bars) {
        const auto length =
            most <= 0 ? 0 : static_cast<std::size_t>(bar.value / most * kLongestBar);
        text += "  " + padded(bar.label, width, false) + "  " + std::string(length, '#') + " " +
                bar.text + "\n";
    }
    return text;
}

std::string escapedMarkdown(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '|' || c == '\\' || c == '<' || c == '*' || c == '_' || c == '`') {
            escaped += '\\';
        }
        escaped += c == '\n' ? ' ' : c;
    }
    return escaped;
}

std::string tableMarkdown(const Table& table) {
    std::string text = table.title.empty() ? "" : "## " + table.title + "\n\n";
    if (table.rows.empty()) {
        return text + (table.whenEmpty.empty() ? "" : table.whenEmpty + "\n");
    }
    std::string rule;
    text += "|";
    for (const auto& column : table.columns) {
        text += " " + escapedMarkdown(column.label) + " |";
        rule += column.right ? "---:|" : "---|";
    }
    text += "\n|" + rule + "\n";
    for (const auto& row : table.rows) {
        text += "|";
        for (const auto& cell : row) {
            text += " " + escapedMarkdown(cell.text) + " |";
        }
        text += "\n";
    }
    return text;
}

}  // namespace

std::size_t columnsOf(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0U) != 0x80U; }));
}

std::string renderText(const Document& document) {
    std::string text = document.title.empty() ? "" : document.title + "\n";
    for (const auto& block : document.blocks) {
        text += std::visit(Overloaded{[](const Paragraph& p) { return p.text + "\n"; },
                                      [](const Facts& b) { return factsText(b); },
                                      [](const Table& b) { return tableText(b); },
                                      [](const Chart& b) { return chartText(b); }},
                           block);
    }
    return text;
}

std::string renderMarkdown(const Document& document) {
    std::string text = "# " + document.title + "\n";
    for (const auto& block : document.blocks) {
        text += "\n" +
                std::visit(
                    Overloaded{
                        [](const Paragraph& p) { return escapedMarkdown(p.text) + "\n"; },
                        [](const Facts& facts) {
                            std::string list =
                                facts.title.empty() ? "" : "## " + facts.title + "\n\n";
                            for (const auto& fact : facts.facts) {
                                list += "- " + escapedMarkdown(fact.label) + ": " +
                                        escapedMarkdown(fact.value.text) + "\n";
                            }
                            return list;
                        },
                        [](const Table& b) { return tableMarkdown(b); },
                        [](const Chart& chart) {
                            return "## " + chart.title + "\n\n```\n" +
                                   chartText({chart.key, "", chart.bars, chart.limit}).substr(1) +
                                   "```\n";
                        }},
                    block);
    }
    return text;
}

std::string renderCsv(const Document& document) {
    std::string csv;
    const auto between = [&csv] { csv += csv.empty() ? "" : "\r\n"; };
    for (const auto& block : document.blocks) {
        if (const auto* facts = std::get_if<Facts>(&block)) {
            between();
            for (const auto& fact : facts->facts) {
                csv += csvLine({fact.label, fact.value.text});
            }
        } else if (const auto* table = std::get_if<Table>(&block)) {
            between();
            CsvRow head;
            for (const auto& column : table->columns) {
                head.push_back(column.label);
            }
            csv += csvLine(head);
            for (const auto& row : table->rows) {
                CsvRow fields;
                for (const auto& cell : row) {
                    fields.push_back(cell.text);
                }
                csv += csvLine(fields);
            }
        }
    }
    return csv;
}

std::optional<Format> formatOf(std::string_view word) {
    if (word.empty() || word == "text") {
        return Format::text;
    }
    return word == "md" || word == "markdown" ? std::optional(Format::markdown)
           : word == "csv"                    ? std::optional(Format::csv)
           : word == "json"                   ? std::optional(Format::json)
           : word == "html"                   ? std::optional(Format::html)
                                              : std::nullopt;
}

std::string render(const Document& document, Format format, bool byteOrderMark) {
    switch (format) {
        case Format::text:
            return renderText(document);
        case Format::markdown:
            return renderMarkdown(document);
        case Format::json:
            return renderJson(document);
        case Format::html:
            return renderHtml(document);
        case Format::csv:
            break;
    }
    return (byteOrderMark ? std::string(kByteOrderMark) : "") + renderCsv(document);
}

}  // namespace mcu::session
