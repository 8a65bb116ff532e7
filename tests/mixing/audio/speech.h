// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace mcu::mixing::testing {

/// Sound at 48 kHz, 16-bit scale.
using Sound = std::vector<float>;

/// What a test person is: a voice that can be told from another.
enum class Voice : std::uint8_t { man, woman };

/// `seconds` of Vietnamese speech spoken by espeak-ng; empty where that is not installed.
[[nodiscard]] Sound spoken(Voice voice, int seconds);
/// The same without any program: syllables of pulses through three changing formants, and pauses.
[[nodiscard]] Sound babble(Voice voice, int seconds);
/// Chords that change with the beat.
[[nodiscard]] Sound music(unsigned seed, double beatSeconds, int seconds);
/// Steady noise.
[[nodiscard]] Sound noise(unsigned seed, float dbfs, int seconds);

/// Silences what is outside of the turns: `on` seconds of each `on` + `off`, beginning at `from`.
void speakInTurns(Sound& sound, double on, double off, double from);
/// Brings what is not silent to this level.
void setLevel(Sound& sound, float dbfs);

}  // namespace mcu::mixing::testing
