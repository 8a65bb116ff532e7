// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/codec/waveform_substitution.h"

#include <algorithm>
#include <cmath>

namespace mcu::mixing {
namespace {

std::int16_t toSample(double value) {
    return static_cast<std::int16_t>(std::lround(std::clamp(value, -32768.0, 32767.0)));
}

}  // namespace

WaveformSubstitution::WaveformSubstitution(int sampleRate)
    : blend_(static_cast<std::size_t>(sampleRate) * 5 / 1000),
      fade_(static_cast<std::size_t>(sampleRate) * 60 / 1000),
      history_(static_cast<std::size_t>(sampleRate) * 40 / 1000) {
    period_.reserve(history_.size());
}

void WaveformSubstitution::onDecoded(std::span<std::int16_t> pcm) {
    if (madeUp_ > 0) {
        const std::size_t count = std::min(blend_, pcm.size());
        for (std::size_t i = 0; i < count; ++i) {
            const double part = (static_cast<double>(i) + 0.5) / static_cast<double>(count);
            pcm[i] = toSample(part * pcm[i] + (1.0 - part) * next());
        }
        madeUp_ = 0;
    }
    remember(pcm);
}

void WaveformSubstitution::fill(std::span<std::int16_t> pcm) {
    if (madeUp_ == 0) {
        const std::size_t length = findPeriod();
        period_.assign(history_.end() - static_cast<std::ptrdiff_t>(length), history_.end());
        // The end of the period is bent to its beginning so that repeating it makes no click.
        const std::size_t bend = std::min(blend_, length / 4);
        const std::size_t before = history_.size() - length;
        for (std::size_t i = 0; i < bend && before >= bend; ++i) {
            const float part = (static_cast<float>(i) + 0.5F) / static_cast<float>(bend);
            float& sample = period_[length - bend + i];
            sample = (1.0F - part) * sample + part * history_[before - bend + i];
        }
        position_ = 0;
    }
    for (auto& sample : pcm) {
        sample = toSample(next());
    }
    remember(pcm);
}

void WaveformSubstitution::reset() {
    std::ranges::fill(history_, 0.0F);
    madeUp_ = 0;
}

/// The lag of 5 .. 15 ms (67 .. 200 Hz) at which the last 10 ms resemble what came before them
/// most.
std::size_t WaveformSubstitution::findPeriod() const {
    const std::size_t shortest = blend_;
    const std::size_t longest = blend_ * 3;
    const std::size_t window = blend_ * 2;
    const float* const recent = history_.data() + history_.size() - window;
    std::size_t best = shortest;
    float bestScore = -1.0F;
    for (std::size_t lag = shortest; lag <= longest; ++lag) {
        const float* const earlier = recent - lag;
        float cross = 0;
        float energy = 1.0F;
        for (std::size_t i = 0; i < window; ++i) {
            cross += recent[i] * earlier[i];
            energy += earlier[i] * earlier[i];
        }
        const float score = cross <= 0 ? 0 : cross * cross / energy;
        if (score > bestScore) {
            bestScore = score;
            best = lag;
        }
    }
    return best;
}

void WaveformSubstitution::remember(std::span<const std::int16_t> pcm) {
    const std::size_t count = std::min(pcm.size(), history_.size());
    std::copy(
        history_.begin() + static_cast<std::ptrdiff_t>(count), history_.end(), history_.begin());
    std::copy(pcm.end() - static_cast<std::ptrdiff_t>(count),
              pcm.end(),
              history_.end() - static_cast<std::ptrdiff_t>(count));
}

double WaveformSubstitution::next() {
    if (madeUp_ >= fade_ || period_.empty()) {
        return 0;
    }
    const double gain = 1.0 - static_cast<double>(madeUp_) / static_cast<double>(fade_);
    const double value = period_[position_] * gain;
    position_ = (position_ + 1) % period_.size();
    ++madeUp_;
    return value;
}

}  // namespace mcu::mixing
