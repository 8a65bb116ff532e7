// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "media/bit_joiner.h"
#include "media/h263/picture_header.h"

namespace mcu::media::h263 {

/// The two ways H.263 travels in RTP.
enum class PayloadFormat : std::uint8_t {
    rfc2190,  ///< modes A, B and C; packets may begin and end within a byte
    rfc4629,  ///< whole bytes (also RFC 2429, which it replaces)
};

/// Puts the RTP payloads of one picture together. Payloads must come in sequence order; who calls
/// it knows about losses and the end of the picture. Never asserts on input. Owned by a decoder;
/// one thread.
class Depacketizer {
public:
    static constexpr std::size_t kMaxUnitBytes = 1U << 20U;

    explicit Depacketizer(PayloadFormat format) : format_(format) {}

    /// Adds a payload. False when it is malformed, does not join the one before, or makes the
    /// picture too large; the picture is damaged from then on.
    bool add(std::span<const std::byte> payload);

    void markDamaged() { damaged_ = true; }

    void clear();

    [[nodiscard]] bool complete() const { return !damaged_ && beginsPicture_; }

    [[nodiscard]] bool empty() const { return unit_.bytes().empty() && !damaged_; }

    /// The unit begins with a picture start code, so no packet is missing in front.
    [[nodiscard]] bool beginsPicture() const { return beginsPicture_; }

    /// An INTRA picture.
    [[nodiscard]] bool keyframe() const;

    /// Of the picture; nothing when it has none that can be read.
    [[nodiscard]] std::optional<PictureHeader> header() const {
        return readPictureHeader(unit_.bytes());
    }

    [[nodiscard]] std::span<const std::byte> unit() const { return unit_.bytes(); }

private:
    bool add2190(std::span<const std::byte> payload);
    bool add4629(std::span<const std::byte> payload);

    PayloadFormat format_;
    BitJoiner unit_;
    bool damaged_ = false;
    bool beginsPicture_ = false;
};

/// True when an RTP payload begins an INTRA picture. Malformed payloads do not.
[[nodiscard]] bool payloadStartsKeyframe(PayloadFormat format, std::span<const std::byte> payload);

}  // namespace mcu::media::h263
