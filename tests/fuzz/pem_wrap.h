// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace mcu::fuzz {

/// Octets as a PEM object, so that a mutation of them reaches the parser behind base64.
inline std::string pemWrapped(const char* label, const std::uint8_t* data, std::size_t size) {
    constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text = std::string("-----BEGIN ") + label + "-----\n";
    std::size_t column = 0;
    for (std::size_t i = 0; i < size; i += 3) {
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j) {
            group = group << 8U | (i + j < size ? data[i + j] : 0U);
        }
        for (std::size_t j = 0; j < 4; ++j) {
            text += i + j <= size ? kLetters[group >> (18U - 6U * j) & 63U] : '=';
        }
        if ((column += 4) >= 64) {
            text += '\n';
            column = 0;
        }
    }
    return text + (column > 0 ? "\n" : "") + "-----END " + label + "-----\n";
}

}  // namespace mcu::fuzz
