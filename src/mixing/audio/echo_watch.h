// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/clock.h"
#include "base/spsc_ring.h"
#include "media/audio_mixer.h"
#include "mixing/audio/echo_detector.h"
#include "mixing/audio/resampler.h"

namespace mcu::mixing {

/// One talker that may return what it is sent, on three threads: the mixer's notes both sounds of a
/// tick at 8 kHz (a few microseconds), the echo worker's compares them, control reads the result.
/// Shared by all three, for each may be the last to need it.
class EchoWatch {
public:
    EchoWatch() : ring_(kRingTicks) {}

    /// Mixer's thread, in this order once a tick: what the talker brought, what it was sent, and
    /// the end of the tick. What is not told was silence.
    void back(std::span<const float, kTickSamples> sound);
    void sent(std::span<const float, kTickSamples> sound);
    void finish(SteadyTime now);

    /// Worker: compares all that was noted.
    void analyse();

    /// Control: what is known.
    [[nodiscard]] std::optional<media::Echo> echo() const;

private:
    static constexpr std::size_t kRingTicks = 128;  ///< 2.5 s for a worker that comes late
    static constexpr std::size_t kSamples = kTickSamples / (kMixRate / BandLevels::kRate);

    using Sound = std::array<float, kSamples>;

    struct Tick {
        SteadyTime at{};
        Sound back{};
        Sound sent{};
    };

    static void lower(std::span<const float, kTickSamples> sound, Sound& lowered);
    void bridge(SteadyTime until);
    void compare(const Tick& tick);
    void publish();

    SpscRing<Tick> ring_;
    Tick* open_ = nullptr;  ///< the mixer's: being noted
    bool toldBack_ = false;
    bool toldSent_ = false;

    // The worker's:
    BandLevels backBands_;
    BandLevels sentBands_;
    EchoDetector detector_;
    std::optional<SteadyTime> expected_;  ///< the next tick, unless some were left out

    std::atomic<std::int64_t> since_{0};  ///< steady clock's nanoseconds
    std::atomic<float> levelDb_{0};
    std::atomic<std::int32_t> delayMs_{-1};  ///< negative: no echo
};

}  // namespace mcu::mixing
