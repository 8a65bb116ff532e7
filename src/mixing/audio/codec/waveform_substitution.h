// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mcu::mixing {

/// Makes up lost sound from what came before it, in the manner of ITU-T G.711 Appendix I: the last
/// pitch period is repeated, faded out over 60 ms, and blended into the first sound that arrives
/// again. For codecs without concealment of their own. Adds no delay. One thread; part of a
/// decoder.
class WaveformSubstitution {
public:
    explicit WaveformSubstitution(int sampleRate);

    /// Sound that was decoded. After a loss its first 5 ms are blended with the made-up
    /// continuation.
    void onDecoded(std::span<std::int16_t> pcm);
    /// Makes up the next samples.
    void fill(std::span<std::int16_t> pcm);
    void reset();

private:
    [[nodiscard]] std::size_t findPeriod() const;
    void remember(std::span<const std::int16_t> pcm);
    double next();

    std::size_t blend_;           ///< samples of 5 ms
    std::size_t fade_;            ///< samples until silence
    std::vector<float> history_;  ///< the last 40 ms, oldest first
    std::vector<float> period_;   ///< what is repeated while sound is lost
    std::size_t position_ = 0;    ///< in period_
    std::size_t madeUp_ = 0;      ///< samples since the loss began
};

}  // namespace mcu::mixing
