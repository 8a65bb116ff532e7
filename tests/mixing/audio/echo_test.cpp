// SPDX-License-Identifier: GPL-3.0-or-later
// Sound that comes back from a site (TOP-08), and sounds that only look like it.
#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "mixing/audio/matrix_room.h"

namespace mcu::mixing {
namespace {

using media::Codec;
using testing::MatrixRoom;
using testing::Sound;
using testing::Voice;

#ifdef MCU_SANITIZED
constexpr int kLong = 20;
#else
constexpr int kLong = 120;
#endif

/// Real speech where espeak-ng is installed, and the generated one everywhere.
class EchoTest : public ::testing::TestWithParam<bool> {
protected:
    void SetUp() override {
        ours = voice(Voice::man);
        theirs = voice(Voice::woman);
        if (ours.empty()) {
            GTEST_SKIP() << "espeak-ng is not installed";
        }
    }

    static Sound voice(Voice voice) {
        constexpr int kSeconds = 60;
        return GetParam() ? testing::spoken(voice, kSeconds) : testing::babble(voice, kSeconds);
    }

    Sound ours;
    Sound theirs;
};

INSTANTIATE_TEST_SUITE_P(Speech, EchoTest, ::testing::Values(true, false), [](const auto& kind) {
    return kind.param ? "Spoken" : "Generated";
});

TEST_P(EchoTest, NamesDelayAndLevelOfWhatComesBack) {
    struct Case {
        int delayMs;
        float levelDb;
        Codec codec;
    };

    for (const Case& one :
         {Case{200, -3, Codec::opus}, Case{500, -10, Codec::pcma}, Case{800, -20, Codec::opus}}) {
        SCOPED_TRACE(one.delayMs);
        MatrixRoom room(one.codec);
        room.matrix->setReturn(one.delayMs, one.levelDb);
        const auto background = testing::noise(3, -65, 10);
        EXPECT_LT(room.runUntilRaised(ours, background, 20), 10);
        room.run(ours, background, 4);
        const auto echo = room.watch->echo();
        ASSERT_TRUE(echo);
        // Beyond the matrix: the tick, the codec and the jitter buffer.
        EXPECT_GE(static_cast<int>(echo->delayMs), one.delayMs);
        EXPECT_LE(static_cast<int>(echo->delayMs), one.delayMs + 130);
        EXPECT_NEAR(echo->levelDb, one.levelDb, 4);
        EXPECT_LT(echo->since, room.room.now);
    }
}

TEST_P(EchoTest, IsFoundBelowThePeopleWhoSpeakThere) {
    auto turns = theirs;
    testing::speakInTurns(turns, 4, 4, 1);
    for (const float levelDb : {-3.0F, -12.0F}) {
        SCOPED_TRACE(levelDb);
        MatrixRoom room;
        room.matrix->setReturn(350, levelDb);
        EXPECT_LT(room.runUntilRaised(ours, turns, 40), 25);
        const auto echo = room.watch->echo();
        ASSERT_TRUE(echo);
        EXPECT_NEAR(static_cast<double>(echo->delayMs), 415, 65);
    }
}

TEST_P(EchoTest, StaysThroughSilenceAndLeftOutTicksAndEndsWhenItIsGone) {
    MatrixRoom room;
    room.matrix->setReturn(300, -6);
    room.runUntilRaised(ours, {}, 20);
    ASSERT_TRUE(room.watch->echo());
    const auto since = room.watch->echo()->since;
    room.run({}, {}, 10);
    EXPECT_TRUE(room.watch->echo());
    room.room.core.skip(10);
    room.room.now += 10 * AudioMixCore::kTick;
    room.run(ours, {}, 10);
    ASSERT_TRUE(room.watch->echo());
    EXPECT_EQ(room.watch->echo()->since, since);
    room.matrix->stopReturn();
    double passed = 0;
    for (; room.watch->echo() && passed < 30; passed += 0.5) {
        room.run(ours, {}, 0.5);
    }
    EXPECT_GE(passed, 3);
    EXPECT_LE(passed, 15);
}

TEST_P(EchoTest, FollowsAChangeOfDelay) {
    MatrixRoom room;
    room.matrix->setReturn(250, -6);
    room.runUntilRaised(ours, {}, 20);
    ASSERT_TRUE(room.watch->echo());
    room.matrix->setReturn(900, -6);
    room.run(ours, {}, 15);
    ASSERT_TRUE(room.watch->echo());
    EXPECT_NEAR(static_cast<double>(room.watch->echo()->delayMs), 965, 65);
}

TEST_P(EchoTest, TwoPeopleWhoSpeakInTurnAreNone) {
    for (const double turn : {3.0, 0.7}) {
        SCOPED_TRACE(turn);
        auto one = ours;
        auto other = theirs;
        testing::speakInTurns(one, turn, turn, 0);
        testing::speakInTurns(other, turn, turn, turn);
        MatrixRoom room;
        room.run(one, other, kLong);
        EXPECT_FALSE(room.raised);
    }
}

TEST_P(EchoTest, TwoPeopleWhoSpeakAtOnceAreNone) {
    MatrixRoom room(Codec::pcma);
    room.run(ours, theirs, kLong);
    EXPECT_FALSE(room.raised);
}

TEST_P(EchoTest, MusicNoiseAndSilenceAreNone) {
    const std::array<Sound, 3> sounds{
        testing::music(2, 0.5, 60), testing::noise(4, -35, 60), Sound{}};
    for (std::size_t i = 0; i < sounds.size(); ++i) {
        SCOPED_TRACE(i);
        MatrixRoom room(Codec::pcma);
        room.run(ours, sounds[i], kLong / 2);
        EXPECT_FALSE(room.raised);
    }
}

TEST(EchoOfMusic, TwoTunesOfOneBeatAreNone) {
    MatrixRoom room(Codec::pcma);
    room.run(testing::music(1, 0.5, 120), testing::music(2, 0.5, 120), kLong);
    EXPECT_FALSE(room.raised);
}

TEST(EchoWatch, AWorkerThatComesLateMissesOnlyWhatDidNotFit) {
    const auto ours = testing::babble(Voice::man, 20);
    EchoWatch watch;
    SteadyTime now{};
    const auto hearItself = [&](std::size_t ticks, bool inTime) {
        std::array<float, kTickSamples> tick{};
        for (std::size_t i = 0; i < ticks; ++i) {
            std::copy_n(ours.begin() + static_cast<std::ptrdiff_t>(i * kTickSamples % 900000),
                        kTickSamples,
                        tick.begin());
            watch.back(tick);
            watch.sent(tick);
            watch.finish(now);
            now += AudioMixCore::kTick;
            if (inTime) {
                watch.analyse();
            }
        }
    };
    hearItself(1000, false);
    watch.analyse();
    hearItself(500, true);
    ASSERT_TRUE(watch.echo());
    EXPECT_EQ(watch.echo()->delayMs, 0U);
    EXPECT_NEAR(watch.echo()->levelDb, 0, 0.5);
}

}  // namespace
}  // namespace mcu::mixing
