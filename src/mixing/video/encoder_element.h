// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/video_mixer.h"
#include "mixing/video/element_runner.h"

namespace mcu::mixing {

/// Makes the GStreamer element for an encoder class: x264 (low delay, no frame held back, slices
/// that fit a packet), libvpx's VP8 in its real-time mode, or libavcodec's H.263 and H.261.
Result<std::unique_ptr<ElementRunner>> makeEncoder(const media::EncoderSpec& spec,
                                                   const std::string& x264Preset,
                                                   ElementRunner::Output output);

}  // namespace mcu::mixing
