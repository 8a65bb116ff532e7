// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/audio_mix_core.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "mixing/audio/sound_room.h"

namespace mcu::mixing {
namespace {

using media::Codec;
using testing::Line;
using testing::SoundRoom;

#ifdef MCU_SANITIZED
constexpr int kMinutes = 4;
#else
constexpr int kMinutes = 120;
#endif

constexpr std::array<Codec, 4> kCodecs{Codec::opus, Codec::g722, Codec::pcma, Codec::pcmu};

TEST(AudioMix, CarriesAToneFromEachCodecToEachCodec) {
    for (const Codec from : kCodecs) {
        SoundRoom room;
        const auto talker = room.addTalker(1);
        room.addSender(talker, from, 1000);
        std::vector<std::shared_ptr<testing::Listener>> listeners;
        listeners.reserve(kCodecs.size());
        for (const Codec to : kCodecs) {
            listeners.push_back(room.listen(listeners.size() + 1, to));
        }
        room.run(2);
        for (const auto& listener : listeners) {
            SCOPED_TRACE(std::string(media::nameOf(from)) + " at " +
                         std::to_string(listener->rate()));
            EXPECT_EQ(listener->frames(), 100);
            EXPECT_NEAR(listener->level(1000), -20, 1.5);
            EXPECT_LT(listener->level(700), -60);
            EXPECT_NEAR(listener->lowestLevel(1000, 0.05, 0.5), -20, 2);
        }
        EXPECT_EQ(talker->figures(TalkerId{1}).concealed, 0U);
        EXPECT_EQ(talker->figures(TalkerId{1}).dropped, 0U);
    }
}

TEST(AudioMix, ATalkerDoesNotHearHimself) {
    SoundRoom room;
    const std::array<Codec, 3> codecs{Codec::pcma, Codec::g722, Codec::opus};
    const std::array<double, 3> tones{440, 660, 1000};
    std::vector<std::shared_ptr<testing::Listener>> own;
    for (std::size_t i = 0; i < 3; ++i) {
        room.addSender(room.addTalker(i + 1), codecs[i], tones[i]);
        own.push_back(room.listen(i + 1, codecs[i], TalkerId{i + 1}));
    }
    const auto all = room.listen(9, Codec::opus);
    room.run(3);
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t k = 0; k < 3; ++k) {
            if (i == k) {
                EXPECT_LT(own[i]->level(tones[k]), -62);
            } else {
                EXPECT_NEAR(own[i]->level(tones[k]), -20, 1.5);
            }
        }
        EXPECT_NEAR(all->level(tones[i]), -20, 1.5);
    }
}

TEST(AudioMix, AnOutputOfOneTalkerCarriesHimAloneAndOneOfSeveralLessLeavesThemAllOut) {
    SoundRoom room;
    const std::array<double, 3> tones{440, 660, 1000};
    for (std::size_t i = 0; i < 3; ++i) {
        room.addSender(room.addTalker(i + 1), Codec::opus, tones[i]);
    }
    const auto only = room.listen(4, Codec::opus, {}, TalkerId{2});
    const auto nobody = room.listen(5, Codec::opus, {}, TalkerId{99});
    const auto less =
        room.listen(6, Codec::opus, media::AudioMixer::Hearing{{TalkerId{1}, TalkerId{2}}, {}});
    room.run(3);
    EXPECT_NEAR(only->level(tones[1]), -20, 1.5);
    EXPECT_LT(only->level(tones[0]), -62);
    EXPECT_LT(only->level(tones[2]), -62);
    EXPECT_LT(nobody->level(tones[1]), -62);
    EXPECT_NEAR(less->level(tones[2]), -20, 1.5);
    EXPECT_LT(less->level(tones[0]), -62);
    EXPECT_LT(less->level(tones[1]), -62);
}

TEST(AudioMix, AddsLittleDelayOnACleanLine) {
    for (const int phaseMs : {0, 5, 10, 15, 19}) {
        SoundRoom room;
        const auto input = room.addTalker(1);
        auto& sender = room.addSender(
            input, Codec::pcma, 1000, -127, 0, {}, std::chrono::milliseconds(phaseMs));
        const auto listener = room.listen(1, Codec::pcma);
        room.run(2);
        sender.setTone(1000, -6);
        listener->forget();
        room.run(1);
        const auto& heard = listener->heard();
        const auto first =
            std::find_if(heard.begin(), heard.end(), [](auto pcm) { return std::abs(pcm) > 3000; });
        // The packet in which the tone begins was sent between the last tick and this one.
        const double sent = phaseMs == 0 ? 0 : phaseMs - 20;
        const double added = static_cast<double>(first - heard.begin()) / 8.0 - sent;
        EXPECT_LT(added, 40) << phaseMs;
        EXPECT_GT(added, 0) << phaseMs;
    }
}

TEST(AudioMix, VolumeIsInDecibelAndMinus60IsSilence) {
    SoundRoom room;
    room.addSender(room.addTalker(1), Codec::pcma, 1000, -30);
    const auto listener = room.listen(1, Codec::pcma);
    room.run(1);
    EXPECT_NEAR(listener->level(1000), -30, 1);
    room.core.setGain(TalkerId{1}, 12);
    room.run(1);
    EXPECT_NEAR(listener->level(1000), -18, 1);
    room.core.setGain(TalkerId{1}, -20);
    room.run(1);
    EXPECT_NEAR(listener->level(1000), -50, 2);
    room.core.setGain(TalkerId{1}, -60);
    room.run(1);
    EXPECT_LT(listener->level(1000), -90);
}

TEST(AudioMix, TwoHundredLoudTalkersNeitherWrapNorDistort) {
    SoundRoom room;
    for (std::uint64_t i = 1; i <= 200; ++i) {
        room.addSender(room.addTalker(i), Codec::pcmu, 400, -3);
    }
    const auto listener = room.listen(1, Codec::opus);
    room.run(2);
    // In phase the sum is 200 times full scale. Limited, it is a tone again, not a square or noise.
    EXPECT_NEAR(listener->level(400), -1, 1);
    EXPECT_LT(listener->level(1200), -35);
    EXPECT_LT(listener->level(2000), -35);
}

TEST(AudioMix, LossAndJitterLeaveTheToneWholeAndTheDelayBounded) {
    for (const Codec codec : kCodecs) {
        SCOPED_TRACE(media::nameOf(codec));
        SoundRoom room;
        const auto input = room.addTalker(1);
        room.addSender(input, codec, 500, -20, 0, Line{.lossPercent = 3, .jitterMs = 60});
        const auto listener = room.listen(1, Codec::pcma);
        std::uint32_t longest = 0;
        for (int i = 0; i < 60; ++i) {
            room.run(1);
            longest = std::max(longest, input->figures(TalkerId{1}).bufferMs);
        }
        const auto figures = input->figures(TalkerId{1});
        // Opus' own concealment dampens a pure tone more than speech.
        EXPECT_GT(listener->lowestLevel(500, 0.2, 5), codec == Codec::opus ? -33 : -24);
        EXPECT_LT(longest, 160);
        EXPECT_LT(figures.concealed, 3000 * 0.08);
        EXPECT_LT(figures.dropped, 3000 * 0.05);
    }
}

TEST(AudioMix, ASendersClockNeverMakesTheDelayGrow) {
    for (const double ppm : {300.0, -300.0}) {
        SCOPED_TRACE(ppm);
        SoundRoom room;
        const auto input = room.addTalker(1);
        room.addSender(input, Codec::pcmu, 500, -20, ppm, Line{.lossPercent = 0, .jitterMs = 5});
        std::uint32_t longest = 0;
        std::uint32_t shortest = 1000;
        for (int minute = 0; minute < kMinutes; ++minute) {
            room.run(60);
            const auto figures = input->figures(TalkerId{1});
            longest = std::max(longest, figures.bufferMs);
            shortest = std::min(shortest, figures.bufferMs);
            if (minute > 0) {
                ASSERT_NEAR(figures.driftPpm, ppm, 90) << minute;
            }
        }
        const auto figures = input->figures(TalkerId{1});
        EXPECT_LT(longest, 60);
        EXPECT_EQ(figures.dropped, 0U);
        EXPECT_LE(figures.concealed, 5U);
    }
}

}  // namespace
}  // namespace mcu::mixing
