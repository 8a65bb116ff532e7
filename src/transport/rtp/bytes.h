// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace mcu::transport {

// Network byte order, unaligned. The caller has checked that the bytes are there.

[[nodiscard]] inline std::uint16_t load16(const std::byte* at) {
    return static_cast<std::uint16_t>(std::to_integer<unsigned>(at[0]) << 8U |
                                      std::to_integer<unsigned>(at[1]));
}

[[nodiscard]] inline std::uint32_t load32(const std::byte* at) {
    return static_cast<std::uint32_t>(load16(at)) << 16U | load16(at + 2);
}

inline void store16(std::byte* at, std::uint16_t value) {
    at[0] = static_cast<std::byte>(value >> 8U);
    at[1] = static_cast<std::byte>(value);
}

inline void store32(std::byte* at, std::uint32_t value) {
    store16(at, static_cast<std::uint16_t>(value >> 16U));
    store16(at + 2, static_cast<std::uint16_t>(value));
}

}  // namespace mcu::transport
