// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/console/screen.h"

#include <algorithm>

#include "cli/width.h"

namespace mcu::cli::console {

std::size_t widthOf(const Row& row) {
    std::size_t columns = 0;
    for (const auto& span : row) {
        columns += cli::widthOf(span.text);
    }
    return columns;
}

Row fitted(const Row& row, std::size_t columns) {
    Row result;
    std::size_t left = columns;
    for (const auto& span : row) {
        if (left == 0) {
            break;
        }
        auto text = cut(span.text, left);
        left -= std::min(left, cli::widthOf(text));
        if (!text.empty()) {
            result.push_back({std::move(text), span.mark});
        }
    }
    return result;
}

Row spread(const Row& left, const Row& right, std::size_t columns) {
    const std::size_t reserved = std::min(widthOf(right), columns);
    auto row = fitted(left, columns > reserved ? columns - reserved - 1 : 0);
    const std::size_t used = widthOf(row) + reserved;
    row.push_back({std::string(columns > used ? columns - used : 0, ' '), Mark::plain});
    row.insert(row.end(), right.begin(), right.end());
    return fitted(row, columns);
}

std::string plainText(const Row& row) {
    std::string text;
    for (const auto& span : row) {
        text += span.text;
    }
    return text;
}

}  // namespace mcu::cli::console
