// SPDX-License-Identifier: GPL-3.0-or-later
// What streams do in the course of a conference: pauses, restarts, other codecs, slower lines,
// garbage.
#include <gtest/gtest.h>

#include "mixing/audio/sound_room.h"

namespace mcu::mixing {
namespace {

using media::Codec;
using testing::Line;
using testing::SoundRoom;

/// One talker, one listener.
class StreamChanges : public ::testing::Test {
protected:
    testing::Sender& talk(Codec codec, Line line = {}) {
        return room.addSender(input, codec, 500, -20, 0, line);
    }

    [[nodiscard]] media::TalkerLevel figures() const { return input->figures(TalkerId{1}); }

    SoundRoom room;
    std::shared_ptr<TalkerInput> input = room.addTalker(1);
    std::shared_ptr<testing::Listener> listener = room.listen(1, Codec::pcma);
};

TEST_F(StreamChanges, LevelsTellWhoSpeaks) {
    auto& sender = talk(Codec::pcma);
    room.run(1);
    EXPECT_NEAR(figures().levelDbfs, -20, 1);
    EXPECT_TRUE(figures().speaking);
    sender.setTone(500, -60);
    room.run(0.3);
    EXPECT_TRUE(figures().speaking);
    room.run(0.5);
    EXPECT_NEAR(figures().levelDbfs, -60, 3);
    EXPECT_FALSE(figures().speaking);
    sender.setTalking(false);
    room.run(1);
    EXPECT_EQ(figures().levelDbfs, -127);
}

TEST_F(StreamChanges, PacketsOf10To60MsAreTaken) {
    auto& sender = talk(Codec::pcma);
    for (const int ms : {10, 40, 60, 20}) {
        SCOPED_TRACE(ms);
        sender.setPacketMs(ms);
        room.run(3);
        listener->forget();
        room.run(2);
        EXPECT_NEAR(listener->lowestLevel(500, 0.05, 0), -20, 1);
    }
    EXPECT_LE(figures().concealed, 6U);  // while longer packets come for the first time
}

TEST_F(StreamChanges, APauseIsNoLossAndTheVoiceComesBackWithoutDelay) {
    auto& sender = talk(Codec::g722);
    room.run(2);
    for (int i = 0; i < 10; ++i) {
        sender.setTalking(false);
        room.run(1.5);
        EXPECT_LT(listener->level(500), -60);
        sender.setTalking(true);
        room.run(1);
        EXPECT_NEAR(listener->level(500), -20, 1);
    }
    EXPECT_EQ(figures().concealed, 0U);
    EXPECT_EQ(figures().dropped, 0U);
    EXPECT_LT(figures().bufferMs, 45U);
}

TEST_F(StreamChanges, AnotherSourceOrTimestampIsFollowed) {
    auto& sender = talk(Codec::pcmu);
    std::uint32_t ssrc = 1;
    for (const std::uint32_t timestamp : {5U, 0x80000000U, 0xFFFFFFF0U}) {
        room.run(2);
        sender.restart(++ssrc, timestamp);
        room.run(2);
        EXPECT_NEAR(listener->level(500), -20, 1);
        sender.restart(ssrc, timestamp + 77777777U);
        room.run(2);
        EXPECT_NEAR(listener->level(500), -20, 1);
        EXPECT_LT(figures().bufferMs, 45U);
    }
}

TEST_F(StreamChanges, CodecsMayChangeInTheMiddle) {
    auto& sender = talk(Codec::pcma);
    for (const Codec codec : {Codec::opus, Codec::pcmu, Codec::g722, Codec::opus, Codec::pcma}) {
        room.run(1);
        sender.setCodec(codec, 500, -20);
        room.run(1);
        EXPECT_NEAR(listener->level(500), -20, 1) << media::nameOf(codec);
        EXPECT_LT(figures().bufferMs, 45U);
    }
}

TEST_F(StreamChanges, ASlowerLineIsWaitedForAndAFasterOneCutsTheDelay) {
    auto& sender = talk(Codec::pcma);
    room.run(2);
    for (const double delayMs : {150.0, 0.0, 800.0, 0.0, 3000.0, 0.0}) {
        sender.setLine(Line{.delayMs = delayMs});
        room.run(1);
        EXPECT_LT(figures().bufferMs, 230U) << delayMs;
        room.run(9);
        EXPECT_NEAR(listener->level(500, 0.1), -20, 1) << delayMs;
        room.run(20);
        EXPECT_LT(figures().bufferMs, 60U) << delayMs;
    }
}

TEST_F(StreamChanges, JitterThatComesAndGoesLeavesNoDelayBehind) {
    auto& sender = talk(Codec::opus);
    room.run(5);
    sender.setLine(Line{.jitterMs = 120});
    room.run(20);
    EXPECT_LT(figures().bufferMs, 220U);
    listener->forget();
    room.run(20);
    EXPECT_GT(listener->lowestLevel(500, 0.2, 0), -28);
    sender.setLine({});
    room.run(60);
    EXPECT_LT(figures().bufferMs, 60U);
}

TEST_F(StreamChanges, LeftOutTicksLeaveNoDelayBehind) {
    talk(Codec::pcma);
    room.run(2);
    for (int i = 0; i < 5; ++i) {
        room.core.skip(25);
        room.now += 25 * AudioMixCore::kTick;
        room.run(1);
        EXPECT_NEAR(listener->level(500, 0.1), -20, 1);
        EXPECT_LT(figures().bufferMs, 45U);
    }
    // The output's timestamps tell of the time that passed.
    int jumps = 0;
    for (const std::uint32_t step : listener->timestampSteps()) {
        jumps += step == 26 * 160 ? 1 : 0;
        EXPECT_TRUE(step == 160 || step == 26 * 160) << step;
    }
    EXPECT_EQ(jumps, 5);
}

TEST_F(StreamChanges, SilenceIsSentWhenNobodyTalks) {
    room.run(2);
    EXPECT_EQ(listener->frames(), 100);
    EXPECT_EQ(figures().levelDbfs, -127);
}

TEST_F(StreamChanges, GarbageIsCountedAndDoesNotStopTheOthers) {
    room.addSender(room.addTalker(2), Codec::pcma, 900);
    std::mt19937 random(3);
    std::vector<std::byte> bytes(1600);
    for (int second = 0; second < 20; ++second) {
        for (int i = 0; i < 500; ++i) {
            for (auto& byte : bytes) {
                byte = static_cast<std::byte>(random());
            }
            media::ReceivedPacket packet;
            packet.sequence = random() % 4 == 0 ? random() : static_cast<std::uint64_t>(i);
            packet.rtpTimestamp = random() % 2 == 0 ? static_cast<std::uint32_t>(random())
                                                    : static_cast<std::uint32_t>(i) * 160;
            packet.ssrc = static_cast<std::uint32_t>(random() % 3);
            packet.codec = static_cast<Codec>(random() % 7);
            packet.arrival = room.now;
            packet.payload = std::span(bytes).first(random() % bytes.size());
            input->onPacket(packet);
            if (i % 10 == 0) {
                room.run(0.02);
            }
        }
    }
    EXPECT_GT(figures().dropped, 1000U);
    EXPECT_LT(figures().bufferMs, 1000U);
    room.core.setGain(TalkerId{1}, -60);
    room.run(1);
    EXPECT_NEAR(listener->level(900), -20, 1.5);
}

}  // namespace
}  // namespace mcu::mixing
