// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace mcu::sim {

/// Decodes a sound file to mono of one sample rate, its first minute at most. Blocks.
[[nodiscard]] Result<std::vector<std::int16_t>> readSoundFile(const std::string& file,
                                                              int sampleRate);

}  // namespace mcu::sim
