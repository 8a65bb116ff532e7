// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "conference/stage.h"
#include "conference/view_planner.h"

namespace mcu::conference {
namespace {

const ConferenceId kC{"c"};

SetChannel microphone(bool on, std::vector<SiteWord> sites) {
    return {kC, Channel::microphone, on, std::move(sites), false};
}

TEST(Sound, OfMutedSitesIsNotDecodedAndListenersShareOneOutputPerCodec) {
    Stage stage;
    stage.createConference({"s1", "s2", "s3", "s4"});
    stage.join("s1");
    stage.join("s2");
    stage.join("s3", {media::Codec::pcma});
    stage.join("s4", {media::Codec::pcma});
    EXPECT_TRUE(stage.audio.talkers.empty());
    EXPECT_EQ(stage.audio.outputs.size(), 2U);
    EXPECT_EQ(stage.hears("s1"), stage.hears("s2"));
    EXPECT_EQ(stage.hears("s3"), stage.hears("s4"));
    EXPECT_FALSE(stage.isDecodedForSound("s1"));
}

TEST(Sound, OfATalkerIsLeftOutOfWhatItHears) {
    Stage stage;
    stage.createConference({"s1", "s2", "s3"});
    for (const char* site : {"s1", "s2", "s3"}) {
        stage.join(site);
    }
    ASSERT_TRUE(stage.run(microphone(true, {"s1", "s2"})));
    EXPECT_EQ(stage.audio.talkers.size(), 2U);
    EXPECT_TRUE(stage.isDecodedForSound("s1"));
    EXPECT_EQ(stage.audio.outputs.size(), 3U);
    EXPECT_EQ(stage.hears("s1")->hearing.minus.size(), 1U);
    EXPECT_NE(stage.hears("s1")->hearing, stage.hears("s2")->hearing);
    EXPECT_TRUE(stage.hears("s3")->hearing.minus.empty());
    ASSERT_TRUE(stage.run(microphone(false, {"s1"})));
    EXPECT_FALSE(stage.isDecodedForSound("s1"));
    EXPECT_EQ(stage.hears("s1"), stage.hears("s3"));
    EXPECT_EQ(stage.audio.outputs.size(), 2U);
}

TEST(Sound, OfADeafenedSiteIsSilenceAndItsVolumeIsAsSet) {
    Stage stage;
    stage.createConference({"s1", "s2"});
    stage.join("s1");
    stage.join("s2");
    ASSERT_TRUE(stage.run(SetChannel{kC, Channel::speaker, false, {"s2"}, false}));
    EXPECT_NE(stage.hears("s2")->mix, stage.hears("s1")->mix);
    ASSERT_TRUE(stage.run(SetVolume{kC, "s1", -6}));
    ASSERT_TRUE(stage.run(microphone(true, {"s1"})));
    EXPECT_EQ(stage.audio.gains.at(stage.audio.talkers.begin()->first), -6);
    EXPECT_FALSE(stage.run(SetVolume{kC, "s1", 30}));
}

TEST(Sound, OfAHeldSiteIsNeitherTakenNorSent) {
    Stage stage;
    stage.createConference({"s1", "s2"});
    const auto call = stage.join("s1");
    stage.join("s2");
    ASSERT_TRUE(stage.run(microphone(true, {"s1"})));
    RoomKind held;
    held.held = true;
    stage.service.onMedia(call, agreed(held));
    stage.settle();
    EXPECT_TRUE(stage.audio.talkers.empty());
    EXPECT_EQ(stage.hears("s1"), nullptr);
    EXPECT_TRUE(stage.sees("s1").empty());
    EXPECT_TRUE(stage.site("s1").held);
    stage.service.onMedia(call, agreed());
    stage.settle();
    EXPECT_NE(stage.hears("s1"), nullptr);
    EXPECT_EQ(stage.audio.talkers.size(), 1U);
}

TEST(Sound, OfAllCanBeSwitchedAtOnce) {
    Stage stage;
    stage.createConference({"s1", "s2", "s3"});
    stage.join("s1");
    stage.join("s2");
    const auto done = stage.run(SetChannel{kC, Channel::microphone, true, {}, true});
    ASSERT_TRUE(done);
    EXPECT_EQ(done->sites.size(), 3U);
    EXPECT_EQ(stage.audio.talkers.size(), 2U);
    EXPECT_FALSE(stage.run(microphone(true, {})));
    EXPECT_EQ(stage.run(microphone(true, {"nobody"})).error().code, ErrorCode::notFound);
}

TEST(VoiceSwitching, LeadsTheProgrammeAfterTheHoldTimeAndIsOffByDefault) {
    Stage stage;
    auto like = Stage::defaults();
    like.layout = "1x1";
    like.muteOnEntry = false;
    stage.createConference({"s1", "s2", "s3"}, like);
    for (const char* site : {"s1", "s2", "s3"}) {
        stage.join(site);
    }
    const auto speak = [&](int number) {
        auto talker = stage.audio.talkers.begin();
        std::advance(talker, number - 1);
        stage.audio.speaking = talker->first;
    };
    speak(2);
    stage.advance(std::chrono::seconds(10));
    EXPECT_EQ(stage.view(kProgramme)->panes[0].site.value, "s1");
    ASSERT_TRUE(stage.run(SetVoiceSwitching{kC, true, std::chrono::seconds(2)}));
    stage.advance(std::chrono::milliseconds(2500));
    EXPECT_EQ(stage.view(kProgramme)->panes[0].site.value, "s2");
    EXPECT_EQ(stage.view(kProgramme)->reason, "voice");
    speak(3);
    stage.advance(std::chrono::milliseconds(500));
    speak(2);
    stage.advance(std::chrono::milliseconds(5000));
    EXPECT_EQ(stage.view(kProgramme)->panes[0].site.value, "s2");  // a cough
    speak(3);
    stage.advance(std::chrono::milliseconds(2500));
    EXPECT_EQ(stage.view(kProgramme)->panes[0].site.value, "s3");
    ASSERT_TRUE(stage.run(SetVoiceSwitching{kC, false}));
    EXPECT_EQ(stage.view(kProgramme)->reason, "operator");
}

}  // namespace
}  // namespace mcu::conference
