// SPDX-License-Identifier: GPL-3.0-or-later
// Keys pressed at the far end, as telephone events (RFC 4733).
#include "raw_peer.h"
#include "transport/rtp/key_reader.h"
#include "transport_fixture.h"

namespace mcu::transport {
namespace {

using media::Kind;
using std::chrono::milliseconds;

constexpr std::uint8_t kEventPt = 101;

std::vector<std::byte> event(std::uint8_t number, std::uint16_t duration, bool end = false) {
    return {std::byte{number},
            std::byte(end ? 0x8A : 0x0A),
            std::byte(duration >> 8U),
            std::byte(duration & 0xFFU)};
}

/// Keys pressed one after another, with time between them.
class Reading : public testing::Test {
protected:
    std::string read(std::uint32_t timestamp, const std::vector<std::byte>& payload) {
        now_ += milliseconds(100);
        const auto key = reader_.read(timestamp, payload, now_);
        return key ? std::string(1, *key) : "";
    }

    KeyReader reader_;
    SteadyTime now_{};
};

TEST_F(Reading, AnEventIsOneKeyHoweverManyPacketsItHas) {
    EXPECT_EQ(read(1000, event(10, 160)), "*");
    EXPECT_EQ(read(1000, event(10, 320)), "");
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(read(1000, event(10, 480, true)), "") << "the end is sent three times";
    }
    EXPECT_EQ(read(2600, event(10, 160)), "*") << "the same key again";
}

TEST_F(Reading, TheLastPacketAloneIsEnough) {
    EXPECT_EQ(read(1000, event(1, 800, true)), "1");
    EXPECT_EQ(read(1000, event(1, 160)), "") << "overtaken by its end";
    EXPECT_EQ(read(3000, event(2, 160)), "2");
    EXPECT_EQ(read(1000, event(1, 800, true)), "") << "overtaken by the next key";
}

TEST_F(Reading, ALongKeyGoesOnUnderALaterTimestamp) {
    EXPECT_EQ(read(0xFFFFFF00U, event(11, 0xFFFF)), "#");
    EXPECT_EQ(read(0xFFFFFF00U + 0xFFFFU, event(11, 160)), "");
    EXPECT_EQ(read(0xFFFFFF00U + 0xFFFFU, event(11, 320, true)), "");
    EXPECT_EQ(read(0x00020000U, event(11, 160)), "#");
}

TEST_F(Reading, WhatIsNoKeyIsNone) {
    EXPECT_EQ(read(1, event(16, 160)), "") << "hook flash";
    EXPECT_EQ(read(2, event(255, 160)), "");
    EXPECT_EQ(read(3, {std::byte{1}, std::byte{0}, std::byte{0}}), "") << "cut short";
    EXPECT_EQ(read(4, {}), "");
    EXPECT_EQ(read(5, event(15, 160)), "D");
}

TEST_F(Reading, AFloodIsHeldToThePaceOfFingers) {
    int keys = 0;
    const SteadyTime now{};
    for (std::uint32_t i = 0; i < 10000; ++i) {
        keys += reader_.read(i * 160, event(5, 160), now) ? 1 : 0;
    }
    EXPECT_EQ(keys, media::KeyPace::kAtOnce);
    EXPECT_TRUE(reader_.read(10000 * 160, event(5, 160), now + std::chrono::seconds(1)));
}

class Keys : public TransportTest {
protected:
    void SetUp() override {
        TransportTest::SetUp();
        media::Transport::SessionSpec spec;
        spec.video = false;
        local_ = open(spec);
        media::LocalMedia remote;
        remote.streams = {{Kind::audio, peer_.address(), peer_.address(), {}, 1, ""}};
        auto agreed = agreedWith(remote);
        agreed.streams[0].telephoneEventPt = kEventPt;
        transport_->apply(local_.session, agreed);
        settle();
    }

    void press(std::uint8_t number, std::uint32_t timestamp) {
        for (int i = 0; i < 4; ++i) {
            auto packet = RawPeer::rtp(kEventPt, sequence_++, timestamp, 7, 0);
            const auto payload = event(number, static_cast<std::uint16_t>(160 * i), i == 3);
            packet.insert(packet.end(), payload.begin(), payload.end());
            peer_.send(local_.streams[0].rtp, packet);
        }
    }

    RawPeer peer_;
    media::LocalMedia local_;
    std::uint16_t sequence_ = 1;
};

TEST_F(Keys, AreToldThoughNobodyHearsTheSound) {
    press(10, 8000);
    press(1, 16000);
    ASSERT_TRUE(loop_.runUntil([&] { return listener_.keys.size() == 2; }));
    EXPECT_EQ(listener_.keys, "*1");
}

TEST_F(Keys, AreNoSound) {
    const auto sink = std::make_shared<RecordingSink>();
    transport_->setSink(local_.session, Kind::audio, sink);
    settle();
    press(5, 8000);
    peer_.send(local_.streams[0].rtp, RawPeer::rtp(kAudioPt, sequence_++, 8160, 7, 160));
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 1; }));
    EXPECT_EQ(sink->packets().front().payloadType, kAudioPt);
    EXPECT_TRUE(loop_.runUntil([&] { return listener_.keys == "5"; }));
}

TEST_F(Keys, OfAnotherPayloadTypeAreDropped) {
    auto packet = RawPeer::rtp(96, sequence_++, 8000, 7, 4);
    peer_.send(local_.streams[0].rtp, packet);
    ASSERT_TRUE(loop_.runUntil(
        [&] { return figures().of(local_.session, Kind::audio).badPayloadType == 1; }));
    EXPECT_EQ(listener_.keys, "");
}

}  // namespace
}  // namespace mcu::transport
