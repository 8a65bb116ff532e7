// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "h323/asn1/value.h"

namespace mcu::h323 {

inline Octets fromHex(std::string_view text) {
    const auto digit = [](char c) {
        return static_cast<std::uint8_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    };
    Octets octets;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        octets.push_back(static_cast<std::uint8_t>(digit(text[i]) << 4U | digit(text[i + 1])));
    }
    return octets;
}

inline std::string toHex(std::span<const std::uint8_t> octets) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const auto octet : octets) {
        text += kDigits[octet >> 4U];
        text += kDigits[octet & 15U];
    }
    return text;
}

}  // namespace mcu::h323
