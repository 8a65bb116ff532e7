// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace mcu::mixing {

/// What a sequence parameter set (H.264 section 7.3.2.1.1) says about its pictures.
struct H264PictureFormat {
    int width = 0;   ///< coded, before cropping
    int height = 0;  ///< coded, before cropping
    bool is420EightBit = false;
};

/// Reads a NAL unit of type 7. Empty when it is malformed. Never asserts on input.
std::optional<H264PictureFormat> readSps(std::span<const std::byte> nal);

/// False when an access unit carries a parameter set for pictures we do not take: the decoder must
/// not see it, since it would set aside memory for them.
bool isAcceptableH264(std::span<const std::byte> accessUnit);

}  // namespace mcu::mixing
