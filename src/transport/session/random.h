// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace mcu::transport {

/// Unpredictable bits from the kernel (RFC 3550 section 5.1 and 8.1: SSRC, first sequence number
/// and timestamp).
[[nodiscard]] std::uint32_t random32();
/// Eight hexadecimal digits.
[[nodiscard]] std::string hexadecimal(std::uint32_t value);

}  // namespace mcu::transport
