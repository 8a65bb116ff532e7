// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <vector>

#include <gtest/gtest.h>

#include "mixing/audio/codec/audio_codec.h"
#include "sim/signal/room_tone.h"
#include "sim/source/sound_library.h"

namespace mcu::sim {
namespace {

constexpr std::array kCodecs = {
    media::Codec::opus, media::Codec::g722, media::Codec::pcma, media::Codec::pcmu};

}  // namespace

TEST(SoundLoop, BurstIsFoundSoonAfterItsStart) {
    SoundLibrary library;
    for (const auto codec : kCodecs) {
        SCOPED_TRACE(media::nameOf(codec));
        const auto loop = library.bursts(codec);
        ASSERT_TRUE(loop) << loop.error().message;
        EXPECT_EQ((*loop)->frames.size(), 50U);
        EXPECT_GT((*loop)->onset, std::chrono::milliseconds(0));
        EXPECT_LT((*loop)->onset, std::chrono::milliseconds(20));
    }
}

TEST(SoundLoop, IsMadeOncePerToneAndCodec) {
    SoundLibrary library;
    const auto first = library.tone(media::Codec::pcma, 5);
    const auto again = library.tone(media::Codec::pcma, 5);
    const auto other = library.tone(media::Codec::pcma, 6);
    ASSERT_TRUE(first && again && other);
    EXPECT_EQ(*first, *again);
    EXPECT_NE(*first, *other);
}

}  // namespace mcu::sim
