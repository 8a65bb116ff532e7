// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "sim/picture/picture.h"

namespace mcu::sim {

// A room's number and a frame counter as blocks of black and white that survive scaling and H.264:
// 8 x 4 cells in the area 8-92 % x 12-88 % of a picture, clear of captions and edges. The corner
// cells are white, black, black, white: they give the threshold and reject a picture that is no
// code. The other 28 cells are 8 bits of the number and 6 of the counter in the upper half and the
// complement of each in the lower half, so that a picture laid over one half leaves the other
// readable.

inline constexpr int kCodeSites = 256;
inline constexpr int kCodeCounters = 64;
inline constexpr std::uint8_t kCodeGround = 126;
inline constexpr std::uint8_t kCodeWhite = 220;
inline constexpr std::uint8_t kCodeBlack = 32;

struct CodeReading {
    int site = 0;
    int counter = 0;
    double margin = 0;  ///< how far the worst cell is from the threshold: 1 best, 0 at it
};

/// Paints the blocks into `rect` of a picture; the ground around them is left alone.
void paintCode(Picture& picture, const PixelRect& rect, int site, int counter);

/// Reads the code of a picture shown in `rect`. `covered` are areas laid over it: their cells are
/// not looked at. Empty when there is none, or when it contradicts itself.
[[nodiscard]] std::optional<CodeReading> readCode(const LumaView& luma,
                                                  const PixelRect& rect,
                                                  std::span<const PixelRect> covered = {});

}  // namespace mcu::sim
