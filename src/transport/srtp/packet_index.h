// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

namespace mcu::srtp {

inline constexpr std::uint64_t kMaxRtpIndex = (std::uint64_t{1} << 48) - 1;
inline constexpr std::uint32_t kMaxRtcpIndex = 0x7FFFFFFF;

/// The packet index (ROC * 2^16 + SEQ) nearest to the highest one known (RFC 3711 section 3.3.1 and
/// appendix A). Empty when that would lie before the stream's first roll-over counter or beyond its
/// last.
inline std::optional<std::uint64_t> nearestIndex(std::uint64_t highest,
                                                 std::uint16_t sequence) noexcept {
    const auto last = static_cast<std::uint32_t>(highest & 0xFFFF);
    std::uint64_t rollOver = highest >> 16;
    if (last < 32768) {
        if (sequence > last + 32768) {
            if (rollOver == 0) {
                return std::nullopt;
            }
            --rollOver;
        }
    } else if (sequence < last - 32768) {
        ++rollOver;
    }
    const std::uint64_t index = (rollOver << 16) | sequence;
    if (index > kMaxRtpIndex) {
        return std::nullopt;
    }
    return index;
}

}  // namespace mcu::srtp
