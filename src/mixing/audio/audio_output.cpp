// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/audio_output.h"

#include <utility>

namespace mcu::mixing {

AudioOutput::AudioOutput(AudioOutputId id,
                         media::AudioMixer::Hearing hearing,
                         std::unique_ptr<AudioEncoder> encoder,
                         std::shared_ptr<media::FrameSink> sink)
    : id_(id),
      hearing_(std::move(hearing)),
      encoder_(std::move(encoder)),
      sink_(std::move(sink)),
      downsampler_(encoder_->sampleRate()) {}

void AudioOutput::push(std::span<const float, kTickSamples> sound, SteadyTime mixed) {
    downsampler_.process(sound, pcm_);
    auto frame = std::make_shared<media::EncodedFrame>();
    encoder_->encode(pcm_, frame->bytes);
    frame->rtpTimestamp = rtpTimestamp_;
    rtpTimestamp_ += encoder_->rtpTicksPerFrame();
    if (frame->bytes.empty()) {
        return;
    }
    frame->ends.push_back(static_cast<std::uint32_t>(frame->bytes.size()));
    frame->talkSpurtStart = std::exchange(first_, false);
    frame->captured = mixed;
    sink_->push(std::move(frame));
}

void AudioOutput::skip(int ticks) {
    rtpTimestamp_ += static_cast<std::uint32_t>(ticks) * encoder_->rtpTicksPerFrame();
}

}  // namespace mcu::mixing
