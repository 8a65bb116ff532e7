// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <thread>
#include <variant>
#include <vector>

#include "base/loop.h"
#include "base/mpsc_queue.h"
#include "media/audio_mixer.h"
#include "mixing/audio/audio_mix_core.h"

namespace mcu::mixing {

struct AudioMixerSettings {
    int niceness = -10;  ///< of the mixer's thread, where the system permits it
};

/// The AudioMixer of the server: an AudioMixCore ticked by a thread of its own each 20 ms on an
/// absolute schedule. After an overload it goes on with the present: what it is late by more than
/// two ticks is left out, not sent in a burst. Public functions on the control thread; they queue
/// commands, and what the mixer has done with is freed here.
class AudioMixerEngine final : public media::AudioMixer {
public:
    static Result<std::unique_ptr<AudioMixerEngine>> create(Loop& control,
                                                            AudioMixerSettings settings = {});
    ~AudioMixerEngine() override;

    MixId createMix() override;
    void destroyMix(MixId mix) override;
    Result<Talker> addTalker(MixId mix) override;
    void removeTalker(TalkerId talker) override;
    void setGain(TalkerId talker, float decibel) override;
    Result<AudioOutputId> openOutput(MixId mix,
                                     const media::CodecFormat& format,
                                     const Hearing& hearing,
                                     std::shared_ptr<media::FrameSink> sink) override;
    void closeOutput(AudioOutputId output) override;
    [[nodiscard]] std::vector<media::TalkerLevel> levels(MixId mix) const override;

    /// Ticks left out after overloads, since the start. Any thread.
    [[nodiscard]] std::uint64_t skippedTicks() const { return skippedTicks_.load(); }

    /// CPU time the mixer's thread has used. Any thread.
    [[nodiscard]] std::chrono::nanoseconds cpuTime() const;

private:
    struct AddMix {
        MixId mix;
    };

    struct RemoveMix {
        MixId mix;
    };

    struct AddTalker {
        MixId mix;
        std::unique_ptr<mixing::Talker> talker;
    };

    struct RemoveTalker {
        TalkerId talker;
    };

    struct SetGain {
        TalkerId talker;
        float decibel;
    };

    struct AddOutput {
        MixId mix;
        std::unique_ptr<AudioOutput> output;
    };

    struct RemoveOutput {
        AudioOutputId output;
    };

    using Command =
        std::variant<AddMix, RemoveMix, AddTalker, RemoveTalker, SetGain, AddOutput, RemoveOutput>;
    /// What the mixer's thread is done with.
    using Remains = std::variant<std::unique_ptr<mixing::Talker>,
                                 std::unique_ptr<AudioOutput>,
                                 AudioMixCore::RemovedMix>;

    AudioMixerEngine(Loop& control, AudioMixerSettings settings);

    void run();
    void obey(Command command);
    void sweep();
    void sweepSoon();

    Loop& control_;
    AudioMixerSettings settings_;
    Loop::TimerId sweepTimer_ = 0;
    IdSequence<MixId> mixIds_;
    IdSequence<TalkerId> talkerIds_;
    IdSequence<AudioOutputId> outputIds_;
    std::map<MixId, std::map<TalkerId, std::shared_ptr<TalkerInput>>> mixes_;

    MpscQueue<Command> commands_;
    MpscQueue<Remains> remains_;
    std::atomic<bool> stopping_{false};
    std::atomic<std::uint64_t> skippedTicks_{0};
    AudioMixCore core_;  ///< the mixer thread's, from its start to its end
    std::thread thread_;
};

}  // namespace mcu::mixing
