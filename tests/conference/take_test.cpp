// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "conference/stage.h"
#include "conference/view_planner.h"

namespace mcu::conference {
namespace {

const ConferenceId kC{"c"};

class Take : public ::testing::Test {
protected:
    explicit Take(bool captions = true) {
        auto like = Stage::defaults();
        like.captions = captions;
        like.chair = "s1";
        stage.createConference({"s1", "s2", "s3", "s4", "s5"}, like);
        for (const char* site : {"s1", "s2", "s3", "s4", "s5"}) {
            stage.join(site);
        }
    }

    bool microphone(const std::string& site) { return stage.site(site).microphoneOn; }

    Stage stage;
};

using Seen = std::vector<std::string>;

TEST_F(Take, ShowsTheSiteToAllItsChairToItAndOpensItsMicrophone) {
    const auto done = stage.run(Show{kC, "s5"});
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_NE(done->message.find("Room s5 (commune, s5)"), std::string::npos);
    EXPECT_EQ(stage.sees("s1"), (Seen{"s5"}));
    EXPECT_EQ(stage.sees("s2"), (Seen{"s5"}));
    EXPECT_EQ(stage.sees("s5"), (Seen{"s1"}));
    EXPECT_TRUE(microphone("s5"));
    EXPECT_TRUE(stage.isDecodedForSound("s5"));
    EXPECT_EQ(stage.count("take.done"), 1);
    EXPECT_EQ(stage.transport.misuses + stage.video.misuses, 0);
}

TEST_F(Take, ChangesSoundAtTheCutAndNotBefore) {
    ASSERT_TRUE(stage.run(Show{kC, "s4"}));
    stage.video.cut = false;
    auto& done = stage.begin(Show{kC, "s5"});
    stage.settle();
    stage.advance(std::chrono::milliseconds(100));
    EXPECT_FALSE(done.has_value());
    EXPECT_EQ(stage.sees("s1"), (Seen{"s4"}));
    EXPECT_TRUE(microphone("s4"));
    EXPECT_FALSE(microphone("s5"));
    stage.video.cutAll();
    stage.settle();
    ASSERT_TRUE(done.has_value());
    ASSERT_TRUE(*done);
    EXPECT_NEAR((*done)->tookMs, 100, 1);
    EXPECT_EQ(stage.sees("s1"), (Seen{"s5"}));
    EXPECT_FALSE(microphone("s4"));
    EXPECT_TRUE(microphone("s5"));
}

TEST_F(Take, NeverMutesTheChairAndKeepsMicrophonesWhenTold) {
    ASSERT_TRUE(stage.run(SetChannel{kC, Channel::microphone, true, {"s1"}, false}));
    ASSERT_TRUE(stage.run(Show{kC, "s1"}));
    ASSERT_TRUE(stage.run(Show{kC, "s2"}));
    EXPECT_TRUE(microphone("s1"));
    ASSERT_TRUE(stage.run(Show{kC, "s3", true}));
    EXPECT_TRUE(microphone("s2"));
    EXPECT_FALSE(microphone("s3"));
}

TEST_F(Take, EndsAfterThreeSecondsSayingThatThePictureIsMissing) {
    stage.video.cut = false;
    auto& done = stage.begin(Show{kC, "s5"});
    stage.advance(std::chrono::milliseconds(2900));
    EXPECT_FALSE(done.has_value());
    stage.advance(std::chrono::milliseconds(200));
    ASSERT_TRUE(done.has_value());
    ASSERT_TRUE(*done);
    EXPECT_NE((*done)->message.find("picture is missing"), std::string::npos);
    EXPECT_TRUE(microphone("s5"));
    EXPECT_EQ(stage.count("take.late"), 1);
}

TEST_F(Take, OfASiteWithoutAnAddressIsRefusedAndChangesNothing) {
    auto record = stage.listed("s6");
    record.uri.clear();
    ASSERT_TRUE(stage.service.putSites({record}));
    ASSERT_TRUE(stage.run(AddSite{kC, "s6", "", false}));
    const auto done = stage.run(Show{kC, "s6"});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::refused);
    EXPECT_EQ(stage.view(kProgramme)->layout, "2x2");
}

TEST_F(Take, OfASiteThatIsNotConnectedCallsItAndKeepsWhatIsShownUntilItsPictureComes) {
    ASSERT_TRUE(stage.service.putSites({stage.listed("s6")}));
    ASSERT_TRUE(stage.run(AddSite{kC, "s6", "", false}));
    auto& done = stage.begin(Show{kC, "s6"});
    stage.settle();
    EXPECT_FALSE(done.has_value());
    EXPECT_EQ(stage.view(kProgramme)->layout, "2x2");
    ASSERT_EQ(stage.sip.dialled.size(), 1U);
    stage.answerWith(stage.sip.dialled.front());
    EXPECT_EQ(stage.view(kProgramme)->layout, "2x2");
    stage.mediaUp(stage.sip.dialled.front());
    ASSERT_TRUE(done.has_value());
    ASSERT_TRUE(*done) << done->error().message;
    EXPECT_EQ(stage.sees("s1"), (Seen{"s6"}));
    EXPECT_EQ(stage.count("take.two-way-up"), 1);
}

TEST_F(Take, GivesUpAfterHalfAMinuteOnASiteThatDoesNotCome) {
    ASSERT_TRUE(stage.service.putSites({stage.listed("s6")}));
    ASSERT_TRUE(stage.run(AddSite{kC, "s6", "", false}));
    auto& done = stage.begin(Show{kC, "s6"});
    stage.advance(std::chrono::seconds(29));
    EXPECT_FALSE(done.has_value());
    stage.advance(std::chrono::seconds(2));
    ASSERT_TRUE(done.has_value());
    EXPECT_EQ(done->error().code, ErrorCode::timeout);
    EXPECT_EQ(stage.view(kProgramme)->layout, "2x2");
    EXPECT_EQ(stage.count("request.breach"), 1);
}

TEST_F(Take, FallsBackToTheMainSiteWhenTheSiteShownIsGone) {
    ASSERT_TRUE(stage.run(Show{kC, "s4"}));
    stage.leave(stage.sip.answered.at(3));
    stage.advance(std::chrono::seconds(1));
    EXPECT_EQ(stage.count("take.fallback"), 1);
    EXPECT_FALSE(microphone("s4")) << "it comes back unheard";
    EXPECT_EQ(stage.view(kProgramme)->panes.at(0).site, SiteId{"s1"});
}

TEST_F(Take, ThatEndedWithoutItsPictureIsTwoWayWhenTheChairIsSentItAndNotBefore) {
    stage.video.cut = false;
    stage.begin(Show{kC, "s5"});
    stage.advance(std::chrono::milliseconds(3100));
    EXPECT_EQ(stage.count("take.late"), 1);
    EXPECT_EQ(stage.count("take.two-way-up"), 0);
    stage.video.cutAll();
    stage.settle();
    EXPECT_EQ(stage.count("take.two-way-up"), 1);
}

TEST_F(Take, TimesTheRequestItBelongsTo) {
    ASSERT_TRUE(stage.run(RequestSite{kC, "s5"}));
    stage.advance(std::chrono::seconds(11));
    EXPECT_EQ(stage.count("request.amber"), 1);
    ASSERT_TRUE(stage.run(Show{kC, "s5"}));
    const auto requests = stage.service.requests(kC);
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_EQ(requests.front().state, "two-way-up");
    EXPECT_FALSE(requests.front().implicit);
    EXPECT_NEAR(requests.front().twoWaySeconds, 11, 0.1);
    EXPECT_NEAR(requests.front().takenSeconds, 11, 0.1);
    stage.advance(std::chrono::seconds(30));
    EXPECT_EQ(stage.count("request.breach"), 0);
}

TEST_F(Take, IsReplacedByTheNextOne) {
    stage.video.cut = false;
    auto& first = stage.begin(Show{kC, "s4"});
    auto& second = stage.begin(Show{kC, "s5"});
    ASSERT_TRUE(first.has_value());
    EXPECT_EQ(first->error().code, ErrorCode::refused);
    stage.video.cutAll();
    stage.settle();
    ASSERT_TRUE(second.has_value());
    EXPECT_FALSE(microphone("s4"));
    EXPECT_TRUE(microphone("s5"));
}

TEST_F(Take, LeavesAMicrophoneAloneThatTheOperatorSetMeanwhile) {
    stage.video.cut = false;
    stage.begin(Show{kC, "s5"});
    ASSERT_TRUE(stage.run(SetChannel{kC, Channel::microphone, false, {"s5"}, false}));
    stage.video.cutAll();
    stage.settle();
    EXPECT_FALSE(microphone("s5"));
}

TEST_F(Take, OfAPrecuedSiteFindsItDecoded) {
    ASSERT_TRUE(stage.run(Show{kC, "s2"}));
    stage.advance(std::chrono::seconds(10));
    EXPECT_FALSE(stage.site("s5").warm);
    ASSERT_TRUE(stage.run(Precue{kC, "s5"}));
    EXPECT_TRUE(stage.site("s5").warm);
    EXPECT_TRUE(stage.site("s5").precued);
    const auto decoders = stage.video.sources.size();
    ASSERT_TRUE(stage.run(Show{kC, "s5"}));
    EXPECT_EQ(stage.video.sources.size(), decoders);
}

class ForwardedTake : public Take {
protected:
    ForwardedTake() : Take(false) {}
};

TEST_F(ForwardedTake, PassesThePictureOnWithoutDecodingOnceItsKeyframeWentOut) {
    stage.transport.confirm = false;
    auto& done = stage.begin(Show{kC, "s5"});
    stage.settle();
    EXPECT_FALSE(done.has_value());
    EXPECT_GE(stage.transport.sessions.at(stage.sessionOf("s5")).keyframesAsked, 1);
    for (const char* site : {"s2", "s3", "s4", "s5", "s1"}) {
        const auto session = stage.sessionOf(site);
        EXPECT_FALSE(done.has_value());
        stage.transport.confirmSubscription(
            session,
            media::Kind::video,
            stage.transport.sessions.at(session).asked.at(media::Kind::video));
    }
    stage.settle();
    ASSERT_TRUE(done.has_value());
    EXPECT_TRUE(stage.isForwarded("s1"));
    EXPECT_EQ(stage.sees("s1"), (Seen{"s5"}));
    EXPECT_EQ(stage.sees("s5"), (Seen{"s1"}));
    stage.advance(std::chrono::seconds(10));
    EXPECT_TRUE(stage.video.sources.empty());
    EXPECT_TRUE(stage.video.encoders.empty());
    EXPECT_TRUE(stage.video.views.empty());
}

TEST_F(ForwardedTake, GoesOnToTheNextAndBackToALayoutWithoutAHole) {
    ASSERT_TRUE(stage.run(Show{kC, "s5"}));
    ASSERT_TRUE(stage.run(Show{kC, "s4"}));
    EXPECT_EQ(stage.sees("s1"), (Seen{"s4"}));
    EXPECT_EQ(stage.sees("s4"), (Seen{"s1"}));
    stage.video.cut = false;
    ASSERT_TRUE(stage.run(SetLayout{kC, {}, "2x2", {"s2", "s3"}}));
    EXPECT_EQ(stage.sees("s5"), (Seen{"s4"}));  // the old picture stays until the new one is whole
    stage.video.cutAll();
    stage.settle();
    EXPECT_EQ(stage.sees("s5"), (Seen{"s2", "s3", "s1", "s4"}));
    EXPECT_EQ(stage.transport.misuses + stage.video.misuses, 0);
}

TEST_F(ForwardedTake, ServesAModeZeroRoomByComposing) {
    ASSERT_TRUE(stage.service.putSites({stage.listed("s6")}));
    RoomKind old;
    old.packetizationMode = 0;
    stage.join("s6", old);
    ASSERT_TRUE(stage.run(Show{kC, "s5"}));
    EXPECT_TRUE(stage.isForwarded("s2"));
    EXPECT_FALSE(stage.isForwarded("s6"));
    EXPECT_EQ(stage.sees("s6"), (Seen{"s5"}));
    ASSERT_TRUE(stage.run(Show{kC, "s6"}));
    EXPECT_TRUE(stage.isForwarded("s2"));
    EXPECT_EQ(stage.sees("s6"), (Seen{"s1"}));
    EXPECT_FALSE(stage.isForwarded("s6"));
}

}  // namespace
}  // namespace mcu::conference
