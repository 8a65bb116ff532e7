// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "media/codec.h"
#include "media/h264/nal.h"

namespace mcu::media::h264 {

/// True when a NAL unit begins something a decoder can start with: a sequence parameter set, or the
/// first slice of an IDR picture.
[[nodiscard]] constexpr bool nalStartsKeyframe(std::span<const std::byte> nal) {
    if (nal.empty()) {
        return false;
    }
    const auto type = nalType(nal[0]);
    return (type == NalType::sps && nal.size() >= 4) ||
           (type == NalType::idr && startsPicture(nal));
}

/// True when an RTP payload (RFC 6184 section 5.6-5.8: single NAL unit, STAP-A, first FU-A of a NAL
/// unit) begins a keyframe. Malformed payloads do not.
[[nodiscard]] constexpr bool payloadStartsKeyframe(std::span<const std::byte> payload) {
    if (payload.empty()) {
        return false;
    }
    if (nalType(payload[0]) == NalType::stapA) {
        std::size_t at = 1;
        while (at + 2 < payload.size()) {
            const auto length =
                static_cast<std::size_t>(std::to_integer<unsigned>(payload[at]) << 8U |
                                         std::to_integer<unsigned>(payload[at + 1]));
            at += 2;
            if (length == 0 || length > payload.size() - at) {
                return false;
            }
            if (nalStartsKeyframe(payload.subspan(at, length))) {
                return true;
            }
            at += length;
        }
        return false;
    }
    if (nalType(payload[0]) == NalType::fuA) {
        if (payload.size() < 3 || (payload[1] & std::byte{0x80}) == std::byte{0}) {
            return false;
        }
        const auto type = nalType(payload[1]);
        return type == NalType::sps ||
               (type == NalType::idr && (payload[2] & std::byte{0x80}) != std::byte{0});
    }
    return nalStartsKeyframe(payload);
}

/// True when a sender in packetization mode 0 may send this payload: a single NAL unit (RFC 6184
/// section 5.4).
[[nodiscard]] constexpr bool isSingleNal(std::span<const std::byte> payload) {
    const auto type = payload.empty() ? 0U : std::to_integer<unsigned>(payload[0]) & 0x1FU;
    return type >= 1 && type <= 23;
}

/// True when a decoder of format `receiver` decodes what an encoder makes as `sender`: same or
/// lower profile (a constrained baseline stream suits every profile) and level.
[[nodiscard]] constexpr bool decodes(const H264Format& receiver, const H264Format& sender) {
    constexpr std::uint8_t kConstraintSet1 = 0x40;
    const bool constrainedBaseline =
        sender.profileIdc == 66 && (sender.constraints & kConstraintSet1) != 0;
    const bool profileFits = constrainedBaseline || receiver.profileIdc == sender.profileIdc ||
                             (receiver.profileIdc == 100 && sender.profileIdc == 77);
    return profileFits && sender.levelIdc <= receiver.levelIdc;
}

}  // namespace mcu::media::h264
