// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace mcu::sim {

/// A sine of one frequency, continuous over calls: a room's recognisable sound. 0 dBFS is the sine
/// that just reaches full scale (AES17). One thread.
class ToneGenerator {
public:
    ToneGenerator(double hz, double dbfs, int sampleRate);

    /// Overwrites `pcm` with the next samples.
    void fill(std::span<std::int16_t> pcm);
    /// Adds the next samples to `pcm`, saturating, so that several tones make one signal.
    void add(std::span<std::int16_t> pcm);

private:
    double next();

    double amplitude_;
    double step_;
    double phase_ = 0;
};

/// The level of each frequency in a piece of sound, in dBFS (0: a full-scale sine; -127: nothing),
/// by Goertzel's algorithm under a Hann window. Two tones are told apart when they lie 4/duration
/// Hz or more from each other: 40 Hz for 100 ms. Levels under about -80 dBFS are the window's side
/// lobes and rounding, not sound.
[[nodiscard]] std::vector<float> goertzelDbfs(std::span<const std::int16_t> pcm,
                                              int sampleRate,
                                              std::span<const double> frequencies);

/// RMS level of a piece of sound in dBFS; -127 for silence.
[[nodiscard]] float rmsDbfs(std::span<const std::int16_t> pcm);

}  // namespace mcu::sim
