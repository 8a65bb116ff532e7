// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "sim/source/media_loop.h"

namespace mcu::sim {

/// The sound loops of all rooms: a steady tone each, bursts for measuring delay, or a sound file.
/// Encoded on first use (some 10 ms), then shared. One thread.
class SoundLibrary {
public:
    Result<MediaLoopPointer> tone(media::Codec codec, int site);
    /// Packets of nothing: a microphone that is switched off at the room.
    Result<MediaLoopPointer> silence(media::Codec codec);
    /// A short burst at the start of each second, silence between.
    Result<MediaLoopPointer> bursts(media::Codec codec);
    Result<MediaLoopPointer> ofFile(media::Codec codec, const std::string& file);

private:
    std::map<std::string, MediaLoopPointer> loops_;
};

}  // namespace mcu::sim
