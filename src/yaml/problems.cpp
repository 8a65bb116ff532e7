// SPDX-License-Identifier: GPL-3.0-or-later
#include "yaml/problems.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace mcu::yaml {

namespace {

std::size_t distance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t above = row[j];
            const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
            diagonal = above;
        }
    }
    return row[b.size()];
}

}  // namespace

void Problems::add(const YAML::Mark& at, const std::string& key, const std::string& what) {
    problems_.push_back(
        {file_, at.line + 1, at.column + 1, key.empty() ? what : key + ": " + what});
}

void Problems::addAt(const std::string& file,
                     int line,
                     const std::string& key,
                     const std::string& what) {
    problems_.push_back({file, line, 1, key.empty() ? what : key + ": " + what});
}

void Problems::warn(const YAML::Mark& at, const std::string& key, const std::string& what) {
    warnings_.push_back({file_, at.line + 1, at.column + 1, key + ": " + what});
}

void Problems::warnAt(const std::string& file,
                      int line,
                      const std::string& key,
                      const std::string& what) {
    warnings_.push_back({file, line, 1, key.empty() ? what : key + ": " + what});
}

std::string Problems::lineOf(const Problem& problem) {
    return problem.file + ":" + std::to_string(problem.line) + ":" +
           std::to_string(problem.column) + ": " + problem.text;
}

std::string Problems::text() const {
    auto sorted = problems_;
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
        return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    });
    std::string text;
    for (std::size_t i = 0; i < sorted.size() && i < shown_; ++i) {
        text += (i == 0 ? "" : "\n") + lineOf(sorted[i]);
    }
    if (sorted.size() > shown_) {
        text += "\n... and " + std::to_string(sorted.size() - shown_) + " more";
    }
    return text;
}

std::vector<std::string> Problems::warnings() const {
    std::vector<std::string> lines;
    lines.reserve(warnings_.size());
    for (const auto& warning : warnings_) {
        lines.push_back(lineOf(warning));
    }
    return lines;
}

std::string nearest(const std::string& word, const std::vector<std::string>& known) {
    constexpr std::size_t kLongestKey = 40;
    std::string best;
    std::size_t bestDistance = word.size() > kLongestKey ? 0 : 1 + word.size() / 3;
    for (const auto& each : known) {
        const std::size_t far = word.size() > kLongestKey ? bestDistance : distance(word, each);
        if (far <= bestDistance && far > 0 && (best.empty() || far < bestDistance)) {
            best = each;
            bestDistance = far;
        }
    }
    return word.size() > kLongestKey ? std::string() : best;
}

}  // namespace mcu::yaml
