// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "sim/gstreamer/video_encoding.h"
#include "sim/source/media_loop.h"
#include "sim/source/video_spec.h"

namespace mcu::sim {

/// The video loops of all rooms, encoded once and kept in files between runs: encoding 240 rooms
/// takes minutes, reading them does not. One thread.
class VideoLibrary {
public:
    /// Files go to `folder` (created); empty: nothing is kept.
    explicit VideoLibrary(std::filesystem::path folder);

    /// $XDG_CACHE_HOME/mcusim, or ~/.cache/mcusim.
    [[nodiscard]] static std::filesystem::path defaultFolder();

    /// Makes the loops of many rooms ready, on all cores. Blocks.
    Status prepare(const VideoSpec& spec, const std::vector<int>& sites);
    /// The loop with a room's code; made now if it is not ready.
    Result<MediaLoopPointer> coded(const VideoSpec& spec, int site);
    /// A loop of a camera whose cap is on.
    Result<MediaLoopPointer> black(const VideoSpec& spec);
    /// A loop made of a video file.
    Result<MediaLoopPointer> ofFile(const VideoSpec& spec, const std::string& file);

private:
    Result<MediaLoopPointer> load(const VideoSpec& spec,
                                  const std::string& name,
                                  const std::function<Result<std::vector<CodedPicture>>()>& encode);

    std::filesystem::path folder_;
    std::map<std::string, MediaLoopPointer> loops_;
};

}  // namespace mcu::sim
