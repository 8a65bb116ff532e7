// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "base/clock.h"

namespace mcu::mixing {

/// What an operator may set about pictures.
struct VideoSettings {
    int decodeThreads = 2;
    int encodeThreads = 2;
    /// How long a missing packet is waited for before it counts as lost.
    Duration reorderWait = std::chrono::milliseconds(40);
    /// A source without a decoded picture for so long is stalled.
    Duration stallAfter = std::chrono::seconds(2);
    /// x264's speed preset: "ultrafast", "superfast", "veryfast" ...
    std::string x264Preset = "superfast";
    /// Font family of captions and notices.
    std::string font = "DejaVu Sans";
};

/// The largest picture taken in or put out.
inline constexpr int kMaxWidth = 1920;
inline constexpr int kMaxHeight = 1920;  ///< upright pictures of telephones
inline constexpr int kMaxArea = 1920 * 1088;

[[nodiscard]] constexpr bool isAcceptableSize(int width, int height) {
    return width >= 16 && height >= 16 && width <= kMaxWidth && height <= kMaxHeight &&
           width * height <= kMaxArea;
}

/// QCIF or CIF, or 4CIF where there is that.
[[nodiscard]] constexpr bool isCifSize(int width, int height, bool has4Cif) {
    return (width == 176 && height == 144) || (width == 352 && height == 288) ||
           (has4Cif && width == 704 && height == 576);
}

}  // namespace mcu::mixing
