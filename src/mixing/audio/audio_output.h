// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/ids.h"
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
                TalkerId minus,
                std::unique_ptr<AudioEncoder> encoder,
                std::shared_ptr<media::FrameSink> sink);

    [[nodiscard]] AudioOutputId id() const { return id_; }

    /// Whose own sound is left out; 0 nobody's.
    [[nodiscard]] TalkerId minus() const { return minus_; }

    /// Encodes a tick's sound and pushes it.
    void push(std::span<const float, kTickSamples> sound, SteadyTime mixed);
    void skip(int ticks);

private:
    AudioOutputId id_;
    TalkerId minus_;
    std::unique_ptr<AudioEncoder> encoder_;
    std::shared_ptr<media::FrameSink> sink_;
    Downsampler downsampler_;
    std::vector<std::int16_t> pcm_;
    std::uint32_t rtpTimestamp_ = 0;
    bool first_ = true;
};

}  // namespace mcu::mixing
