// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mcu::media::h264 {

/// Puts the RTP payloads of one access unit together to an Annex B byte stream (RFC 6184: single
/// NAL unit, STAP-A and FU-A packets; the interleaved mode is not taken). Payloads must come in
/// sequence order; who calls it knows about losses and the end of the unit. Never asserts on input.
/// Owned by a decoder; one thread.
class Depacketizer {
public:
    static constexpr std::size_t kMaxUnitBytes = 4U << 20U;

    /// Adds a payload. False when it is malformed, of a mode not taken, or makes the unit too
    /// large; the unit is damaged from then on.
    bool add(std::span<const std::byte> payload);

    /// Marks the unit damaged: a packet of it is missing.
    void markDamaged() { damaged_ = true; }

    /// Forgets the unit; buffers are kept for the next.
    void clear();

    /// All that was announced is there, and nothing was malformed.
    [[nodiscard]] bool complete() const {
        return !damaged_ && fragment_ == kNoFragment && !unit_.empty();
    }

    [[nodiscard]] bool empty() const { return unit_.empty() && !damaged_; }

    /// The unit begins where a picture begins, so no packet is missing in front.
    [[nodiscard]] bool beginsPicture() const { return beginsPicture_; }

    /// The unit holds a slice of an IDR picture.
    [[nodiscard]] bool keyframe() const { return keyframe_; }

    /// The unit holds a slice; false for parameter sets alone, which some endpoints send with a
    /// timestamp of their own.
    [[nodiscard]] bool hasSlice() const { return hasSlice_; }

    [[nodiscard]] std::span<const std::byte> unit() const { return unit_; }

private:
    static constexpr int kNoFragment = -1;

    bool addNal(std::span<const std::byte> nal);
    bool addAggregate(std::span<const std::byte> payload);
    bool addFragment(std::span<const std::byte> payload);
    bool append(std::byte header, std::span<const std::byte> rest);
    void note(std::byte header, std::span<const std::byte> rest);

    std::vector<std::byte> unit_;
    int fragment_ = kNoFragment;  ///< NAL type of the fragmented NAL unit not yet ended
    bool damaged_ = false;
    bool keyframe_ = false;
    bool beginsPicture_ = false;
    bool hasSlice_ = false;
};

}  // namespace mcu::media::h264
