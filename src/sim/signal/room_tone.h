// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace mcu::sim {

// Which tone a room sends. 160 tones 20 Hz apart from 400 Hz on fit the band of G.711; rooms whose
// numbers differ by a multiple of 160 share one.

inline constexpr int kTones = 160;
inline constexpr double kToneDbfs = -20;
inline constexpr double kLowestTone = 400;
inline constexpr double kToneSpacing = 20;
/// A burst for measuring delay; no room's tone, and high in the band of G.711.
inline constexpr double kBurstTone = 3390;
inline constexpr double kBurstDbfs = -14;

[[nodiscard]] constexpr int toneIndex(int site) {
    return site % kTones;
}

[[nodiscard]] constexpr double toneOf(int site) {
    return kLowestTone + kToneSpacing * toneIndex(site);
}

}  // namespace mcu::sim
