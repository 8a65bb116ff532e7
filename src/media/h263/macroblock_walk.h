// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mcu::media::h263 {

/// A place where a picture may be cut: in front of a macroblock, or of the header of a group of
/// blocks (or of the picture). With what a decoder needs that starts there (RFC 2190 section 5.2).
struct CutPoint {
    std::size_t bit = 0;
    bool header = false;           ///< of a group of blocks or the picture; on a whole byte
    std::uint8_t group = 0;        ///< GOB number
    std::uint16_t macroblock = 0;  ///< within the group
    std::uint8_t quantizer = 0;    ///< in force before the macroblock
    std::int8_t horizontal = 0;    ///< predictor of its motion vector, in half pixels
    std::int8_t vertical = 0;
};

/// Finds the cut points of a baseline picture (H.263 without annexes), in order, the picture's own
/// header first; `points` keeps its memory from picture to picture. False when the picture is
/// another one, or does not read to its end; never asserts on input.
[[nodiscard]] bool findCutPoints(std::span<const std::byte> picture, std::vector<CutPoint>& points);

}  // namespace mcu::media::h263
