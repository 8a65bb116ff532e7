// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/local_time.h"

#include <array>
#include <charconv>
#include <cstdio>

namespace mcu::session {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Takes `count` digits off the front.
std::optional<int> digits(std::string_view& text, std::size_t count) {
    int value = 0;
    if (text.size() < count) {
        return std::nullopt;
    }
    const auto parsed = std::from_chars(text.data(), text.data() + count, value);
    if (parsed.ec != std::errc{} || parsed.ptr != text.data() + count || value < 0) {
        return std::nullopt;
    }
    text.remove_prefix(count);
    return value;
}

bool skip(std::string_view& text, char c) {
    if (!text.starts_with(c)) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

std::optional<std::chrono::sys_days> dayOf(int year, int month, int day) {
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

std::optional<std::chrono::sys_days> takeDate(std::string_view& text) {
    const auto year = digits(text, 4);
    if (!year || !skip(text, '-')) {
        return std::nullopt;
    }
    const auto month = digits(text, 2);
    if (!month || !skip(text, '-')) {
        return std::nullopt;
    }
    const auto day = digits(text, 2);
    return day ? dayOf(*year, *month, *day) : std::nullopt;
}

/// "14:00" or "14:00:07".
std::optional<seconds> takeTime(std::string_view& text) {
    const auto hour = digits(text, 2);
    if (!hour || *hour > 23 || !skip(text, ':')) {
        return std::nullopt;
    }
    const auto minute = digits(text, 2);
    if (!minute || *minute > 59) {
        return std::nullopt;
    }
    seconds total = hours(*hour) + minutes(*minute);
    if (skip(text, ':')) {
        const auto second = digits(text, 2);
        if (!second || *second > 59) {
            return std::nullopt;
        }
        total += seconds(*second);
    }
    return total;
}

std::optional<seconds> takeZone(std::string_view& text) {
    if (skip(text, 'Z')) {
        return seconds(0);
    }
    const bool west = text.starts_with('-');
    if (!west && !text.starts_with('+')) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    const auto offset = takeTime(text);
    return offset ? std::optional(west ? -*offset : *offset) : std::nullopt;
}

struct Parts {
    int year, month, day, hour, minute, second;
};

Parts partsOf(WallTime time) {
    const auto local = std::chrono::floor<seconds>(time + kVietNam);
    const auto day = std::chrono::floor<days>(local);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(local - day);
    return {static_cast<int>(date.year()),
            static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day())),
            static_cast<int>(clock.hours().count()),
            static_cast<int>(clock.minutes().count()),
            static_cast<int>(clock.seconds().count())};
}

template <typename... Arguments>
std::string formatted(const char* format, Arguments... arguments) {
    std::array<char, 80> text{};
    std::snprintf(text.data(), text.size(), format, arguments...);
    return text.data();
}

}  // namespace

std::optional<WallTime> parseTime(std::string_view text) {
    const auto day = takeDate(text);
    if (!day || (!skip(text, 'T') && !skip(text, ' '))) {
        return std::nullopt;
    }
    const auto time = takeTime(text);
    if (!time) {
        return std::nullopt;
    }
    const auto zone = takeZone(text);
    if (!zone || !text.empty()) {
        return std::nullopt;
    }
    return WallTime(*day + *time - *zone);
}

std::string isoText(WallTime time) {
    const auto p = partsOf(time);
    return formatted(
        "%04d-%02d-%02dT%02d:%02d:%02d+07:00", p.year, p.month, p.day, p.hour, p.minute, p.second);
}

std::string dayAndTime(WallTime time) {
    const auto p = partsOf(time);
    return formatted("%02d/%02d/%04d %02d:%02d", p.day, p.month, p.year, p.hour, p.minute);
}

std::string timeOfDay(WallTime time) {
    const auto p = partsOf(time);
    return formatted("%02d:%02d:%02d", p.hour, p.minute, p.second);
}

std::string dayStamp(WallTime time) {
    const auto p = partsOf(time);
    return formatted("%04d%02d%02d", p.year, p.month, p.day);
}

std::optional<WallTime> parseTyped(std::string_view text, WallTime now) {
    if (const auto whole = parseTime(text)) {
        return whole;
    }
    auto rest = text;
    if (const auto time = takeTime(rest); time && rest.empty()) {
        return WallTime(std::chrono::floor<days>(now + kVietNam) + *time - kVietNam);
    }
    rest = text;
    const auto day = digits(rest, 2);
    if (!day || !skip(rest, '/')) {
        return std::nullopt;
    }
    const auto month = digits(rest, 2);
    if (!month || !skip(rest, '/')) {
        return std::nullopt;
    }
    const auto year = digits(rest, 4);
    if (!year || !skip(rest, ' ')) {
        return std::nullopt;
    }
    const auto date = dayOf(*year, *month, *day);
    const auto time = takeTime(rest);
    if (!date || !time || !rest.empty()) {
        return std::nullopt;
    }
    return WallTime(*date + *time - kVietNam);
}

std::optional<seconds> parseDuration(std::string_view text) {
    seconds total{0};
    if (text.empty() || text.size() > 20) {
        return std::nullopt;
    }
    while (!text.empty()) {
        std::int64_t value = 0;
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
        const auto used = static_cast<std::size_t>(parsed.ptr - text.data());
        if (parsed.ec != std::errc{} || value < 0 || value > 100000 || used == text.size()) {
            return std::nullopt;
        }
        const char unit = text[used];
        text.remove_prefix(used + 1);
        if (unit != 'h' && unit != 'm' && unit != 's') {
            return std::nullopt;
        }
        total += seconds(value * (unit == 'h' ? 3600 : unit == 'm' ? 60 : 1));
    }
    return total;
}

std::string durationText(seconds duration) {
    const auto total = duration.count();
    std::string text;
    if (total >= 3600) {
        text += std::to_string(total / 3600) + "h";
    }
    if (total / 60 % 60 != 0) {
        text += std::to_string(total / 60 % 60) + "m";
    }
    if (total % 60 != 0 || text.empty()) {
        text += std::to_string(total % 60) + "s";
    }
    return text;
}

bool isDate(std::string_view text) {
    return takeDate(text).has_value() && text.empty();
}

}  // namespace mcu::session
