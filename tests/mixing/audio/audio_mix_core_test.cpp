// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/audio_mix_core.h"

#include <cmath>
#include <numeric>

#include <gtest/gtest.h>

#include "mixing/audio/sound_room.h"

namespace mcu::mixing {
namespace {

using media::Codec;
using testing::Line;
using testing::SoundRoom;

constexpr std::array<Codec, 4> kCodecs{Codec::opus, Codec::g722, Codec::pcma, Codec::pcmu};

TEST(AudioMix, CarriesAToneFromEachCodecToEachCodec) {
    for (const Codec from : kCodecs) {
        SoundRoom room;
        const auto talker = room.addTalker(1);
        room.addSender(talker, from, 1000);
        std::vector<std::shared_ptr<testing::Listener>> listeners;
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

}  // namespace
}  // namespace mcu::mixing
