// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/width.h"

#include <cstdint>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace mcu::cli {

namespace {

/// The next code point at `at`, which moves on; negative when the bytes are no UTF-8.
UChar32 next(std::string_view text, std::size_t& at) {
    auto index = static_cast<std::int32_t>(at);
    UChar32 point = 0;
    // NOLINTNEXTLINE(bugprone-inc-dec-in-conditions): the macro of ICU does it
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(text.data()),
            index,
            static_cast<std::int32_t>(text.size()),
            point);
    at = static_cast<std::size_t>(index);
    return point;
}

std::size_t columnsOf(UChar32 point) {
    if (point < 0) {
        return 1;
    }
    switch (u_charType(point)) {
        case U_NON_SPACING_MARK:
        case U_ENCLOSING_MARK:
        case U_FORMAT_CHAR:
            return 0;
        default:
            break;
    }
    const auto width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

bool harmful(UChar32 point) {
    // Bidirectional controls can show a line in another order than it is.
    return point < 0x20 || (point >= 0x7F && point < 0xA0) ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

}  // namespace

std::size_t widthOf(std::string_view text) {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < text.size();) {
        columns += columnsOf(next(text, at));
    }
    return columns;
}

std::string printable(std::string_view text) {
    std::string clean;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const UChar32 point = next(text, at);
        clean += harmful(point) ? std::string_view("?") : text.substr(begin, at - begin);
    }
    return clean;
}

std::string cut(std::string_view text, std::size_t columns) {
    std::string clean = printable(text);
    if (widthOf(clean) <= columns) {
        return clean;
    }
    if (columns == 0) {
        return {};
    }
    std::size_t used = 0;
    std::size_t at = 0;
    while (at < clean.size()) {
        std::size_t after = at;
        const std::size_t wide = columnsOf(next(clean, after));
        if (used + wide > columns - 1) {
            break;
        }
        used += wide;
        at = after;
    }
    return clean.substr(0, at) + "…";
}

std::string padded(std::string_view text, std::size_t columns) {
    std::string fitted = cut(text, columns);
    const std::size_t width = widthOf(fitted);
    return fitted + std::string(columns > width ? columns - width : 0, ' ');
}

}  // namespace mcu::cli
