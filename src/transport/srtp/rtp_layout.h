// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace mcu::srtp {

using Bytes = std::span<std::byte>;
using ConstBytes = std::span<const std::byte>;

inline std::uint32_t loadBe32(const std::byte* at) noexcept {
    return (std::to_integer<std::uint32_t>(at[0]) << 24) |
           (std::to_integer<std::uint32_t>(at[1]) << 16) |
           (std::to_integer<std::uint32_t>(at[2]) << 8) | std::to_integer<std::uint32_t>(at[3]);
}

inline void storeBe32(std::byte* at, std::uint32_t value) noexcept {
    at[0] = static_cast<std::byte>(value >> 24);
    at[1] = static_cast<std::byte>(value >> 16);
    at[2] = static_cast<std::byte>(value >> 8);
    at[3] = static_cast<std::byte>(value);
}

/// The part of an RTP packet that stays in the clear (RFC 3550 section 5.1): fixed header, CSRC
/// list, extension.
struct RtpHead {
    std::size_t length = 0;
    std::uint16_t sequence = 0;
    std::uint32_t ssrc = 0;
};

inline std::optional<RtpHead> readRtpHead(ConstBytes packet) noexcept {
    if (packet.size() < 12 || (std::to_integer<unsigned>(packet[0]) >> 6) != 2) {
        return std::nullopt;
    }
    const auto first = std::to_integer<unsigned>(packet[0]);
    RtpHead head;
    head.length = 12 + 4 * static_cast<std::size_t>(first & 0x0F);
    if ((first & 0x10) != 0) {
        if (packet.size() < head.length + 4) {
            return std::nullopt;
        }
        head.length += 4 + 4 * static_cast<std::size_t>(loadBe32(&packet[head.length]) & 0xFFFF);
    }
    if (packet.size() < head.length) {
        return std::nullopt;
    }
    head.sequence = static_cast<std::uint16_t>(loadBe32(packet.data()) & 0xFFFF);
    head.ssrc = loadBe32(&packet[8]);
    return head;
}

/// RTCP: version, packet type and length word, then the sender's SSRC, stay in the clear (RFC 3711
/// section 3.4).
inline constexpr std::size_t kRtcpHeadLength = 8;

inline std::optional<std::uint32_t> readRtcpSsrc(ConstBytes packet) noexcept {
    if (packet.size() < kRtcpHeadLength || (std::to_integer<unsigned>(packet[0]) >> 6) != 2) {
        return std::nullopt;
    }
    return loadBe32(&packet[4]);
}

}  // namespace mcu::srtp
