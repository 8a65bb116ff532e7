// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/audio_mixer_engine.h"

#include <ctime>
#include <pthread.h>
#include <string>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

#include "base/log.h"

namespace mcu::mixing {
namespace {

using namespace std::chrono_literals;

constexpr auto kTick = AudioMixCore::kTick;
constexpr auto kMaxLateness = 2 * kTick;  // caught up tick by tick; more is left out
constexpr auto kSweepDelay = 200ms;

void sleepUntil(SteadyTime time) {
    const auto nanoseconds =
        std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
    timespec when{};
    when.tv_sec = nanoseconds / 1'000'000'000;
    when.tv_nsec = nanoseconds % 1'000'000'000;
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &when, nullptr) == EINTR) {
    }
}

/// A late tick is heard, so the thread goes before those that encode pictures. Without the right to
/// it nothing is lost.
void raisePriority(int niceness) {
    const auto thread = static_cast<id_t>(syscall(SYS_gettid));
    if (niceness != 0 && setpriority(PRIO_PROCESS, thread, niceness) != 0) {
        logger("mixing").debug("mixer thread keeps its priority niceness={}", niceness);
    }
}

Error unknownMix(MixId mix) {
    return {ErrorCode::notFound, "no sound mix " + std::to_string(mix.value)};
}

template <typename... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};

template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace

Result<std::unique_ptr<AudioMixerEngine>> AudioMixerEngine::create(Loop& control,
                                                                   AudioMixerSettings settings) {
    std::unique_ptr<AudioMixerEngine> engine(new AudioMixerEngine(control, settings));
    engine->thread_ = std::thread([raw = engine.get()] { raw->run(); });
    return {std::move(engine)};
}

AudioMixerEngine::AudioMixerEngine(Loop& control, AudioMixerSettings settings)
    : control_(control), settings_(settings) {}

AudioMixerEngine::~AudioMixerEngine() {
    stopping_.store(true);
    if (thread_.joinable()) {
        thread_.join();
    }
    if (sweepTimer_ != 0) {
        control_.cancel(sweepTimer_);
    }
}

MixId AudioMixerEngine::createMix() {
    control_.role().assertHere();
    const MixId id = mixIds_.next();
    mixes_[id];
    commands_.push(AddMix{id});
    return id;
}

void AudioMixerEngine::destroyMix(MixId mix) {
    control_.role().assertHere();
    if (mixes_.erase(mix) > 0) {
        commands_.push(RemoveMix{mix});
        sweepSoon();
    }
}

Result<media::AudioMixer::Talker> AudioMixerEngine::addTalker(MixId mix) {
    control_.role().assertHere();
    const auto found = mixes_.find(mix);
    if (found == mixes_.end()) {
        return unknownMix(mix);
    }
    auto playout = Playout::create();
    if (!playout) {
        return playout.error().in("talker");
    }
    const TalkerId id = talkerIds_.next();
    auto input = std::make_shared<TalkerInput>();
    found->second.emplace(id, input);
    commands_.push(
        AddTalker{mix, std::make_unique<mixing::Talker>(id, input, std::move(*playout))});
    return media::AudioMixer::Talker{id, std::move(input)};
}

void AudioMixerEngine::removeTalker(TalkerId talker) {
    control_.role().assertHere();
    for (auto& [mix, talkers] : mixes_) {
        if (talkers.erase(talker) > 0) {
            commands_.push(RemoveTalker{talker});
            sweepSoon();
            return;
        }
    }
}

void AudioMixerEngine::setGain(TalkerId talker, float decibel) {
    control_.role().assertHere();
    commands_.push(SetGain{talker, decibel});
}

Result<AudioOutputId> AudioMixerEngine::openOutput(MixId mix,
                                                   const media::CodecFormat& format,
                                                   const Hearing& hearing,
                                                   std::shared_ptr<media::FrameSink> sink) {
    control_.role().assertHere();
    if (!mixes_.contains(mix)) {
        return unknownMix(mix);
    }
    if (!sink) {
        return Error{ErrorCode::invalidArgument, "sound output without a sink"};
    }
    auto encoder = makeAudioEncoder(format);
    if (!encoder) {
        return encoder.error().in("sound output");
    }
    const AudioOutputId id = outputIds_.next();
    commands_.push(AddOutput{
        mix, std::make_unique<AudioOutput>(id, hearing, std::move(*encoder), std::move(sink))});
    return id;
}

void AudioMixerEngine::closeOutput(AudioOutputId output) {
    control_.role().assertHere();
    commands_.push(RemoveOutput{output});
    sweepSoon();
}

std::vector<media::TalkerLevel> AudioMixerEngine::levels(MixId mix) const {
    control_.role().assertHere();
    std::vector<media::TalkerLevel> levels;
    if (const auto found = mixes_.find(mix); found != mixes_.end()) {
        levels.reserve(found->second.size());
        for (const auto& [id, input] : found->second) {
            levels.push_back(input->figures(id));
        }
    }
    return levels;
}

std::chrono::nanoseconds AudioMixerEngine::cpuTime() const {
    clockid_t clock{};
    timespec used{};
    auto& thread = const_cast<std::thread&>(thread_);
    if (pthread_getcpuclockid(thread.native_handle(), &clock) != 0 ||
        clock_gettime(clock, &used) != 0) {
        return {};
    }
    return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

void AudioMixerEngine::sweep() {
    while (remains_.pop()) {
    }
}

void AudioMixerEngine::sweepSoon() {
    if (sweepTimer_ == 0) {
        sweepTimer_ = control_.after(kSweepDelay, [this] {
            sweepTimer_ = 0;
            sweep();
        });
    }
}

void AudioMixerEngine::run() {
    pthread_setname_np(pthread_self(), "audio-mixer");
    raisePriority(settings_.niceness);
    SteadyTime due = std::chrono::steady_clock::now();
    while (!stopping_.load(std::memory_order_relaxed)) {
        while (auto command = commands_.pop()) {
            obey(std::move(*command));
        }
        core_.tick(due);
        due += kTick;
        const auto lateness = std::chrono::steady_clock::now() - due;
        if (lateness > kMaxLateness) {
            const auto ticks = static_cast<int>(lateness / kTick);
            core_.skip(ticks);
            due += ticks * kTick;
            skippedTicks_.fetch_add(static_cast<std::uint64_t>(ticks), std::memory_order_relaxed);
        }
        sleepUntil(due);
    }
}

void AudioMixerEngine::obey(Command command) {
    std::visit(
        Overloaded{
            [this](AddMix& add) { core_.addMix(add.mix); },
            [this](RemoveMix& remove) { remains_.push(core_.removeMix(remove.mix)); },
            [this](AddTalker& add) {
                if (auto refused = core_.addTalker(add.mix, std::move(add.talker))) {
                    remains_.push(std::move(refused));
                }
            },
            [this](RemoveTalker& remove) { remains_.push(core_.removeTalker(remove.talker)); },
            [this](SetGain& set) { core_.setGain(set.talker, set.decibel); },
            [this](AddOutput& add) {
                if (auto refused = core_.addOutput(add.mix, std::move(add.output))) {
                    remains_.push(std::move(refused));
                }
            },
            [this](RemoveOutput& remove) { remains_.push(core_.removeOutput(remove.output)); },
        },
        command);
}

}  // namespace mcu::mixing
