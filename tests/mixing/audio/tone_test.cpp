// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/signal/tone.h"

#include <array>
#include <vector>

#include <gtest/gtest.h>

namespace mcu::sim {
namespace {

TEST(Tone, IsHeardAtItsLevelAndNowhereElse) {
    std::vector<std::int16_t> pcm(4800);
    ToneGenerator tone(1000, -12, 48000);
    tone.fill(pcm);
    const std::array<double, 3> frequencies{1000, 1050, 440};
    const auto levels = goertzelDbfs(pcm, 48000, frequencies);
    EXPECT_NEAR(levels[0], -12, 0.1);
    EXPECT_LT(levels[1], -60);
    EXPECT_LT(levels[2], -80);
    EXPECT_NEAR(rmsDbfs(pcm), -12, 0.1);
}

TEST(Tone, ContinuesOverCallsAndAddsUp) {
    std::vector<std::int16_t> pcm(8000);
    ToneGenerator low(440, -20, 8000);
    ToneGenerator high(660, -26, 8000);
    for (std::size_t at = 0; at < pcm.size(); at += 160) {
        const auto piece = std::span(pcm).subspan(at, 160);
        low.fill(piece);
        high.add(piece);
    }
    const std::array<double, 3> frequencies{440, 660, 880};
    const auto levels = goertzelDbfs(pcm, 8000, frequencies);
    EXPECT_NEAR(levels[0], -20, 0.1);
    EXPECT_NEAR(levels[1], -26, 0.1);
    EXPECT_LT(levels[2], -80);
}

TEST(Tone, SilenceAndNothingAreMinus127) {
    const std::vector<std::int16_t> pcm(480);
    const std::array<double, 1> frequencies{440};
    EXPECT_EQ(goertzelDbfs(pcm, 48000, frequencies)[0], -127.0F);
    EXPECT_EQ(goertzelDbfs({}, 48000, frequencies)[0], -127.0F);
    EXPECT_EQ(rmsDbfs({}), -127.0F);
}

}  // namespace
}  // namespace mcu::sim
