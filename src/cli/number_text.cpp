// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/number_text.h"

#include <array>
#include <charconv>
#include <ctime>

#include "cli/text.h"

namespace mcu::cli {

std::string decimal(double value, int digits, const Globals& globals) {
    std::array<char, 400> text{};
    const auto end =
        std::to_chars(
            text.data(), text.data() + text.size(), value, std::chars_format::fixed, digits)
            .ptr;
    std::string number(text.data(), end);
    if (const auto point = number.find('.');
        globals.language == "vi" && point != std::string::npos) {
        number[point] = ',';
    }
    return number;
}

std::string ageText(double seconds) {
    const auto whole = static_cast<long>(seconds < 0 ? 0 : seconds);
    auto text = [](long value) { return std::to_string(value); };
    if (whole < 60) {
        return tr("{s} s", {{"s", text(whole)}});
    }
    if (whole < 3600) {
        return tr("{m} min", {{"m", text(whole / 60)}});
    }
    if (whole < 86400) {
        return tr("{h} h {m} min", {{"h", text(whole / 3600)}, {"m", text(whole / 60 % 60)}});
    }
    return tr("{d} d {h} h", {{"d", text(whole / 86400)}, {"h", text(whole / 3600 % 24)}});
}

std::string dayAndTime(std::int64_t microseconds) {
    const auto seconds = static_cast<std::time_t>(microseconds / 1000000);
    std::tm local{};
    localtime_r(&seconds, &local);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%d/%m/%Y %H:%M:%S", &local)};
}

std::string timeOfDay(std::int64_t microseconds, bool milliseconds) {
    const auto seconds = static_cast<std::time_t>(microseconds / 1000000);
    std::tm local{};
    localtime_r(&seconds, &local);
    std::array<char, 16> text{};
    const auto length = std::strftime(text.data(), text.size(), "%H:%M:%S", &local);
    std::string time(text.data(), length);
    if (milliseconds) {
        time += "." + std::to_string(1000 + microseconds / 1000 % 1000).substr(1);
    }
    return time;
}

}  // namespace mcu::cli
