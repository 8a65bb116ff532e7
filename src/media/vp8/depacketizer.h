// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace mcu::media::vp8 {

/// Width and height a VP8 keyframe announces (RFC 6386 section 9.1).
struct FrameSize {
    int width = 0;
    int height = 0;
};

/// Puts the RTP payloads of one VP8 frame together (RFC 7741). Payloads must come in sequence
/// order; who calls it knows about losses and the end of the frame. Never asserts on input.
/// Owned by a decoder; one thread.
class Depacketizer {
public:
    static constexpr std::size_t kMaxUnitBytes = 4U << 20U;

    /// Adds a payload. False when it is malformed or makes the frame too large; the frame is
    /// damaged from then on.
    bool add(std::span<const std::byte> payload);

    void markDamaged() { damaged_ = true; }

    void clear();

    [[nodiscard]] bool complete() const { return !damaged_ && !unit_.empty(); }

    [[nodiscard]] bool empty() const { return unit_.empty() && !damaged_; }

    [[nodiscard]] bool beginsPicture() const { return beginsPicture_; }

    [[nodiscard]] bool keyframe() const;
    /// Zero for anything but a well-formed keyframe.
    [[nodiscard]] FrameSize size() const;

    [[nodiscard]] std::span<const std::byte> unit() const { return unit_; }

private:
    std::vector<std::byte> unit_;
    bool damaged_ = false;
    bool beginsPicture_ = false;
};

}  // namespace mcu::media::vp8
