// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "mixing/audio/audio_output.h"
#include "mixing/audio/limiter.h"
#include "mixing/audio/talker.h"

namespace mcu::mixing {

/// The sound of all conferences, a tick at a time and without a thread of its own: decode each
/// talker, sum, subtract each talker's own for his outputs, limit, encode. Cost grows linearly with
/// talkers and outputs. What is removed is handed back so that it can be freed elsewhere. One
/// thread: AudioMixerEngine's, or a test's.
class AudioMixCore {
public:
    /// The time between two ticks.
    static constexpr std::chrono::milliseconds kTick{20};

    void addMix(MixId id);

    /// With its talkers and outputs.
    struct RemovedMix {
        std::vector<std::unique_ptr<Talker>> talkers;
        std::vector<std::unique_ptr<AudioOutput>> outputs;
    };

    RemovedMix removeMix(MixId id);
    /// A talker of an unknown mix is handed back.
    std::unique_ptr<Talker> addTalker(MixId mix, std::unique_ptr<Talker> talker);
    std::unique_ptr<Talker> removeTalker(TalkerId id);
    void setGain(TalkerId id, float decibel);
    /// Notes in `watch` what the talker brings and what this output of his mix carries; null: no
    /// more. What is not needed any more is handed back.
    std::shared_ptr<EchoWatch> setWatch(TalkerId id,
                                        AudioOutputId sent,
                                        std::shared_ptr<EchoWatch> watch);
    std::unique_ptr<AudioOutput> addOutput(MixId mix, std::unique_ptr<AudioOutput> output);
    std::unique_ptr<AudioOutput> removeOutput(AudioOutputId id);

    /// Mixes the 20 ms that begin at `now`. Calls are 20 ms apart, in the time they are told.
    void tick(SteadyTime now);
    /// `ticks` ticks will not be mixed: streams and outputs go on after them.
    void skip(int ticks);

private:
    struct Mix {
        MixId id;
        std::vector<std::unique_ptr<Talker>> talkers;
        std::vector<std::unique_ptr<AudioOutput>> outputs;
        Limiter limiter;
    };

    Mix* find(MixId id);
    void noteSent(AudioOutputId output, std::span<const float, kTickSamples> sound);
    void tick(Mix& mix, std::int64_t samples, SteadyTime now);
    /// What an output carries of the tick just summed; valid until the next call.
    std::span<const float, kTickSamples> soundFor(const Mix& mix,
                                                  const media::AudioMixer::Hearing& hearing);

    std::vector<std::unique_ptr<Mix>> mixes_;
    std::vector<const Talker*> watched_;  ///< of the mix at hand
    std::array<float, kTickSamples> sum_{};
    std::array<float, kTickSamples> all_{};  ///< the sum, limited
    std::array<float, kTickSamples> own_{};  ///< what one output carries, limited
    std::int64_t position_ = 0;              ///< of the tick at hand, in samples
};

}  // namespace mcu::mixing
