// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/echo_match.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

namespace mcu::mixing {
namespace {

constexpr float kAverageShare = 0.02F;  // of a new frame: half a second
constexpr float kMeanShapeFrames = 100;
constexpr std::size_t kStride = 2;      // frames are 30 ms long: each second one says it all
constexpr float kMinOverlap = 40;       // strides both are active: 0.8 s
constexpr float kMinVariance = 1;       // dB^2: less is a steady sound, which says nothing
constexpr std::size_t kPeakWidth = 12;  // frames that belong to the best delay's peak

}  // namespace

void EchoTrack::add(const BandLevels::Frame& heard) {
    average_ += kAverageShare * (heard.levelDb - average_);
    Frame frame;
    frame.levelDb = heard.levelDb;
    frame.movement = heard.levelDb - average_;
    if (heard.levelDb > kActiveDb) {
        frame.active = 1;
        const float level = std::accumulate(heard.bandDb.begin(), heard.bandDb.end(), 0.0F) /
                            static_cast<float>(BandLevels::kBands);
        meanWeight_ = std::min(meanWeight_ + 1, kMeanShapeFrames);
        for (std::size_t band = 0; band < BandLevels::kBands; ++band) {
            const float value = heard.bandDb[band] - level;
            meanShape_[band] += (value - meanShape_[band]) / meanWeight_;
            frame.shape[band] = value - meanShape_[band];
            frame.shapePower += frame.shape[band] * frame.shape[band];
        }
    }
    if (frames_.size() == 2 * kLength) {
        frames_.erase(frames_.begin(), frames_.begin() + kLength + 1);
    }
    frames_.push_back(frame);
}

int EchoTrack::activeFrames() const {
    const auto window = frames_.end() - static_cast<std::ptrdiff_t>(kWindow);
    return static_cast<int>(
        std::count_if(window, frames_.end(), [](const Frame& frame) { return frame.active > 0; }));
}

EchoMatch matchAt(const EchoTrack& sent, const EchoTrack& back, std::size_t delay) {
    float count = 0;
    float x = 0;
    float y = 0;
    float xx = 0;
    float yy = 0;
    float xy = 0;
    float overlap = 0;
    float sentPower = 0;
    float backPower = 0;
    std::array<float, BandLevels::kBands> products{};
    for (std::size_t age = 0; age < EchoTrack::kWindow; age += kStride) {
        const auto& from = sent.at(age + delay);
        const auto& to = back.at(age);
        count += 1;
        x += from.movement;
        y += to.movement;
        xx += from.movement * from.movement;
        yy += to.movement * to.movement;
        xy += from.movement * to.movement;
        overlap += from.active * to.active;
        sentPower += from.shapePower * to.active;
        backPower += from.active * to.shapePower;
        for (std::size_t band = 0; band < BandLevels::kBands; ++band) {
            products[band] += from.shape[band] * to.shape[band];
        }
    }
    EchoMatch match;
    match.delay = delay;
    const float varianceX = xx - x * x / count;
    const float varianceY = yy - y * y / count;
    if (varianceX > kMinVariance * count && varianceY > kMinVariance * count) {
        match.movement = (xy - x * y / count) / std::sqrt(varianceX * varianceY);
    }
    if (overlap >= kMinOverlap && sentPower > 0 && backPower > 0) {
        match.shape = std::accumulate(products.begin(), products.end(), 0.0F) /
                      std::sqrt(sentPower * backPower);
    }
    return match;
}

EchoMatch bestMatch(const EchoTrack& sent, const EchoTrack& back) {
    std::array<EchoMatch, EchoTrack::kMaxDelay> matches{};
    EchoMatch best;
    best.movement = -1;
    best.shape = -1;
    for (std::size_t delay = 0; delay < EchoTrack::kMaxDelay; ++delay) {
        matches[delay] = matchAt(sent, back, delay);
        if (matches[delay].mean() > best.mean()) {
            best = matches[delay];
        }
    }
    float elsewhere = -1;
    float movementElsewhere = -1;
    for (const auto& match : matches) {
        const auto apart =
            match.delay > best.delay ? match.delay - best.delay : best.delay - match.delay;
        if (apart > kPeakWidth) {
            elsewhere = std::max(elsewhere, match.mean());
            movementElsewhere = std::max(movementElsewhere, match.movement);
        }
    }
    best.lead = best.mean() - elsewhere;
    best.movementLead = best.movement - movementElsewhere;
    return best;
}

float returnLevelDb(const EchoTrack& sent, const EchoTrack& back, std::size_t delay) {
    constexpr float kPercentile = 0.35F;
    std::vector<float> levels;
    levels.reserve(EchoTrack::kWindow);
    for (std::size_t age = 0; age < EchoTrack::kWindow; ++age) {
        levels.push_back(sent.at(age + delay).levelDb);
    }
    const auto middle = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() * 3 / 4);
    std::nth_element(levels.begin(), middle, levels.end());
    const float loud = std::max(*middle, EchoTrack::kActiveDb);
    levels.clear();
    for (std::size_t age = 0; age < EchoTrack::kWindow; ++age) {
        const float from = sent.at(age + delay).levelDb;
        if (from >= loud) {
            levels.push_back(back.at(age).levelDb - from);
        }
    }
    if (levels.empty()) {
        return 0;
    }
    const auto low = levels.begin() + static_cast<std::ptrdiff_t>(
                                          static_cast<float>(levels.size() - 1) * kPercentile);
    std::nth_element(levels.begin(), low, levels.end());
    return *low;
}

}  // namespace mcu::mixing
