// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/echo_watch.h"

#include <algorithm>

#include "mixing/audio/audio_mix_core.h"

namespace mcu::mixing {

/// The mean of six samples. What it lets through above 4 kHz folds back the same way in both
/// sounds.
void EchoWatch::lower(std::span<const float, kTickSamples> sound, Sound& lowered) {
    constexpr std::size_t kFactor = kTickSamples / kSamples;
    for (std::size_t i = 0; i < kSamples; ++i) {
        const float* const from = sound.data() + i * kFactor;
        lowered[i] = (from[0] + from[1] + from[2] + from[3] + from[4] + from[5]) / kFactor;
    }
}

void EchoWatch::back(std::span<const float, kTickSamples> sound) {
    if (open_ == nullptr) {
        open_ = ring_.beginPush();
    }
    if (open_ != nullptr) {
        lower(sound, open_->back);
        toldBack_ = true;
    }
}

void EchoWatch::sent(std::span<const float, kTickSamples> sound) {
    if (open_ == nullptr) {
        open_ = ring_.beginPush();
    }
    if (open_ != nullptr) {
        lower(sound, open_->sent);
        toldSent_ = true;
    }
}

void EchoWatch::finish(SteadyTime now) {
    if (open_ == nullptr) {
        open_ = ring_.beginPush();
    }
    if (open_ == nullptr) {
        return;  // the worker is far behind; it bridges the gap by the time of the next tick
    }
    if (!toldBack_) {
        open_->back.fill(0);
    }
    if (!toldSent_) {
        open_->sent.fill(0);
    }
    open_->at = now;
    ring_.commitPush();
    open_ = nullptr;
    toldBack_ = false;
    toldSent_ = false;
}

void EchoWatch::analyse() {
    while (const Tick* const tick = ring_.front()) {
        bridge(tick->at);
        compare(*tick);
        expected_ = tick->at + AudioMixCore::kTick;
        ring_.popFront();
    }
    publish();
}

/// Ticks that were left out were silence on both sides.
void EchoWatch::bridge(SteadyTime until) {
    constexpr auto kFrame = AudioMixCore::kTick / 2;
    if (!expected_) {
        return;
    }
    auto at = std::max(*expected_, until - static_cast<int>(EchoTrack::kLength) * kFrame);
    for (; at + kFrame <= until; at += kFrame) {
        detector_.add({{}, BandLevels::kFloorDb}, {{}, BandLevels::kFloorDb}, at);
    }
}

void EchoWatch::compare(const Tick& tick) {
    for (std::size_t begin = 0; begin < kSamples; begin += BandLevels::kHop) {
        const auto part = [begin](const Sound& sound) {
            return std::span(sound).subspan(begin).first<BandLevels::kHop>();
        };
        detector_.add(
            sentBands_.process(part(tick.sent)), backBands_.process(part(tick.back)), tick.at);
    }
}

void EchoWatch::publish() {
    const auto& echo = detector_.echo();
    if (!echo) {
        delayMs_.store(-1, std::memory_order_release);
        return;
    }
    since_.store(echo->since.time_since_epoch().count(), std::memory_order_relaxed);
    levelDb_.store(echo->levelDb, std::memory_order_relaxed);
    delayMs_.store(static_cast<std::int32_t>(echo->delayMs), std::memory_order_release);
}

std::optional<media::Echo> EchoWatch::echo() const {
    const auto delay = delayMs_.load(std::memory_order_acquire);
    if (delay < 0) {
        return std::nullopt;
    }
    return media::Echo{static_cast<std::uint32_t>(delay),
                       levelDb_.load(std::memory_order_relaxed),
                       SteadyTime(SteadyTime::duration(since_.load(std::memory_order_relaxed)))};
}

}  // namespace mcu::mixing
