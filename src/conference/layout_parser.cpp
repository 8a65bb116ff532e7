// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <charconv>
#include <optional>
#include <sstream>

#include "conference/layout.h"

namespace mcu::conference {

namespace {

constexpr std::size_t kMaxFileSize = 64UL * 1024;
constexpr double kEdgeTolerance = 1e-6;

Error wrong(const std::string& file, int line, const std::string& what) {
    return {ErrorCode::invalidArgument,
            file + ":" + std::to_string(line) + ": " + what,
            "see docs/operating/layouts.md",
            "layout.invalid"};
}

std::optional<double> decimal(std::string_view word) {
    double value = 0;
    const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (code != std::errc{} || end != word.data() + word.size()) {
        return std::nullopt;
    }
    return value;
}

/// "0.25" or "1/4", within 0..1.
std::optional<double> fraction(std::string_view word) {
    const auto slash = word.find('/');
    auto value = decimal(word.substr(0, slash));
    if (value && slash != std::string_view::npos) {
        const auto divisor = decimal(word.substr(slash + 1));
        if (!divisor || *divisor <= 0) {
            return std::nullopt;
        }
        value = *value / *divisor;
    }
    if (!value || !(*value >= 0 && *value <= 1)) {
        return std::nullopt;
    }
    return value;
}

std::vector<std::string> words(const std::string& line) {
    std::istringstream in(line.substr(0, line.find('#')));
    std::vector<std::string> result;
    std::string word;
    while (in >> word) {
        result.push_back(word);
    }
    return result;
}

Result<media::Rect> parsePane(const std::vector<std::string>& line,
                              const std::string& file,
                              int number) {
    if (line.size() != 5) {
        return wrong(file, number, "expected: pane X Y WIDTH HEIGHT");
    }
    std::array<double, 4> values{};
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto value = fraction(line[i + 1]);
        if (!value) {
            return wrong(file,
                         number,
                         "\"" + line[i + 1] + "\" is not a number from 0 to 1 such as 0.25 or 1/4");
        }
        values.at(i) = *value;
    }
    const media::Rect rect{values[0], values[1], values[2], values[3]};
    if (rect.width <= 0 || rect.height <= 0) {
        return wrong(file, number, "a pane needs a width and a height above 0");
    }
    if (rect.x + rect.width > 1 + kEdgeTolerance || rect.y + rect.height > 1 + kEdgeTolerance) {
        return wrong(file,
                     number,
                     "the pane reaches over the edge: x + width and y + height may be at most 1");
    }
    return rect;
}

Status parseLine(const std::vector<std::string>& line,
                 const std::string& file,
                 int number,
                 Layout& layout) {
    if (line[0] == "layout") {
        if (line.size() != 2 || !layout.name.empty() || line[1].size() > 32) {
            return wrong(file, number, "expected once: layout NAME");
        }
        layout.name = line[1];
        return {};
    }
    if (line[0] != "pane") {
        return wrong(file, number, "unknown word \"" + line[0] + "\"; expected layout or pane");
    }
    if (layout.panes.size() == kMaxPanes) {
        return wrong(file, number, "more than " + std::to_string(kMaxPanes) + " panes");
    }
    auto pane = parsePane(line, file, number);
    if (!pane) {
        return pane.error();
    }
    layout.panes.push_back(*pane);
    return {};
}

}  // namespace

Result<Layout> parseLayout(std::string_view text, const std::string& file) {
    if (text.size() > kMaxFileSize) {
        return wrong(file, 1, "the file is longer than 64 KiB");
    }
    Layout layout;
    std::istringstream in{std::string(text)};
    std::string line;
    int number = 0;
    while (std::getline(in, line)) {
        ++number;
        const auto parts = words(line);
        if (parts.empty()) {
            continue;
        }
        if (auto done = parseLine(parts, file, number, layout); !done) {
            return done.error();
        }
    }
    if (layout.name.empty() || layout.panes.empty()) {
        return wrong(file,
                     number,
                     "expected a line: layout NAME, and at least one line: pane X Y WIDTH HEIGHT");
    }
    return layout;
}

}  // namespace mcu::conference
