// SPDX-License-Identifier: GPL-3.0-or-later
// The sound a room is sent while it is checked.
#include "mixing/audio/test_sound.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace mcu::mixing {
namespace {

/// It was silence once: a quarter of the smallest step of 16 bit.
TEST(TestSound, IsHeardAtTwelveBelowFullScaleWithPauses) {
    std::array<float, kTickSamples> tick{};
    float most = 0;
    int loud = 0;
    int silent = 0;
    constexpr int kTicks = 500;  // 10 s
    for (int i = 0; i < kTicks; ++i) {
        fillTestSound(static_cast<std::int64_t>(i) * static_cast<std::int64_t>(kTickSamples), tick);
        const auto peak = std::abs(
            *std::ranges::max_element(tick, {}, [](float sample) { return std::abs(sample); }));
        most = std::max(most, peak);
        loud += peak > 1000 ? 1 : 0;
        silent += peak == 0 ? 1 : 0;
    }
    EXPECT_NEAR(20 * std::log10(most / 32767), -12, 0.2);
    EXPECT_GT(loud, kTicks / 2);
    EXPECT_GT(silent, kTicks / 10);
}

}  // namespace
}  // namespace mcu::mixing
