// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>

#include "mixing/audio/resampler.h"

namespace mcu::mixing {

/// Holds a sum of many voices below full scale by a gain that falls within 1.25 ms and recovers
/// over half a second, so that loud sums get softer instead of distorted. The gain is worked out
/// once a tick from the whole sum and applied to every output of the mix. Mixer's thread.
class Limiter {
public:
    /// Works out this tick's gain.
    void measure(std::span<const float, kTickSamples> sum);

    /// Whether the gain is 1 all through this tick.
    [[nodiscard]] bool idle() const { return idle_; }

    void apply(std::span<float, kTickSamples> sound) const;

private:
    static constexpr std::size_t kBlock = 60;  ///< samples, 1.25 ms
    static constexpr std::size_t kBlocks = kTickSamples / kBlock;

    std::array<float, kBlocks + 1> edges_;  ///< gain at the blocks' edges; linear between
    bool idle_ = true;

public:
    Limiter() { edges_.fill(1.0F); }
};

}  // namespace mcu::mixing
