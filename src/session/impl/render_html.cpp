// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>

#include "session/impl/render.h"

namespace mcu::session {

namespace {

// Black on white, A4 when printed; nothing is loaded from elsewhere.
constexpr const char* kStyle =
    "body{font:11pt/1.4 'DejaVu Sans',Arial,sans-serif;max-width:190mm;margin:8mm auto}"
    "h1{font-size:16pt;text-align:center}h2{font-size:12pt;margin:6mm 0 2mm}"
    "table{border-collapse:collapse;width:100%;font-size:9pt}"
    "th,td{border:1px solid #888;padding:1mm 2mm;vertical-align:top;text-align:left}"
    "td.n,th.n{text-align:right}dl{display:grid;grid-template-columns:max-content 1fr;gap:0 4mm}"
    "dt{font-weight:bold}dd{margin:0}tr{page-break-inside:avoid}thead{display:table-header-group}"
    "@page{size:A4;margin:15mm}@media print{body{margin:0;max-width:none}}";

std::string escaped(const std::string& text) {
    std::string html;
    for (const char c : text) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            default:
                html += c;
        }
    }
    return html;
}

std::string heading(const std::string& title) {
    return title.empty() ? "" : "<h2>" + escaped(title) + "</h2>\n";
}

std::string tableHtml(const Table& table) {
    std::string html = heading(table.title);
    if (table.rows.empty()) {
        return html + "<p>" + escaped(table.whenEmpty) + "</p>\n";
    }
    const auto cell = [&](const char* tag, std::size_t column, const std::string& text) {
        const bool right = column < table.columns.size() && table.columns[column].right;
        return std::string("<") + tag + (right ? " class=\"n\">" : ">") + escaped(text) + "</" +
               tag + ">";
    };
    html += "<table><thead><tr>";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        html += cell("th", i, table.columns[i].label);
    }
    html += "</tr></thead><tbody>\n";
    for (const auto& row : table.rows) {
        html += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i) {
            html += cell("td", i, row[i].text);
        }
        html += "</tr>\n";
    }
    return html + "</tbody></table>\n";
}

std::string factsHtml(const Facts& facts) {
    std::string html = heading(facts.title) + "<dl>\n";
    for (const auto& fact : facts.facts) {
        html += "<dt>" + escaped(fact.label) + "</dt><dd>" + escaped(fact.value.text) + "</dd>\n";
    }
    return html + "</dl>\n";
}

std::string number(double value) {
    std::array<char, 32> digits{};
    const auto end =
        std::to_chars(
            digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed, 1)
            .ptr;
    return {digits.data(), end};
}

/// Bars as SVG, so that the page prints the same everywhere.
std::string chartHtml(const Chart& chart) {
    constexpr double kLabels = 220;
    constexpr double kBars = 400;
    constexpr double kRow = 18;
    double most = chart.limit.value_or(0);
    for (const auto& bar : chart.bars) {
        most = std::max(most, bar.value);
    }
    const auto xOf = [&](double value) { return kLabels + (most <= 0 ? 0 : value / most * kBars); };
    const double height = kRow * static_cast<double>(chart.bars.size()) + 6;
    std::string svg = heading(chart.title) + "<svg viewBox=\"0 0 700 " + number(height) +
                      "\" width=\"100%\" font-size=\"11\" role=\"img\">\n";
    double y = 2;
    for (const auto& bar : chart.bars) {
        const bool over = chart.limit && bar.value > *chart.limit;
        svg += "<text x=\"" + number(kLabels - 6) + "\" y=\"" + number(y + 12) +
               "\" text-anchor=\"end\">" + escaped(bar.label) + "</text><rect x=\"" +
               number(kLabels) + "\" y=\"" + number(y) + "\" height=\"13\" width=\"" +
               number(std::max(xOf(bar.value) - kLabels, 0.5)) + "\" fill=\"" +
               (over ? "#b00020" : "#3a6ea5") + "\"/><text x=\"" + number(xOf(bar.value) + 4) +
               "\" y=\"" + number(y + 11) + "\">" + escaped(bar.text) + "</text>\n";
        y += kRow;
    }
    if (chart.limit) {
        svg += "<line x1=\"" + number(xOf(*chart.limit)) + "\" x2=\"" + number(xOf(*chart.limit)) +
               "\" y1=\"0\" y2=\"" + number(height) +
               "\" stroke=\"#b00020\" stroke-dasharray=\"4 3\"/>\n";
    }
    return svg + "</svg>\n";
}

}  // namespace

std::string renderHtml(const Document& document) {
    std::string html = "<!DOCTYPE html>\n<html lang=\"" + document.language +
                       "\"><head><meta charset=\"utf-8\"><title>" + escaped(document.title) +
                       "</title><style>" + kStyle + "</style></head><body>\n<h1>" +
                       escaped(document.title) + "</h1>\n";
    for (const auto& block : document.blocks) {
        html += std::visit(
            Overloaded{[](const Paragraph& p) { return "<p>" + escaped(p.text) + "</p>\n"; },
                       [](const Facts& b) { return factsHtml(b); },
                       [](const Table& b) { return tableHtml(b); },
                       [](const Chart& b) { return chartHtml(b); }},
            block);
    }
    return html + "</body></html>\n";
}

}  // namespace mcu::session
