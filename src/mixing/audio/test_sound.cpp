// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/test_sound.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace mcu::mixing {
namespace {

constexpr std::int64_t kNote = kMixRate * 3 / 20;  // 150 ms
constexpr double kRamp = kMixRate / 200.0;         // 5 ms: no clicks
constexpr float kPeak = 8192;                      // samples are in units of 16 bit
/// Within what a telephone line carries, none a multiple of another.
constexpr std::array kTones = {331.0, 467.0, 619.0, 797.0, 1013.0, 1279.0, 1613.0, 2039.0, 2579.0};

/// A number that looks like chance, the same for the same note.
std::uint64_t scattered(std::int64_t note) {
    auto value = static_cast<std::uint64_t>(note) + 0x9E3779B97F4A7C15ULL;
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBULL;
    return value ^ (value >> 31U);
}

}  // namespace

void fillTestSound(std::int64_t position, std::span<float, kTickSamples> sound) {
    for (std::size_t i = 0; i < kTickSamples; ++i) {
        const std::int64_t at = position + static_cast<std::int64_t>(i);
        const std::int64_t note = at / kNote;
        const auto chance = scattered(note);
        if (chance % 4 == 0) {  // a pause
            sound[i] = 0;
            continue;
        }
        const double tone = kTones[(chance >> 8U) % kTones.size()];
        const float strength = (chance >> 16U) % 2 == 0 ? kPeak : kPeak / 4;
        const auto into = static_cast<double>(at - note * kNote);
        const double edge = std::min({1.0, into / kRamp, (kNote - into) / kRamp});
        sound[i] = strength * static_cast<float>(
                                  edge * std::sin(2 * std::numbers::pi * tone * into / kMixRate));
    }
}

}  // namespace mcu::mixing
