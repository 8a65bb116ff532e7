// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/band_levels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mcu::mixing {
namespace {

constexpr std::array<double, BandLevels::kBands> kCentres{
    280, 420, 600, 830, 1150, 1600, 2250, 3000};
constexpr double kQuality = 2.0;
constexpr float kFullScaleMeanSquare = 32767.0F * 32767.0F / 2;

float toDb(float energy, float samples) {
    const float meanSquare = energy / samples / kFullScaleMeanSquare;
    return std::max(BandLevels::kFloorDb, 10.0F * std::log10(meanSquare + 1e-9F));
}

}  // namespace

BandLevels::BandLevels() {
    for (std::size_t band = 0; band < kBands; ++band) {
        const double angle = 2 * std::numbers::pi * kCentres[band] / kRate;
        const double alpha = std::sin(angle) / (2 * kQuality);
        b0_[band] = static_cast<float>(alpha / (1 + alpha));
        a1_[band] = static_cast<float>(-2 * std::cos(angle) / (1 + alpha));
        a2_[band] = static_cast<float>((1 - alpha) / (1 + alpha));
    }
}

BandLevels::Frame BandLevels::process(std::span<const float, kHop> sound) {
    Lanes energy{};
    for (const float sample : sound) {
        Lanes value;
        value.fill(sample);
        for (auto& stage : stages_) {
            for (std::size_t band = 0; band < kBands; ++band) {
                const float in = value[band];
                const float out = b0_[band] * in + stage.z1[band];
                stage.z1[band] = stage.z2[band] - a1_[band] * out;
                stage.z2[band] = -b0_[band] * in - a2_[band] * out;
                value[band] = out;
            }
        }
        for (std::size_t band = 0; band < kBands; ++band) {
            energy[band] += value[band] * value[band];
        }
    }
    forgetInaudible();
    Frame frame;
    float all = 0;
    for (std::size_t band = 0; band < kBands; ++band) {
        const float sum = energy[band] + before_[0][band] + before_[1][band];
        frame.bandDb[band] = toDb(sum, 3 * kHop);
        all += sum;
    }
    frame.levelDb = toDb(all, 3 * kHop);
    before_[1] = before_[0];
    before_[0] = energy;
    return frame;
}

/// Denormal numbers, in which silence would end, are slow.
void BandLevels::forgetInaudible() {
    for (auto& stage : stages_) {
        for (std::size_t band = 0; band < kBands; ++band) {
            if (std::abs(stage.z1[band]) + std::abs(stage.z2[band]) < 1e-9F) {
                stage.z1[band] = 0;
                stage.z2[band] = 0;
            }
        }
    }
}

}  // namespace mcu::mixing
