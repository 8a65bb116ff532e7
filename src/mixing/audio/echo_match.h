// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "mixing/audio/band_levels.h"

namespace mcu::mixing {

/// The last seconds of one sound as echo detection compares them: how its loudness moves, and which
/// bands stand out of its own average while it is loud enough to tell. Neither depends on its
/// level. One thread.
class EchoTrack {
public:
    /// A window of 4 s, and what was before it by up to the longest delay of 1.5 s.
    static constexpr std::size_t kWindow = 400;
    static constexpr std::size_t kMaxDelay = 150;
    static constexpr std::size_t kLength = kWindow + kMaxDelay;
    static constexpr float kActiveDb = -60;

    struct Frame {
        std::array<float, BandLevels::kBands> shape{};  ///< zero when not active
        float shapePower = 0;
        float movement = 0;  ///< dB over the average of the last half second
        float levelDb = BandLevels::kFloorDb;
        float active = 0;  ///< 1 or 0
    };

    EchoTrack() { frames_.assign(kLength, {}); }

    void add(const BandLevels::Frame& heard);

    /// The frame `age` frames before the newest (0), at most kLength - 1.
    [[nodiscard]] const Frame& at(std::size_t age) const {
        return frames_[frames_.size() - 1 - age];
    }

    /// How many of the window's frames are active.
    [[nodiscard]] int activeFrames() const;

private:
    std::vector<Frame> frames_;  ///< grows to twice kLength, then its first part is dropped
    std::array<float, BandLevels::kBands> meanShape_{};
    float meanWeight_ = 0;
    float average_ = BandLevels::kFloorDb;
};

/// How well a window of one sound agrees with an earlier one of another.
struct EchoMatch {
    std::size_t delay = 0;   ///< frames of 10 ms
    float movement = 0;      ///< correlation of the loudness, -1 .. 1
    float shape = 0;         ///< of the bands' shape, level apart
    float lead = 0;          ///< by how much the mean of both is above all delays elsewhere
    float movementLead = 0;  ///< the same of the loudness: small where a beat repeats

    [[nodiscard]] float mean() const { return (movement + shape) / 2; }

    [[nodiscard]] float weaker() const { return movement < shape ? movement : shape; }
};

/// Both measures for one delay; the leads are not filled in.
[[nodiscard]] EchoMatch matchAt(const EchoTrack& sent, const EchoTrack& back, std::size_t delay);
/// The delay at which both measures together agree best.
[[nodiscard]] EchoMatch bestMatch(const EchoTrack& sent, const EchoTrack& back);
/// How much louder (dB) the sound is when it is back: of the frames that were sent loud, a low
/// percentile, since near-end speech only adds.
[[nodiscard]] float returnLevelDb(const EchoTrack& sent, const EchoTrack& back, std::size_t delay);

}  // namespace mcu::mixing
