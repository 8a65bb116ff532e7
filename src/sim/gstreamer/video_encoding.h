// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "sim/picture/picture.h"
#include "sim/source/video_spec.h"

namespace mcu::sim {

/// An encoded picture: an H.264 access unit (Annex B), a VP8 frame, an H.263 or H.261 picture.
struct CodedPicture {
    std::vector<std::byte> bytes;
    bool keyframe = false;
};

/// Encodes `count` pictures, a keyframe each second. Blocks the caller until all are done.
[[nodiscard]] Result<std::vector<CodedPicture>> encodePictures(
    const VideoSpec& spec, int count, const std::function<const Picture&(int)>& draw);

/// Decodes a video file, fits it into the size (with bars), and encodes its first `seconds` at
/// most. Blocks.
[[nodiscard]] Result<std::vector<CodedPicture>> encodeVideoFile(const VideoSpec& spec,
                                                                const std::string& file,
                                                                int seconds);

}  // namespace mcu::sim
