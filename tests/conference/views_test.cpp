// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "conference/stage.h"
#include "conference/view_planner.h"

namespace mcu::conference {
namespace {

const ConferenceId kC{"c"};
using Seen = std::vector<std::string>;

ViewName chairView() {
    return {ViewName::Kind::chair, {}};
}

ViewName siteView(const std::string& site) {
    return {ViewName::Kind::site, site};
}

class Views : public ::testing::Test {
protected:
    Views() {
        auto like = Stage::defaults();
        like.chair = "s1";
        stage.createConference({"s1", "s2", "s3", "s4", "s5", "s6"}, like);
        for (const char* site : {"s1", "s2", "s3", "s4", "s5", "s6"}) {
            calls[site] = stage.join(site);
        }
    }

    SessionId session(const std::string& site) {
        return stage.sip.calls.at(calls.at(site)).local.session;
    }

    Stage stage;
    std::map<std::string, CallId> calls;
};

TEST_F(Views, ProgrammeIsComposedOnceForAllOfAClass) {
    EXPECT_EQ(stage.sees("s5"), (Seen{"s1", "s2", "s3", "s4"}));
    EXPECT_EQ(stage.encoderOf("s5"), stage.encoderOf("s6"));
    EXPECT_EQ(stage.sees("s2"), (Seen{"s1", "s5", "s3", "s4"}));
    EXPECT_EQ(stage.video.encoders.size(), 5U);  // one for all, four without themselves
}

TEST_F(Views, EncoderOfAClassClosesWithItsLastSite) {
    ASSERT_TRUE(stage.run(HangUpSites{kC, {"s5", "s6"}}));
    EXPECT_EQ(stage.video.encoders.size(), 4U);
    ASSERT_TRUE(stage.run(HangUpSites{kC, {}, true}));
    EXPECT_TRUE(stage.video.encoders.empty());
    EXPECT_TRUE(stage.video.views.empty());
    EXPECT_TRUE(stage.video.sources.empty());
    EXPECT_TRUE(stage.transport.feeds.empty());
    EXPECT_EQ(stage.transport.misuses + stage.video.misuses, 0);
}

TEST_F(Views, KeyframesWantedReachTheirEncoderOrSource) {
    const auto feed = stage.transport.sessions.at(session("s5")).watched.at(media::Kind::video);
    stage.service.onKeyframeWanted(feed);
    EXPECT_EQ(stage.encoderOf("s5")->keyframes, 1);
    stage.service.onFastUpdate(calls.at("s5"));
    EXPECT_EQ(stage.encoderOf("s5")->keyframes, 2);
    const auto asked = stage.transport.sessions.at(session("s1")).keyframesAsked;
    for (const auto& [source, sink] : std::map(stage.video.sources)) {
        stage.service.onKeyframeNeeded(source);
    }
    EXPECT_EQ(stage.transport.sessions.at(session("s1")).keyframesAsked, asked + 1);
    stage.service.onFastUpdateBySignalling(session("s1"));
    EXPECT_EQ(stage.sip.fastUpdates.at(calls.at("s1")), 1);
}

TEST_F(Views, LostSiteIsGreyedAgedAndReplaced) {
    stage.service.onMediaTimeout(session("s2"), media::Kind::video);
    stage.settle();
    EXPECT_EQ(stage.sees("s5"), (Seen{"s1", "s2", "s3", "s4"}));
    stage.advance(std::chrono::seconds(2));
    EXPECT_NE(stage.view(kProgramme)->panes[1].caption.find("mất tín hiệu 2 s"), std::string::npos);
    stage.advance(std::chrono::seconds(5));
    EXPECT_EQ(stage.sees("s6"), (Seen{"s1", "s5", "s3", "s4"}));
    EXPECT_EQ(stage.site("s2").state, SiteState::lost);
}

TEST_F(Views, FrozenPictureIsTreatedAsLostAndRecovers) {
    stage.video.sourcesComeUp = false;
    const auto source = std::next(stage.video.sources.begin())->first;
    stage.service.onSourceStalled(source);
    stage.advance(std::chrono::seconds(20));
    EXPECT_EQ(stage.count("site.frozen"), 1);
    EXPECT_TRUE(stage.video.sources.contains(source));
    stage.service.onSourceUp(source);
    stage.settle();
    EXPECT_EQ(stage.count("site.moving"), 1);
}

TEST_F(Views, ChairLooksAloneAndComesBack) {
    ASSERT_TRUE(stage.run(ChairLook{kC, "s6"}));
    EXPECT_EQ(stage.sees("s1"), (Seen{"s6"}));
    EXPECT_EQ(stage.sees("s5"), (Seen{"s1", "s2", "s3", "s4"}));
    ASSERT_TRUE(stage.run(ChairLook{kC, ""}));
    EXPECT_EQ(stage.sees("s1"), (Seen{"s5", "s2", "s3", "s4"}));
    EXPECT_FALSE(stage.run(ChairLook{kC, "s1"}));
}

TEST_F(Views, BroadcastLeavesTheChairFree) {
    ASSERT_TRUE(stage.run(Broadcast{kC, "s3"}));
    EXPECT_EQ(stage.sees("s5"), (Seen{"s3"}));
    EXPECT_EQ(stage.sees("s3"), (Seen{"s1"}));
    EXPECT_EQ(stage.sees("s1").size(), 4U);
    ASSERT_TRUE(stage.run(Broadcast{kC, ""}));
    EXPECT_EQ(stage.sees("s5").size(), 4U);
}

TEST_F(Views, ASiteMayHaveALayoutOfItsOwn) {
    ASSERT_TRUE(stage.run(SetLayout{kC, siteView("s6"), "1+1", {"s5", "s6"}}));
    EXPECT_EQ(stage.sees("s6"), (Seen{"s5", "s1"}));
    EXPECT_EQ(stage.sees("s4").size(), 4U);
}

TEST_F(Views, LayoutRefusesTooManySitesOneTwiceAndUnknownNames) {
    EXPECT_EQ(stage.run(SetLayout{kC, {}, "1x1", {"s1", "s2"}}).error().id, "layout.too-small");
    EXPECT_EQ(stage.run(SetLayout{kC, {}, "2x2", {"s1", "s1"}}).error().id, "layout.site-twice");
    EXPECT_EQ(stage.run(SetLayout{kC, {}, "9x9", {}}).error().id, "layout.unknown");
    EXPECT_EQ(stage.run(SetLayout{ConferenceId{"x"}, {}, "2x2", {}}).error().id,
              "conference.unknown");
}

TEST_F(Views, CameraOffTakesTheSiteFromThePicture) {
    ASSERT_TRUE(stage.run(SetChannel{kC, Channel::camera, false, {"s2"}, false}));
    EXPECT_EQ(stage.sees("s6"), (Seen{"s1", "s5", "s3", "s4"}));
    EXPECT_FALSE(stage.site("s2").onAir);
}

TEST_F(Views, PollShowsOneAfterAnotherSkipsAbsentAndStops) {
    ASSERT_TRUE(stage.run(HangUpSites{kC, {"s3"}}));
    ASSERT_TRUE(stage.run(SetLayout{kC, chairView(), "1x1", {}}));
    ASSERT_TRUE(stage.run(Poll{kC, chairView(), {"s2", "s3", "s4"}, std::chrono::seconds(5)}));
    EXPECT_EQ(stage.sees("s1"), (Seen{"s2"}));
    stage.advance(std::chrono::seconds(5));
    EXPECT_EQ(stage.sees("s1"), (Seen{"s4"}));
    EXPECT_EQ(stage.view(kChair)->reason, "poll");
    stage.advance(std::chrono::seconds(5));
    EXPECT_EQ(stage.sees("s1"), (Seen{"s2"}));
    ASSERT_TRUE(stage.run(Poll{kC, chairView(), {}, {}}));
    stage.advance(std::chrono::seconds(20));
    EXPECT_EQ(stage.sees("s1"), (Seen{"s2"}));
    EXPECT_FALSE(stage.run(Poll{kC, chairView(), {"s2"}, std::chrono::milliseconds(1)}));
}

TEST_F(Views, LossySiteGetsALowerClassOfItsOwnAndComesBack) {
    stage.transport.lossPercent[session("s6")] = 5;
    stage.advance(std::chrono::seconds(12));
    ASSERT_NE(stage.encoderOf("s6"), nullptr);
    EXPECT_NE(stage.encoderOf("s6"), stage.encoderOf("s5"));
    EXPECT_EQ(stage.encoderOf("s6")->spec.kbps, 1000);
    EXPECT_EQ(stage.encoderOf("s5")->spec.kbps, 2000);
    EXPECT_EQ(stage.count("site.lowered"), 1);
    stage.transport.lossPercent.clear();
    stage.advance(std::chrono::seconds(33));
    EXPECT_EQ(stage.encoderOf("s6"), stage.encoderOf("s5"));
    EXPECT_EQ(stage.count("site.restored"), 1);
}

TEST_F(Views, DecoderOfAnUnwatchedSiteLingersThenCloses) {
    EXPECT_EQ(stage.video.sources.size(), 5U);
    ASSERT_TRUE(stage.run(SetLayout{kC, {}, "1+1", {"s1", "s2"}}));
    EXPECT_EQ(stage.video.sources.size(), 5U);
    stage.advance(std::chrono::seconds(7));
    EXPECT_EQ(stage.video.sources.size(), 3U);
}

TEST_F(Views, SnapshotsOfViewsAndSitesAlsoWhenNobodyWatches) {
    EXPECT_EQ(stage.run(Snapshot{kC, {}, false})->png.size(), 4U);
    auto& own = stage.begin(Snapshot{kC, siteView("s6"), true});
    stage.advance(std::chrono::seconds(1));
    ASSERT_TRUE(own.has_value());
    EXPECT_TRUE(*own);
    EXPECT_TRUE(stage.run(Snapshot{kC, siteView("s6"), false}));
    ASSERT_TRUE(stage.run(Show{kC, "s5"}));  // forwarded: nothing is composed
    stage.advance(std::chrono::seconds(10));
    EXPECT_TRUE(stage.video.views.empty());
    auto& forwarded = stage.begin(Snapshot{kC, {}, false});
    stage.advance(std::chrono::seconds(1));
    ASSERT_TRUE(forwarded.has_value());
    EXPECT_TRUE(*forwarded);
    stage.advance(std::chrono::seconds(10));
    EXPECT_TRUE(stage.video.views.empty());
}

TEST_F(Views, RemovedSiteIsGoneFromEverywhere) {
    ASSERT_TRUE(stage.run(SetLayout{kC, {}, "2x2", {"s6", "s2"}}));
    ASSERT_TRUE(stage.run(Show{kC, "s6"}));
    ASSERT_TRUE(stage.run(RemoveSite{kC, "s6"}));
    EXPECT_EQ(stage.status().conferences[0].sites.size(), 5U);
    EXPECT_EQ(stage.sees("s5"), (Seen{"s1"}));
    EXPECT_EQ(stage.transport.misuses + stage.video.misuses, 0);
    EXPECT_EQ(stage.run(RemoveSite{kC, "s6"}).error().id, "site.not-in-conference");
}

TEST_F(Views, ClosedConferenceLeavesNothingBehind) {
    ASSERT_TRUE(stage.run(CloseConference{kC}));
    EXPECT_TRUE(stage.transport.sessions.empty());
    EXPECT_TRUE(stage.transport.feeds.empty());
    EXPECT_TRUE(stage.video.views.empty());
    EXPECT_TRUE(stage.video.sources.empty());
    EXPECT_TRUE(stage.audio.outputs.empty());
    EXPECT_EQ(stage.sip.hungUp.size(), 6U);
    EXPECT_EQ(stage.transport.misuses + stage.video.misuses, 0);
}

TEST(ManySites, WatchOneProgrammeWithOneEncoderPerClass) {
    Stage stage;
    std::vector<std::string> sites;
    for (int i = 1; i <= 240; ++i) {
        sites.push_back("s" + std::to_string(i));
    }
    auto like = Stage::defaults();
    like.maxOwnViews = 0;
    stage.createConference(sites, like);
    RoomKind narrow;
    narrow.maxKbps = 1000;
    for (int i = 1; i <= 240; ++i) {
        stage.join("s" + std::to_string(i), i % 2 == 0 ? narrow : RoomKind{});
    }
    EXPECT_EQ(stage.encoderOf("s100")->spec.kbps, 1000);
    EXPECT_EQ(stage.encoderOf("s101")->spec.kbps, 2000);
    const auto programme = stage.view(kProgramme);
    EXPECT_EQ(programme->encoders, 2);
    EXPECT_EQ(stage.transport.misuses + stage.video.misuses, 0);
}

TEST_F(Views, ABannerIsOneLineAndIsTakenAway) {
    const ViewName programme{};
    ASSERT_TRUE(stage.run(SetBanner{kC, programme, {"Báo  cáo  nhanh", true, false}}));
    EXPECT_EQ(stage.view(kProgramme)->banner.text, "Báo cáo nhanh");
    EXPECT_TRUE(stage.view(kProgramme)->banner.rolling);
    EXPECT_FALSE(stage.run(SetBanner{kC, programme, {"a\x1b[2J", false, false}}));
    std::string longest;
    for (int i = 0; i < 400; ++i) {
        longest += "ộ";
    }
    EXPECT_TRUE(stage.run(SetBanner{kC, programme, {longest, false, false}}));
    EXPECT_FALSE(stage.run(SetBanner{kC, programme, {longest + "x", false, false}}));
    EXPECT_EQ(stage.view(kProgramme)->banner.text, longest) << "a refused text changes nothing";
    ASSERT_TRUE(stage.run(SetBanner{kC, siteView("s5"), {"riêng", false, false}}));
    ASSERT_TRUE(stage.run(SetBanner{kC, programme, {}}));
    EXPECT_EQ(stage.view(kProgramme)->banner.text, "");
}

}  // namespace
}  // namespace mcu::conference
