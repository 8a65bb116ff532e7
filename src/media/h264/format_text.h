// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "media/codec.h"

namespace mcu::media::h264 {

/// A format for people: "baseline, level 3.1, 1280x720 at 30/s".
[[nodiscard]] inline std::string describe(const H264Format& format) {
    std::string text = format.profileIdc == 66    ? "baseline"
                       : format.profileIdc == 77  ? "main"
                       : format.profileIdc == 88  ? "extended"
                       : format.profileIdc == 100 ? "high"
                                                  : "profile " + std::to_string(format.profileIdc);
    CodecFormat whole;
    whole.codec = Codec::h264;
    whole.h264 = format;
    const auto limit = largestPicture(whole);
    text += ", level " + std::to_string(format.levelIdc / 10) + "." +
            std::to_string(format.levelIdc % 10);
    if (limit.width > 0) {
        text += ", " + std::to_string(limit.width) + "x" + std::to_string(limit.height) + " at " +
                std::to_string(limit.framesPerSecond) + "/s";
    }
    return text;
}

}  // namespace mcu::media::h264
