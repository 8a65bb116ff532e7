// SPDX-License-Identifier: GPL-3.0-or-later
// Examinations of rooms: their calls leave the conference for some seconds and come back.
#include <algorithm>

#include <gtest/gtest.h>

#include "conference/stage.h"

namespace mcu::conference {
namespace {

const ConferenceId kC{"c"};
using Seen = std::vector<std::string>;

class ExamineTest : public ::testing::Test {
protected:
    ExamineTest() {
        auto like = Stage::defaults();
        like.chair = "s1";
        stage.createConference({"s1", "s2", "s3"}, like);
        for (const char* site : {"s1", "s2", "s3"}) {
            stage.join(site);
        }
        EXPECT_TRUE(stage.run(Show{kC, "s1"}));
    }

    void examine(const std::string& site) {
        Examine command;
        command.conference = kC;
        command.site = site;
        stage.service.examine(stage.actor, command, [this](Result<Examination> result) {
            done.push_back(std::move(result));
        });
        stage.settle();
    }

    Stage stage;
    std::vector<Result<Examination>> done;
};

TEST_F(ExamineTest, TheRoomSeesTheTestPictureAndGoesBackToTheProgramme) {
    ASSERT_EQ(stage.sees("s2"), (Seen{"s1"}));
    const auto talkers = stage.audio.talkers.size();
    examine("s2");
    stage.advance(std::chrono::seconds(1));
    EXPECT_NE(stage.sees("s2"), (Seen{"s1"}));
    const auto test = std::ranges::find_if(
        stage.audio.outputs, [](const auto& output) { return output.second.hearing.testSound; });
    ASSERT_NE(test, stage.audio.outputs.end());
    EXPECT_EQ(stage.audio.talkers.size(), talkers + 1) << "measured, in a mix of its own";
    EXPECT_EQ(stage.sees("s3"), (Seen{"s1"})) << "the others notice nothing";
    EXPECT_TRUE(done.empty());
    stage.advance(std::chrono::seconds(10));
    ASSERT_EQ(done.size(), 1U);
    ASSERT_TRUE(done[0]);
    EXPECT_TRUE(done[0]->connected);
    EXPECT_FALSE(done[0]->called);
    EXPECT_EQ(done[0]->cause, "");
    EXPECT_EQ(stage.sees("s2"), (Seen{"s1"}));
    EXPECT_EQ(stage.audio.talkers.size(), talkers);
    EXPECT_TRUE(std::ranges::none_of(
        stage.audio.outputs, [](const auto& output) { return output.second.hearing.testSound; }));
    EXPECT_EQ(stage.transport.misuses + stage.video.misuses, 0);
}

/// On a machine under load the first keyframes may be lost: that is no fault of the room.
TEST_F(ExamineTest, APictureThatIsNotDecodedYetIsWaitedForAsLongAgain) {
    const auto known = stage.video.sources;
    examine("s2");
    const auto source = std::ranges::find_if(
        stage.video.sources, [&](const auto& entry) { return !known.contains(entry.first); });
    ASSERT_NE(source, stage.video.sources.end());
    const auto session = stage.sessionOf("s2");
    stage.transport.videoPackets[session] = 100;
    stage.advance(std::chrono::seconds(2));
    stage.transport.videoPackets[session] = 1000;
    stage.advance(std::chrono::seconds(9));
    EXPECT_TRUE(done.empty());
    const auto asked = stage.transport.sessions.at(session).keyframesAsked;
    stage.advance(std::chrono::seconds(2));
    EXPECT_GT(stage.transport.sessions.at(session).keyframesAsked, asked);
    stage.video.decoded[source->first] = 5;
    stage.advance(std::chrono::seconds(1));
    ASSERT_EQ(done.size(), 1U);
    EXPECT_TRUE(done[0]->pictureCame);
}

TEST_F(ExamineTest, APictureThatNeverComesIsNotWaitedForWithoutEnd) {
    examine("s2");
    const auto session = stage.sessionOf("s2");
    stage.transport.videoPackets[session] = 100;
    stage.advance(std::chrono::seconds(2));
    stage.transport.videoPackets[session] = 1000;
    stage.advance(std::chrono::seconds(17));
    EXPECT_TRUE(done.empty());
    stage.advance(std::chrono::seconds(2));
    ASSERT_EQ(done.size(), 1U);
    EXPECT_FALSE(done[0]->pictureCame);
}

TEST_F(ExamineTest, WhatIsOnAirIsRefused) {
    examine("s1");
    ASSERT_EQ(done.size(), 1U);
    EXPECT_EQ(done[0].error().id, "check.on-air");
    examine("s2");
    examine("s2");
    ASSERT_EQ(done.size(), 2U);
    EXPECT_EQ(done[1].error().id, "check.running");
}

/// A check never delays a take.
TEST_F(ExamineTest, ATakeEndsItAtOnce) {
    examine("s2");
    stage.advance(std::chrono::seconds(1));
    ASSERT_TRUE(stage.run(Show{kC, "s2"}));
    ASSERT_EQ(done.size(), 1U);
    EXPECT_TRUE(done[0]->cause.starts_with("interrupted"));
    EXPECT_EQ(stage.sees("s1"), (Seen{"s2"}));
    EXPECT_EQ(stage.sees("s3"), (Seen{"s2"}));
    EXPECT_TRUE(stage.isDecodedForSound("s2"));
    EXPECT_EQ(stage.transport.misuses + stage.video.misuses, 0);
}

TEST_F(ExamineTest, ACallThatEndsIsSaid) {
    examine("s2");
    stage.advance(std::chrono::seconds(1));
    ASSERT_TRUE(stage.run(HangUpSites{kC, {"s2"}, false}));
    ASSERT_EQ(done.size(), 1U);
    EXPECT_NE(done[0]->cause, "");
    EXPECT_EQ(stage.transport.misuses + stage.video.misuses, 0);
}

TEST_F(ExamineTest, ARoomThatIsAbsentIsCalledAndLetGo) {
    ASSERT_TRUE(stage.run(HangUpSites{kC, {"s3"}, false}));
    examine("s3");
    ASSERT_TRUE(done.empty());
    EXPECT_EQ(stage.site("s3").state, SiteState::dialling);
    stage.advance(std::chrono::seconds(31));
    ASSERT_EQ(done.size(), 1U);
    EXPECT_TRUE(done[0]->called);
    EXPECT_FALSE(done[0]->connected);
    EXPECT_EQ(done[0]->cause, "no answer");
    EXPECT_EQ(stage.site("s3").state, SiteState::absent);
}

TEST_F(ExamineTest, ItsEndComesWithTheServers) {
    examine("s2");
    stage.service.shutDown();
    ASSERT_EQ(done.size(), 1U);
}

/// Giving the floor is one act: its and the chair's microphone, and nobody else's.
TEST_F(ExamineTest, TheFloorMutesAllButTheSiteAndTheChair) {
    ASSERT_TRUE(stage.run(SetChannel{kC, Channel::microphone, true, {"s3"}, false}));
    ASSERT_TRUE(stage.run(Show{kC, "s2", false, true}));
    EXPECT_TRUE(stage.site("s1").microphoneOn);
    EXPECT_TRUE(stage.site("s2").microphoneOn);
    EXPECT_FALSE(stage.site("s3").microphoneOn);
    EXPECT_EQ(stage.view("programme")->reason, "floor");
}

}  // namespace
}  // namespace mcu::conference
