// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

#include "media/bit_joiner.h"
#include "media/h261/picture_walk.h"

namespace mcu::media::h261 {

/// Puts the RTP payloads of one H.261 picture together (RFC 4587). Payloads must come in sequence
/// order; who calls it knows about losses and the end of the picture. Never asserts on input. Owned
/// by a decoder; one thread.
class Depacketizer {
public:
    static constexpr std::size_t kMaxUnitBytes = 1U << 18U;  ///< H.261 bounds pictures to 32 KB

    /// Adds a payload. False when it is malformed, does not join the one before, or makes the
    /// picture too large; the picture is damaged from then on.
    bool add(std::span<const std::byte> payload);

    void markDamaged() { damaged_ = true; }

    void clear();

    [[nodiscard]] bool complete() const { return !damaged_ && beginsPicture_; }

    [[nodiscard]] bool empty() const { return unit_.bytes().empty() && !damaged_; }

    /// The unit begins with a picture start code, so no packet is missing in front.
    [[nodiscard]] bool beginsPicture() const { return beginsPicture_; }

    /// All macroblocks are there and lean on no picture before: H.261 has no other word for it.
    [[nodiscard]] bool keyframe() const { return shape().keyframe(); }

    [[nodiscard]] PictureShape shape() const {
        return walk(unit_.bytes(), unit_.missing(), nullptr);
    }

    [[nodiscard]] std::span<const std::byte> unit() const { return unit_.bytes(); }

private:
    BitJoiner unit_;
    bool damaged_ = false;
    bool beginsPicture_ = false;
};

/// True when an RTP payload begins a picture and all macroblocks in it are coded by themselves: as
/// near to a keyframe as one packet tells. Malformed payloads do not.
[[nodiscard]] bool payloadStartsKeyframe(std::span<const std::byte> payload);

}  // namespace mcu::media::h261
