// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/watch/tone_finder.h"

#include <vector>

#include "sim/signal/room_tone.h"
#include "sim/signal/tone.h"

namespace mcu::sim {
namespace {

constexpr float kPresentDbfs = -40;
constexpr float kAboveGapsDb = 15;

/// The gap below the first tone, the first tone, the gap above it, ... : tone i is at 2i + 1.
std::vector<double> tonesAndGaps() {
    std::vector<double> frequencies;
    for (int i = 0; i <= 2 * kTones; ++i) {
        frequencies.push_back(kLowestTone + kToneSpacing / 2 * (i - 1));
    }
    return frequencies;
}

}  // namespace

std::set<int> findTones(std::span<const std::int16_t> pcm, int sampleRate) {
    static const auto frequencies = tonesAndGaps();
    std::set<int> tones;
    if (rmsDbfs(pcm) < kPresentDbfs - 6) {
        return tones;
    }
    const auto levels = goertzelDbfs(pcm, sampleRate, frequencies);
    for (int tone = 0; tone < kTones; ++tone) {
        const auto at = static_cast<std::size_t>(2 * tone + 1);
        if (levels[at] > kPresentDbfs && levels[at] > levels[at - 1] + kAboveGapsDb &&
            levels[at] > levels[at + 1] + kAboveGapsDb) {
            tones.insert(tone);
        }
    }
    return tones;
}

}  // namespace mcu::sim
