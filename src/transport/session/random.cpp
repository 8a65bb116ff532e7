// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/session/random.h"

#include <random>
#include <string_view>

namespace mcu::transport {

std::uint32_t random32() {
    thread_local std::random_device source;
    return source();
}

std::string hexadecimal(std::uint32_t value) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (int shift = 28; shift >= 0; shift -= 4) {
        text += kDigits[value >> static_cast<unsigned>(shift) & 0xFU];
    }
    return text;
}

}  // namespace mcu::transport
