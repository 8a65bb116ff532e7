// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace mcu::media::vp8 {

/// The VP8 payload descriptor in front of each RTP payload (RFC 7741 section 4.2).
struct Descriptor {
    std::size_t length = 1;         ///< bytes of the descriptor; the frame's data follow
    bool startOfPartition = false;  ///< S
    std::uint8_t partition = 0;     ///< PID
    std::optional<std::uint16_t> pictureId;
};

/// Empty when the payload is too short for what it announces, or carries no data.
[[nodiscard]] constexpr std::optional<Descriptor> parseDescriptor(
    std::span<const std::byte> payload) {
    const auto at = [&payload](std::size_t i) { return std::to_integer<unsigned>(payload[i]); };
    if (payload.size() < 2) {
        return std::nullopt;
    }
    Descriptor made;
    made.startOfPartition = (at(0) & 0x10U) != 0;
    made.partition = static_cast<std::uint8_t>(at(0) & 0x07U);
    if ((at(0) & 0x80U) != 0) {
        const unsigned extension = at(1);
        made.length = 2;
        if ((extension & 0x80U) != 0) {
            if (payload.size() <= made.length + 1) {
                return std::nullopt;
            }
            const unsigned first = at(made.length);
            if ((first & 0x80U) != 0) {
                made.pictureId =
                    static_cast<std::uint16_t>((first & 0x7FU) << 8U | at(made.length + 1));
                made.length += 2;
            } else {
                made.pictureId = static_cast<std::uint16_t>(first);
                made.length += 1;
            }
        }
        made.length += (extension & 0x40U) != 0 ? 1 : 0;
        made.length += (extension & 0x30U) != 0 ? 1 : 0;
    }
    if (payload.size() <= made.length) {
        return std::nullopt;
    }
    return made;
}

/// True when an RTP payload begins a VP8 keyframe: first packet of the first partition, and the
/// frame tag's inverse key frame bit (RFC 6386 section 9.1) is 0.
[[nodiscard]] constexpr bool payloadStartsKeyframe(std::span<const std::byte> payload) {
    const auto descriptor = parseDescriptor(payload);
    return descriptor && descriptor->startOfPartition && descriptor->partition == 0 &&
           (payload[descriptor->length] & std::byte{0x01}) == std::byte{0};
}

}  // namespace mcu::media::vp8
