// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/talker.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mcu::mixing {
namespace {

constexpr float kNothingDbfs = -127.0F;
constexpr float kSpeakingDbfs = -45.0F;
constexpr int kHangoverTicks = 15;  // 300 ms
constexpr float kMinGainDb = -60.0F;
constexpr float kMaxGainDb = 20.0F;
constexpr double kFullScaleMeanSquare = 32767.0 * 32767.0 / 2;  // of a sine: 0 dBFS

float toDbfs(double meanSquare) {
    if (meanSquare <= 0) {
        return kNothingDbfs;
    }
    return std::max(kNothingDbfs,
                    static_cast<float>(10.0 * std::log10(meanSquare / kFullScaleMeanSquare)));
}

/// Four sums, so that the compiler can vectorize them.
float meanSquareOf(std::span<const float, kTickSamples> sound) {
    std::array<float, 4> sums{};
    for (std::size_t i = 0; i < sound.size(); i += 4) {
        for (std::size_t lane = 0; lane < 4; ++lane) {
            sums[lane] += sound[i + lane] * sound[i + lane];
        }
    }
    return (sums[0] + sums[1] + sums[2] + sums[3]) / static_cast<float>(kTickSamples);
}

}  // namespace

Talker::Talker(TalkerId id, std::shared_ptr<TalkerInput> input, std::unique_ptr<Playout> playout)
    : id_(id), input_(std::move(input)), playout_(std::move(playout)) {}

void Talker::setGain(float decibel) {
    wantedGain_ = decibel <= kMinGainDb || std::isnan(decibel)
                      ? 0.0F
                      : std::pow(10.0F, std::min(decibel, kMaxGainDb) / 20.0F);
}

void Talker::tick(std::int64_t now) {
    auto& ring = input_->ring();
    while (PacketSlot* const packet = ring.front()) {
        playout_->onPacket(*packet, now);
        ring.popFront();
    }
    heard_ = playout_->render(now, sound_);
    if (!heard_ && audible_) {
        sound_.fill(0.0F);
    }
    if (watch_ && heard_) {
        watch_->back(sound_);
    }
    measure();
    applyGain();
}

void Talker::measure() {
    meanSquares_[nextMeanSquare_] = heard_ ? meanSquareOf(sound_) : 0.0F;
    nextMeanSquare_ = (nextMeanSquare_ + 1) % kLevelTicks;
    const double sum = std::accumulate(meanSquares_.begin(), meanSquares_.end(), 0.0);
    media::TalkerLevel level;
    level.levelDbfs = toDbfs(sum / kLevelTicks);
    hangover_ = level.levelDbfs > kSpeakingDbfs ? kHangoverTicks : std::max(0, hangover_ - 1);
    level.speaking = hangover_ > 0;
    level.bufferMs = static_cast<std::uint32_t>(playout_->waiting() / 48);
    level.driftPpm = static_cast<std::int32_t>(std::lround(playout_->drift() * 1e6));
    level.concealed = playout_->concealed();
    level.dropped = playout_->dropped();
    input_->publish(level);
}

void Talker::applyGain() {
    const float from = gain_;
    // Half of the way each tick; the last hundredth at once.
    gain_ = std::abs(wantedGain_ - from) < 0.01F * std::max(wantedGain_, 0.01F)
                ? wantedGain_
                : from + 0.5F * (wantedGain_ - from);
    audible_ = heard_ && (from > 0 || gain_ > 0);
    if (!heard_ || (from == 1.0F && gain_ == 1.0F)) {
        return;
    }
    const float step = (gain_ - from) / static_cast<float>(kTickSamples);
    for (std::size_t i = 0; i < kTickSamples; ++i) {
        sound_[i] *= from + step * static_cast<float>(static_cast<int>(i));
    }
}

}  // namespace mcu::mixing
