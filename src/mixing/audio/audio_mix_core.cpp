// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/audio_mix_core.h"

#include <algorithm>
#include <utility>

#include "mixing/audio/test_sound.h"

namespace mcu::mixing {
namespace {

/// Takes the element with this id out of a vector of pointers; null if there is none.
template <typename T, typename Id>
std::unique_ptr<T> takeOut(std::vector<std::unique_ptr<T>>& all, Id id) {
    const auto found = std::ranges::find_if(all, [id](const auto& one) { return one->id() == id; });
    if (found == all.end()) {
        return nullptr;
    }
    std::unique_ptr<T> taken = std::move(*found);
    all.erase(found);
    return taken;
}

void add(std::span<float, kTickSamples> sum, std::span<const float, kTickSamples> sound) {
    float* __restrict to = sum.data();
    const float* __restrict from = sound.data();
    for (std::size_t i = 0; i < kTickSamples; ++i) {
        to[i] += from[i];
    }
}

void subtract(std::span<float, kTickSamples> sum, std::span<const float, kTickSamples> own) {
    float* __restrict to = sum.data();
    const float* __restrict from = own.data();
    for (std::size_t i = 0; i < kTickSamples; ++i) {
        to[i] -= from[i];
    }
}

}  // namespace

AudioMixCore::Mix* AudioMixCore::find(MixId id) {
    const auto found =
        std::ranges::find_if(mixes_, [id](const auto& mix) { return mix->id == id; });
    return found == mixes_.end() ? nullptr : found->get();
}

void AudioMixCore::addMix(MixId id) {
    auto mix = std::make_unique<Mix>();
    mix->id = id;
    mixes_.push_back(std::move(mix));
}

AudioMixCore::RemovedMix AudioMixCore::removeMix(MixId id) {
    RemovedMix removed;
    if (Mix* const mix = find(id)) {
        removed.talkers = std::move(mix->talkers);
        removed.outputs = std::move(mix->outputs);
        std::erase_if(mixes_, [id](const auto& one) { return one->id == id; });
    }
    return removed;
}

std::unique_ptr<Talker> AudioMixCore::addTalker(MixId id, std::unique_ptr<Talker> talker) {
    if (Mix* const mix = find(id)) {
        mix->talkers.push_back(std::move(talker));
    }
    return talker;
}

std::unique_ptr<Talker> AudioMixCore::removeTalker(TalkerId id) {
    for (const auto& mix : mixes_) {
        if (auto taken = takeOut(mix->talkers, id)) {
            return taken;
        }
    }
    return nullptr;
}

void AudioMixCore::setGain(TalkerId id, float decibel) {
    for (const auto& mix : mixes_) {
        for (const auto& talker : mix->talkers) {
            if (talker->id() == id) {
                talker->setGain(decibel);
                return;
            }
        }
    }
}

std::shared_ptr<EchoWatch> AudioMixCore::setWatch(TalkerId id,
                                                  AudioOutputId sent,
                                                  std::shared_ptr<EchoWatch> watch) {
    for (const auto& mix : mixes_) {
        for (const auto& talker : mix->talkers) {
            if (talker->id() == id) {
                return talker->setWatch(std::move(watch), sent);
            }
        }
    }
    return watch;
}

std::unique_ptr<AudioOutput> AudioMixCore::addOutput(MixId id,
                                                     std::unique_ptr<AudioOutput> output) {
    if (Mix* const mix = find(id)) {
        mix->outputs.push_back(std::move(output));
    }
    return output;
}

std::unique_ptr<AudioOutput> AudioMixCore::removeOutput(AudioOutputId id) {
    for (const auto& mix : mixes_) {
        if (auto taken = takeOut(mix->outputs, id)) {
            return taken;
        }
    }
    return nullptr;
}

void AudioMixCore::tick(SteadyTime now) {
    using Samples = std::chrono::duration<std::int64_t, std::ratio<1, kMixRate>>;
    const auto samples = std::chrono::round<Samples>(now.time_since_epoch()).count();
    for (const auto& mix : mixes_) {
        tick(*mix, samples, now);
    }
}

void AudioMixCore::tick(Mix& mix, std::int64_t samples, SteadyTime now) {
    position_ = samples;
    sum_.fill(0.0F);
    watched_.clear();
    for (const auto& talker : mix.talkers) {
        talker->tick(samples);
        if (talker->watch() != nullptr) {
            watched_.push_back(talker.get());
        }
        if (talker->audible()) {
            add(sum_, talker->sound());
        }
    }
    mix.limiter.measure(sum_);
    all_ = sum_;
    mix.limiter.apply(all_);
    for (const auto& output : mix.outputs) {
        const auto sound = soundFor(mix, output->hearing());
        noteSent(output->id(), sound);
        output->push(sound, now);
    }
    for (const auto* talker : watched_) {
        talker->watch()->finish(now);
    }
}

void AudioMixCore::noteSent(AudioOutputId output, std::span<const float, kTickSamples> sound) {
    for (const auto* talker : watched_) {
        if (talker->watchedOutput() == output) {
            talker->watch()->sent(sound);
        }
    }
}

std::span<const float, kTickSamples> AudioMixCore::soundFor(
    const Mix& mix, const media::AudioMixer::Hearing& hearing) {
    const auto audible = [&mix](TalkerId id) -> const Talker* {
        const auto found = std::ranges::find_if(
            mix.talkers, [id](const auto& talker) { return talker->id() == id; });
        return found != mix.talkers.end() && (*found)->audible() ? found->get() : nullptr;
    };
    if (hearing.testSound) {
        fillTestSound(position_, own_);
        return own_;
    }
    if (hearing.only) {
        own_.fill(0.0F);
        if (const auto* talker = audible(hearing.only)) {
            add(own_, talker->sound());
        }
        return own_;
    }
    bool less = false;
    for (const auto id : hearing.minus) {
        if (const auto* talker = audible(id)) {
            if (!less) {
                own_ = sum_;
                less = true;
            }
            subtract(own_, talker->sound());
        }
    }
    if (!less) {
        return all_;
    }
    mix.limiter.apply(own_);
    return own_;
}

void AudioMixCore::skip(int ticks) {
    for (const auto& mix : mixes_) {
        for (const auto& talker : mix->talkers) {
            talker->skip(ticks);
        }
        for (const auto& output : mix->outputs) {
            output->skip(ticks);
        }
    }
}

}  // namespace mcu::mixing
