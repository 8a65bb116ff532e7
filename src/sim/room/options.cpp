// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/room/options.h"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace mcu::sim {

std::vector<int> RoomOptions::numbers() const {
    if (!chosen.empty()) {
        return chosen;
    }
    std::vector<int> made(static_cast<std::size_t>(rooms));
    std::iota(made.begin(), made.end(), first);
    return made;
}

std::string fillPattern(const std::string& pattern, int number) {
    const auto open = pattern.find("{n");
    const auto close = open == std::string::npos ? open : pattern.find('}', open);
    if (close == std::string::npos) {
        return pattern;
    }
    const auto format = pattern.substr(open + 2, close - open - 2);
    std::string digits = std::to_string(number);
    if (format.size() > 1 && format.front() == ':') {
        std::size_t width = 0;
        std::from_chars(format.data() + 1, format.data() + format.size(), width);
        width = std::min<std::size_t>(width, 20);
        if (digits.size() < width) {
            digits.insert(0, width - digits.size(), '0');
        }
    }
    return pattern.substr(0, open) + digits + pattern.substr(close + 1);
}

}  // namespace mcu::sim
