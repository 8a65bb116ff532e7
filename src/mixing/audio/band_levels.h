// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace mcu::mixing {

/// What echo detection sees of a sound: the levels of eight bands of speech (280 to 3000 Hz, those
/// that every codec carries) each 10 ms, over the last 30 ms. One stream at 8 kHz, one thread.
class BandLevels {
public:
    static constexpr int kRate = 8000;
    static constexpr std::size_t kHop = 80;  ///< samples of a frame, 10 ms
    static constexpr std::size_t kBands = 8;
    static constexpr float kFloorDb = -75;  ///< of a band and of the whole: less is nothing

    struct Frame {
        std::array<float, kBands> bandDb;
        float levelDb = kFloorDb;  ///< of all bands, in dBFS
    };

    BandLevels();

    Frame process(std::span<const float, kHop> sound);

private:
    using Lanes = std::array<float, kBands>;

    /// Two equal second-order band passes in a row, all bands side by side (transposed form II).
    struct Stage {
        Lanes z1{};
        Lanes z2{};
    };

    void forgetInaudible();

    Lanes b0_{};
    Lanes a1_{};
    Lanes a2_{};
    std::array<Stage, 2> stages_{};
    std::array<Lanes, 2> before_{};  ///< energies of the two frames before
};

}  // namespace mcu::mixing
