// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

#include "mixing/audio/echo_watch.h"
#include "mixing/audio/playout.h"
#include "mixing/audio/talker_input.h"

namespace mcu::mixing {

/// One talker of a mix: his stream's sound at his volume, and his figures. Made on the control
/// thread, then owned by the AudioMixCore; mixer's thread.
class Talker {
public:
    Talker(TalkerId id, std::shared_ptr<TalkerInput> input, std::unique_ptr<Playout> playout);

    [[nodiscard]] TalkerId id() const { return id_; }

    /// Renders the tick at `now` (samples of 48 kHz) and publishes the figures.
    void tick(std::int64_t now);

    void skip(int ticks) { playout_->skip(ticks); }

    /// Moves to the new volume within some ticks.
    void setGain(float decibel);

    /// From now on the sound, before its volume, is noted in `watch` (null: no more), to be
    /// compared with what this output carries. Returns the watch before.
    std::shared_ptr<EchoWatch> setWatch(std::shared_ptr<EchoWatch> watch, AudioOutputId sent) {
        sent_ = sent;
        return std::exchange(watch_, std::move(watch));
    }

    [[nodiscard]] EchoWatch* watch() const { return watch_.get(); }

    [[nodiscard]] AudioOutputId watchedOutput() const { return sent_; }

    /// This tick's sound at its volume; all zero when not audible.
    [[nodiscard]] std::span<const float, kTickSamples> sound() const { return sound_; }

    [[nodiscard]] bool audible() const { return audible_; }

private:
    void measure();
    void applyGain();

    static constexpr std::size_t kLevelTicks = 10;  ///< 200 ms

    TalkerId id_;
    std::shared_ptr<TalkerInput> input_;
    std::unique_ptr<Playout> playout_;
    std::array<float, kTickSamples> sound_{};
    bool heard_ = false;    ///< the stream yields sound
    bool audible_ = false;  ///< and its volume is not zero
    float gain_ = 1.0F;
    float wantedGain_ = 1.0F;
    std::array<float, kLevelTicks> meanSquares_{};
    std::size_t nextMeanSquare_ = 0;
    int hangover_ = 0;  ///< ticks for which he still counts as speaking
    std::shared_ptr<EchoWatch> watch_;
    AudioOutputId sent_;
};

}  // namespace mcu::mixing
