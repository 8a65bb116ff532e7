// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/ids.h"
#include "media/audio_mixer.h"
#include "media/encoded_frame.h"
#include "mixing/audio/codec/audio_codec.h"
#include "mixing/audio/resampler.h"

namespace mcu::mixing {

/// One encoded output of a mix: a frame into its sink each tick, silence included, so that
/// receivers' buffers and firewalls stay open. Made on the control thread, then owned by the
/// AudioMixCore; mixer's thread.
class AudioOutput {
public:
    AudioOutput(AudioOutputId id,
                media::AudioMixer::Hearing hearing,
                std::unique_ptr<AudioEncoder> encoder,
                std::shared_ptr<media::FrameSink> sink);

    [[nodiscard]] AudioOutputId id() const { return id_; }

    /// What of the mix it carries.
    [[nodiscard]] const media::AudioMixer::Hearing& hearing() const { return hearing_; }

    /// Encodes a tick's sound and pushes it.
    void push(std::span<const float, kTickSamples> sound, SteadyTime mixed);
    void skip(int ticks);

private:
    AudioOutputId id_;
    media::AudioMixer::Hearing hearing_;
    std::unique_ptr<AudioEncoder> encoder_;
    std::shared_ptr<media::FrameSink> sink_;
    Downsampler downsampler_;
    std::vector<std::int16_t> pcm_;
    std::uint32_t rtpTimestamp_ = 0;
    bool first_ = true;
};

}  // namespace mcu::mixing
