// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clean_text.h"

#include <algorithm>
#include <cstdint>

namespace mcu {

namespace {

/// Octets of the character at the front; 0 when it is no UTF-8 (RFC 3629 section 4).
std::size_t characterOctets(std::string_view text) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto first = at(0);
    const std::size_t length = first < 0x80                     ? 1
                               : first >= 0xC2 && first <= 0xDF ? 2
                               : first >= 0xE0 && first <= 0xEF ? 3
                               : first >= 0xF0 && first <= 0xF4 ? 4
                                                                : 0;
    if (length == 0 || length > text.size()) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((at(i) & 0xC0U) != 0x80U) {
            return 0;
        }
    }
    const bool overlong = (first == 0xE0 && at(1) < 0xA0) || (first == 0xF0 && at(1) < 0x90);
    const bool outside = (first == 0xED && at(1) > 0x9F) || (first == 0xF4 && at(1) > 0x8F);
    return overlong || outside ? 0 : length;
}

}  // namespace

std::string cleanText(std::string_view text) {
    text = text.substr(0, text.find('\0'));
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto length = characterOctets(text);
        const auto first = static_cast<unsigned char>(text.front());
        if (length == 0) {
            out += '?';
        } else if (first >= 0x20 && first != 0x7F) {
            out += text.substr(0, length);
        }
        text.remove_prefix(std::max<std::size_t>(1, length));
    }
    return out;
}

}  // namespace mcu
