// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mcu::media::h261 {

/// A place where a picture may be cut: in front of a group of blocks (or the picture), or of a
/// macroblock that is not the first of its group. With what a decoder needs that starts there
/// (RFC 4587 section 4.1).
struct CutPoint {
    std::size_t bit = 0;
    bool header = false;         ///< of a group of blocks or the picture
    std::uint8_t group = 0;      ///< GOB number
    std::uint8_t address = 0;    ///< of the macroblock before
    std::uint8_t quantizer = 0;  ///< in force before the macroblock
    std::int8_t horizontal = 0;  ///< vector of the macroblock before, in pixels
    std::int8_t vertical = 0;
};

/// What a picture is (H.261 section 4.2).
struct PictureShape {
    int width = 0;
    int height = 0;
    std::uint8_t temporalReference = 0;
    int intra = 0;       ///< macroblocks coded by themselves
    int others = 0;      ///< macroblocks that lean on the picture before
    bool ended = false;  ///< read to its end without a fault

    /// All of it is coded by itself.
    [[nodiscard]] bool keyframe() const {
        return ended && others == 0 && intra == width / 16 * (height / 16);
    }
};

/// Reads a picture, or the beginning of one, that starts with a picture start code behind less than
/// eight zero bits; `missing`: bits of the last byte that are no part of it. `points`, when not
/// null, gets the cut points in order, the picture's own header first, and keeps its memory from
/// picture to picture. Width 0: it does not begin with a picture start code. Never asserts on
/// input.
[[nodiscard]] PictureShape walk(std::span<const std::byte> picture,
                                unsigned missing,
                                std::vector<CutPoint>* points);

}  // namespace mcu::media::h261
