// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/line_quality.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

namespace mcu::session {

namespace {

constexpr std::array kMeasures = {&LineQuality::lossPercent,
                                  &LineQuality::jitterMs,
                                  &LineQuality::roundTripMs,
                                  &LineQuality::freezeSeconds,
                                  &LineQuality::receivedKbps,
                                  &LineQuality::sentKbps};
constexpr std::array kCounts = {
    &LineQuality::looks, &LineQuality::warning, &LineQuality::bad, &LineQuality::clear};
constexpr std::size_t kWords = 1 + kCounts.size() + 3 * kMeasures.size();

std::string number(double value) {
    std::array<char, 48> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 3)
            .ptr;
    return {text.data(), end};
}

template <typename Number>
bool read(std::string_view word, Number& value) {
    const auto [end, wrong] = std::from_chars(word.data(), word.data() + word.size(), value);
    return wrong == std::errc() && end == word.data() + word.size();
}

bool readMeasure(const std::vector<std::string_view>& words,
                 std::size_t at,
                 LineQuality::Measure& into) {
    return read(words[at], into.looks) && read(words[at + 1], into.sum) &&
           read(words[at + 2], into.most) && std::isfinite(into.sum) && std::isfinite(into.most);
}

std::vector<std::string_view> wordsOf(std::string_view line) {
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const auto end = std::min(line.find(' '), line.size());
        words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return words;
}

std::optional<LineQuality> qualityOf(const std::vector<std::string_view>& words) {
    if (words.size() != kWords || words[0].empty()) {
        return std::nullopt;
    }
    LineQuality quality;
    std::size_t at = 1;
    for (const auto count : kCounts) {
        if (!read(words[at++], quality.*count)) {
            return std::nullopt;
        }
    }
    for (const auto measure : kMeasures) {
        if (!readMeasure(words, at, quality.*measure)) {
            return std::nullopt;
        }
        at += 3;
    }
    return quality;
}

}  // namespace

void LineQuality::Measure::note(double value) {
    ++looks;
    sum += value;
    most = std::max(most, value);
}

void LineQuality::Measure::add(const Measure& other) {
    looks += other.looks;
    sum += other.sum;
    most = std::max(most, other.most);
}

void LineQuality::note(const incident::Figures& figures, incident::Grade grade, bool encrypted) {
    ++looks;
    warning += grade == incident::Grade::warning ? 1 : 0;
    bad += grade == incident::Grade::bad ? 1 : 0;
    clear += encrypted ? 0 : 1;
    const auto known = [](Measure& measure, const std::optional<double>& value) {
        if (value) {
            measure.note(*value);
        }
    };
    known(lossPercent, figures.lossPercent);
    known(jitterMs, figures.jitterMs);
    known(roundTripMs, figures.roundTripMs);
    known(freezeSeconds, figures.freezeSeconds);
    receivedKbps.note(figures.receivedKbps);
    sentKbps.note(figures.sentKbps);
}

void LineQuality::add(const LineQuality& other) {
    for (const auto count : kCounts) {
        this->*count += other.*count;
    }
    for (const auto measure : kMeasures) {
        (this->*measure).add(other.*measure);
    }
}

incident::Grade LineQuality::grade() const {
    return bad > 0       ? incident::Grade::bad
           : warning > 0 ? incident::Grade::warning
                         : incident::Grade::good;
}

std::string textOf(const LineQualities& qualities) {
    std::string text;
    for (const auto& [site, quality] : qualities) {
        text += site;
        for (const auto count : kCounts) {
            text += " " + std::to_string(quality.*count);
        }
        for (const auto measure : kMeasures) {
            const auto& each = quality.*measure;
            text +=
                " " + std::to_string(each.looks) + " " + number(each.sum) + " " + number(each.most);
        }
        text += "\n";
    }
    return text;
}

LineQualities lineQualitiesOf(std::string_view text) {
    LineQualities qualities;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto words = wordsOf(text.substr(0, end));
        if (const auto quality = qualityOf(words)) {
            qualities[std::string(words[0])].add(*quality);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return qualities;
}

}  // namespace mcu::session
