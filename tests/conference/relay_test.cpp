// SPDX-License-Identifier: GPL-3.0-or-later
// What comes back from a site that carries our signals elsewhere (TOP-08).
#include <algorithm>

#include <gtest/gtest.h>

#include "conference/stage.h"

namespace mcu::conference {
namespace {

using namespace std::chrono_literals;

const ConferenceId kC{"c"};

/// A conference of a room s1 and a relay s2, both up and heard.
class RelayTest : public ::testing::Test {
protected:
    void begin(const std::string& relay = "matrix") {
        stage.emplace();
        stage->createConference({"s1", "s2"});
        auto record = stage->listed("s2", "Sở Y tế");
        record.relay = relay;
        ASSERT_TRUE(stage->service.putSites({record}));
        stage->join("s1");
        stage->join("s2");
        ASSERT_TRUE(stage->run(SetChannel{kC, Channel::microphone, true, {"s1", "s2"}, false}));
        stage->advance(2s);
    }

    /// The talker compared; there must be just one.
    TalkerId watched() {
        EXPECT_EQ(stage->audio.watched.size(), 1U);
        return stage->audio.watched.empty() ? TalkerId{} : stage->audio.watched.begin()->first;
    }

    std::string lastText(const std::string& kind) {
        std::string text;
        for (const auto& event : stage->events) {
            if (event.kind == kind) {
                text = event.text;
            }
        }
        return text;
    }

    bool warned(const std::string& words) {
        const auto warnings = stage->status().warnings;
        return std::any_of(warnings.begin(), warnings.end(), [&](const std::string& line) {
            return line.find(words) != std::string::npos;
        });
    }

    std::optional<Stage> stage;
};

TEST_F(RelayTest, IsComparedWithWhatItIsSentAndOthersAreNot) {
    begin();
    const auto talker = watched();
    const auto sent = stage->audio.watched.at(talker);
    ASSERT_TRUE(stage->audio.outputs.contains(sent));
    // What goes to the relay is everything but its own sound.
    EXPECT_EQ(stage->audio.outputs.at(sent).hearing.minus, std::vector{talker});
    ASSERT_EQ(stage->video.watchedLoops.size(), 1U);
    const auto& compared = stage->video.watchedLoops.begin()->second;
    EXPECT_TRUE(compared.view || compared.source);
    ASSERT_TRUE(stage->run(SetChannel{kC, Channel::microphone, false, {"s2"}, false}));
    EXPECT_TRUE(stage->audio.watched.empty());
}

TEST_F(RelayTest, EchoIsToldOnceNamedInTheStatusAndEnded) {
    begin();
    const auto talker = watched();
    stage->audio.echoes[talker] = {310, -12, stage->loop.clock().now()};
    stage->advance(3s);
    EXPECT_EQ(stage->count("relay.echo"), 1);
    EXPECT_NE(
        lastText("relay.echo").find("returns our own sound after 310 ms: look at its audio matrix"),
        std::string::npos);
    EXPECT_TRUE(warned("Sở Y tế returns our own sound after 310 ms"));
    EXPECT_EQ(stage->site("s2").echoDelayMs, 310);
    EXPECT_LT(stage->site("s1").echoDelayMs, 0);
    stage->advance(20s);
    EXPECT_EQ(stage->count("relay.echo"), 1);
    EXPECT_TRUE(stage->site("s2").microphoneOn);
    stage->audio.echoes.clear();
    stage->advance(2s);
    EXPECT_EQ(stage->count("relay.echo-ended"), 1);
    EXPECT_FALSE(warned("returns our own sound"));
}

TEST_F(RelayTest, WhatIsKnownStaysWhileTheMicrophoneIsOff) {
    begin();
    stage->audio.echoes[watched()] = {310, -8, stage->loop.clock().now()};
    stage->advance(3s);
    ASSERT_TRUE(stage->run(SetChannel{kC, Channel::microphone, false, {"s2"}, false}));
    stage->advance(5s);
    EXPECT_EQ(stage->count("relay.echo-ended"), 0);
    EXPECT_TRUE(warned("returns our own sound"));
}

TEST_F(RelayTest, LoopIsToldAndEndedWithTheCall) {
    begin("upstream");
    ASSERT_EQ(stage->video.watchedLoops.size(), 1U);
    const auto source = stage->video.watchedLoops.begin()->first;
    stage->video.loopDelays[source] = 900;
    stage->advance(3s);
    EXPECT_EQ(stage->count("relay.loop"), 1);
    EXPECT_NE(lastText("relay.loop").find("after 900 ms: the other MCU must not show it to us"),
              std::string::npos);
    EXPECT_TRUE(warned("returns our own picture after 900 ms"));
    ASSERT_TRUE(stage->run(HangUpSites{kC, {"s2"}, false}));
    stage->advance(2s);
    EXPECT_EQ(stage->count("relay.loop-ended"), 1);
    EXPECT_FALSE(warned("returns our own picture"));
}

}  // namespace
}  // namespace mcu::conference
