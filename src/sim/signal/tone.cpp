// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/signal/tone.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace mcu::sim {
namespace {

constexpr double kFullScale = 32767.0;
constexpr float kNothing = -127.0F;
constexpr double kTwoPi = 2.0 * std::numbers::pi;

std::int16_t toSample(double value) {
    return static_cast<std::int16_t>(std::lround(std::clamp(value, -32768.0, 32767.0)));
}

float toDbfs(double amplitude) {
    if (amplitude <= 0) {
        return kNothing;
    }
    return std::max(kNothing, static_cast<float>(20.0 * std::log10(amplitude / kFullScale)));
}

std::vector<double> hannWindowed(std::span<const std::int16_t> pcm, double& gain) {
    std::vector<double> windowed(pcm.size());
    gain = 0;
    for (std::size_t i = 0; i < pcm.size(); ++i) {
        const double weight = 0.5 - 0.5 * std::cos(kTwoPi * (static_cast<double>(i) + 0.5) /
                                                   static_cast<double>(pcm.size()));
        windowed[i] = weight * pcm[i];
        gain += weight;
    }
    return windowed;
}

}  // namespace

ToneGenerator::ToneGenerator(double hz, double dbfs, int sampleRate)
    : amplitude_(kFullScale * std::pow(10.0, dbfs / 20.0)), step_(kTwoPi * hz / sampleRate) {}

double ToneGenerator::next() {
    const double value = amplitude_ * std::sin(phase_);
    phase_ += step_;
    if (phase_ > kTwoPi) {
        phase_ -= kTwoPi;
    }
    return value;
}

void ToneGenerator::fill(std::span<std::int16_t> pcm) {
    for (auto& sample : pcm) {
        sample = toSample(next());
    }
}

void ToneGenerator::add(std::span<std::int16_t> pcm) {
    for (auto& sample : pcm) {
        sample = toSample(sample + next());
    }
}

std::vector<float> goertzelDbfs(std::span<const std::int16_t> pcm,
                                int sampleRate,
                                std::span<const double> frequencies) {
    std::vector<float> levels(frequencies.size(), kNothing);
    double gain = 0;
    const auto windowed = hannWindowed(pcm, gain);
    if (gain <= 0 || sampleRate <= 0) {
        return levels;
    }
    for (std::size_t k = 0; k < frequencies.size(); ++k) {
        const double omega = kTwoPi * frequencies[k] / sampleRate;
        const double coefficient = 2.0 * std::cos(omega);
        double s1 = 0;
        double s2 = 0;
        for (const double sample : windowed) {
            const double s0 = sample + coefficient * s1 - s2;
            s2 = s1;
            s1 = s0;
        }
        const double power = s1 * s1 + s2 * s2 - coefficient * s1 * s2;
        levels[k] = toDbfs(2.0 * std::sqrt(std::max(0.0, power)) / gain);
    }
    return levels;
}

float rmsDbfs(std::span<const std::int16_t> pcm) {
    if (pcm.empty()) {
        return kNothing;
    }
    double sum = 0;
    for (const auto sample : pcm) {
        sum += static_cast<double>(sample) * sample;
    }
    return toDbfs(std::sqrt(2.0 * sum / static_cast<double>(pcm.size())));
}

}  // namespace mcu::sim
