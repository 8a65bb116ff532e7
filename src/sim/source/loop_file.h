// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "base/result.h"
#include "sim/gstreamer/video_encoding.h"

namespace mcu::sim {

/// Writes coded pictures to a file; complete or not there, also with several writers.
Status writeLoopFile(const std::filesystem::path& file, const std::vector<CodedPicture>& pictures);
/// Empty when there is no such file or it is damaged.
[[nodiscard]] std::optional<std::vector<CodedPicture>> readLoopFile(
    const std::filesystem::path& file);

}  // namespace mcu::sim
