// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "media/audio_mixer.h"
#include "media/transport.h"
#include "media/video_mixer.h"

namespace mcu::conference {

/// The media the domain drives, attached by `app` before anything else happens.
struct Planes {
    media::Transport* transport = nullptr;
    media::AudioMixer* audio = nullptr;
    media::VideoMixer* video = nullptr;
};

}  // namespace mcu::conference
