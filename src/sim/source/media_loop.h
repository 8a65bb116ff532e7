// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "base/clock.h"
#include "media/codec.h"
#include "media/encoded_frame.h"

namespace mcu::sim {

/// Pre-encoded media a room sends over and over: made once, shared, never changed. A video loop
/// begins with a keyframe, has one each second, and frame i carries counter i in its picture code.
struct MediaLoop {
    media::Codec codec = media::Codec::h264;
    std::vector<media::EncodedFrame> frames;
    Duration period{};          ///< between two frames
    std::uint32_t rtpStep = 0;  ///< RTP clock units a frame
    /// Sound with a burst in it: how far behind the start of frame 0 a listener finds the onset,
    /// codec delay and detector included.
    Duration onset{};
};

using MediaLoopPointer = std::shared_ptr<const MediaLoop>;

}  // namespace mcu::sim
