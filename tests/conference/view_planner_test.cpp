// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/view_planner.h"

#include <gtest/gtest.h>

#include "conference/layout.h"

namespace mcu::conference {
namespace {

ViewWish wishFor(const std::string& layout, std::vector<SiteId> fixed = {}) {
    static const LayoutBook kBook;
    return {layout, kBook.find(layout)->panes, std::move(fixed), {}, "operator"};
}

PictureWish defaults(const std::string& layout = "2x2") {
    PictureWish wish;
    wish.programme = wishFor(layout);
    wish.captions = false;
    wish.limits.kbpsTiers = {2000, 1000, 512};
    wish.replaceLostAfter = std::chrono::seconds(5);
    return wish;
}

PictureFacts site(const std::string& id) {
    PictureFacts facts;
    facts.id = SiteId{id};
    facts.caption = "Room " + id;
    facts.watches = true;
    facts.shows = true;
    media::AgreedStream video;
    video.kind = media::Kind::video;
    video.send.codec = media::Codec::h264;
    video.send.h264.packetizationMode = 1;
    video.receive = {video.send};
    facts.video = video;
    return facts;
}

std::vector<PictureFacts> sites(int count) {
    std::vector<PictureFacts> result;
    for (int i = 1; i <= count; ++i) {
        result.push_back(site("s" + std::to_string(i)));
    }
    return result;
}

std::vector<std::string> panes(const PicturePlan& plan, const std::string& view) {
    std::vector<std::string> result;
    for (const auto& id : plan.views.at(view).sites()) {
        result.push_back(id.value);
    }
    return result;
}

using Panes = std::vector<std::string>;

TEST(ViewPlanner, FillsPanesWithTheChairFirstThenTheList) {
    auto wish = defaults();
    wish.chair = SiteId{"s6"};
    EXPECT_EQ(panes(planPictures(wish, sites(6)), kProgramme), (Panes{"s6", "s1", "s2", "s3"}));
}

TEST(ViewPlanner, KeepsFixedPanesAndNeverRepeatsASite) {
    auto wish = defaults();
    wish.programme = wishFor("2x2", {SiteId{}, SiteId{"s1"}, SiteId{"s1"}});
    EXPECT_EQ(panes(planPictures(wish, sites(4)), kProgramme), (Panes{"s2", "s1", "s3", "s4"}));
}

TEST(ViewPlanner, KeepsPanesStillWhenSomebodyLeaves) {
    auto wish = defaults();
    wish.previous[kProgramme] = {SiteId{"s1"}, SiteId{"s2"}, SiteId{"s3"}, SiteId{"s4"}};
    auto there = sites(5);
    there.erase(there.begin() + 1);
    EXPECT_EQ(panes(planPictures(wish, there), kProgramme), (Panes{"s1", "s5", "s3", "s4"}));
}

TEST(ViewPlanner, GreysALostSiteWithItsAgeThenReplacesIt) {
    auto wish = defaults("1+1");
    wish.previous[kProgramme] = {SiteId{"s1"}, SiteId{"s2"}};
    auto there = sites(3);
    there[1].lostFor = std::chrono::seconds(3);
    auto plan = planPictures(wish, there);
    EXPECT_EQ(panes(plan, kProgramme), (Panes{"s1", "s2"}));
    EXPECT_EQ(plan.views.at(kProgramme).panes[1].notice, "mất tín hiệu 3 s");
    there[1].lostFor = std::chrono::seconds(6);
    EXPECT_EQ(panes(planPictures(wish, there), kProgramme), (Panes{"s1", "s3"}));
}

TEST(ViewPlanner, KeepsALostSiteWhenNobodyCanTakeItsPane) {
    auto wish = defaults("1+1");
    wish.previous[kProgramme] = {SiteId{"s1"}, SiteId{"s2"}};
    auto there = sites(2);
    there[1].lostFor = std::chrono::seconds(60);
    EXPECT_EQ(panes(planPictures(wish, there), kProgramme), (Panes{"s1", "s2"}));
}

TEST(ViewPlanner, GivesThoseOnAirThePictureWithoutThemselves) {
    auto wish = defaults();
    const auto plan = planPictures(wish, sites(6));
    EXPECT_EQ(plan.watches.at(SiteId{"s5"}).view, kProgramme);
    EXPECT_EQ(plan.watches.at(SiteId{"s2"}).view, "own:s2");
    EXPECT_EQ(panes(plan, "own:s2"), (Panes{"s1", "s5", "s3", "s4"}));
}

TEST(ViewPlanner, LeavesThePaneEmptyWhenThereIsNoOtherSite) {
    const auto plan = planPictures(defaults(), sites(2));
    EXPECT_EQ(panes(plan, "own:s1"), (Panes{"", "s2", "", ""}));
}

TEST(ViewPlanner, ForwardsAReturnPictureBeyondTheOwnViews) {
    auto wish = defaults();
    wish.maxOwnViews = 1;
    wish.chair = SiteId{"s1"};
    const auto plan = planPictures(wish, sites(6));
    EXPECT_EQ(plan.watches.at(SiteId{"s1"}).view, "own:s1");
    EXPECT_EQ(plan.watches.at(SiteId{"s2"}).forwarded.value, "s1");
    EXPECT_EQ(plan.watches.at(SiteId{"s4"}).forwarded.value, "s1");
}

TEST(ViewPlanner, ComposesTheReturnPictureWhereItDoesNotFit) {
    auto wish = defaults();
    wish.maxOwnViews = 0;
    wish.chair = SiteId{"s1"};
    auto there = sites(5);
    there[1].video->send.h264.packetizationMode = 0;
    const auto plan = planPictures(wish, there);
    EXPECT_FALSE(plan.watches.at(SiteId{"s2"}).forwarded);
    EXPECT_EQ(plan.watches.at(SiteId{"s2"}).view, "solo:s1");
    EXPECT_TRUE(plan.views.at("solo:s1").composed);
    EXPECT_TRUE(plan.decoded.contains(SiteId{"s1"}));
}

TEST(ViewPlanner, ShowsTheChairToTheSiteShownAndWhoWasOnAirBeforeToTheChair) {
    auto wish = defaults();
    wish.programme = wishFor("1x1", {SiteId{"s3"}});
    wish.chair = SiteId{"s1"};
    EXPECT_EQ(planPictures(wish, sites(4)).watches.at(SiteId{"s3"}).view, "solo:s1");
    wish.programme = wishFor("1x1", {SiteId{"s1"}});
    wish.previousOnAir = SiteId{"s3"};
    EXPECT_EQ(planPictures(wish, sites(4)).watches.at(SiteId{"s1"}).view, "solo:s3");
}

TEST(ViewPlanner, ShowsASlateWhenTheOnlySiteIsOnAir) {
    auto wish = defaults("1x1");
    const auto plan = planPictures(wish, sites(1));
    EXPECT_EQ(plan.watches.at(SiteId{"s1"}).view, "solo:");
    EXPECT_EQ(panes(plan, "solo:"), (Panes{""}));
    EXPECT_TRUE(plan.decoded.empty());
}

TEST(ViewPlanner, ForwardsAFullScreenPictureWithoutDecodingIt) {
    auto wish = defaults();
    wish.programme = wishFor("1x1", {SiteId{"s2"}});
    const auto plan = planPictures(wish, sites(10));
    EXPECT_EQ(plan.watches.at(SiteId{"s5"}).forwarded.value, "s2");
    EXPECT_TRUE(plan.decoded.empty());
    wish.captions = true;
    const auto captioned = planPictures(wish, sites(10));
    EXPECT_FALSE(captioned.watches.at(SiteId{"s5"}).forwarded);
    EXPECT_TRUE(captioned.decoded.contains(SiteId{"s2"}));
    EXPECT_EQ(captioned.views.at(kProgramme).panes[0].caption, "Room s2");
}

TEST(ViewPlanner, ABannerOfTheProgrammeIsSeenByAllWhoSeeItAndIsNotPassedThrough) {
    auto wish = defaults();
    wish.programme = wishFor("1x1", {SiteId{"s2"}});
    wish.siteViews[SiteId{"s4"}] = wishFor("1x1", {SiteId{"s3"}});
    wish.banners[kProgramme] = {"Họp lúc 19 giờ", true, false};
    const auto plan = planPictures(wish, sites(6));
    EXPECT_FALSE(plan.watches.at(SiteId{"s5"}).forwarded);
    EXPECT_EQ(plan.views.at(kProgramme).banner, wish.banners.at(kProgramme));
    // The site on air gets another picture, and the same text.
    const auto& back = plan.watches.at(SiteId{"s2"});
    EXPECT_FALSE(back.forwarded);
    EXPECT_EQ(plan.views.at(back.view).banner, wish.banners.at(kProgramme));
    // A view of its own has a banner of its own, or none.
    EXPECT_EQ(plan.watches.at(SiteId{"s4"}).forwarded.value, "s3");
    wish.banners[siteViewKey(SiteId{"s4"})] = {"Chờ gọi", false, false};
    const auto own = planPictures(wish, sites(6));
    EXPECT_FALSE(own.watches.at(SiteId{"s4"}).forwarded);
    EXPECT_EQ(own.views.at("site:s4").banner.text, "Chờ gọi");
}

TEST(ViewPlanner, ARoomReadsThatItIsCalledOrOnAirAndTheChairReadsNothing) {
    auto wish = defaults();
    wish.programme = wishFor("1x1", {SiteId{"s2"}});
    wish.chair = SiteId{"s1"};
    wish.called = {SiteId{"s3"}, SiteId{"s1"}};
    const auto without = planPictures(wish, sites(6));
    EXPECT_EQ(without.watches.at(SiteId{"s3"}).forwarded.value, "s2");
    wish.tally = true;
    wish.banners[kProgramme] = {"Họp", true, false};
    const auto plan = planPictures(wish, sites(6));
    const auto textOf = [&](const char* site) {
        return plan.views.at(plan.watches.at(SiteId{site}).view).banner.text;
    };
    EXPECT_EQ(textOf("s3"), "CHỦ TỌA GỌI – MỜI CHUẨN BỊ  ·  Họp");
    EXPECT_EQ(textOf("s2"), "ĐANG LÊN HÌNH  ·  Họp");
    EXPECT_EQ(textOf("s1"), "Họp");
    EXPECT_EQ(textOf("s5"), "Họp");
    // It still sees what it saw without the text: the chair back, or the programme.
    const auto& back = plan.views.at(plan.watches.at(SiteId{"s2"}).view);
    EXPECT_EQ(back.panes.front().site.value, "s1");
    EXPECT_TRUE(back.composed);
    EXPECT_TRUE(plan.decoded.contains(SiteId{"s1"}));
}

TEST(ViewPlanner, RoomsToldTheSameShareOneEncoder) {
    auto wish = defaults();
    wish.programme = wishFor("1x1", {SiteId{"s2"}});
    wish.tally = true;
    wish.called = {SiteId{"s3"}, SiteId{"s4"}};
    wish.onAirAbove = {SiteId{"s5"}};  // of a slave: on the master's screen
    const auto plan = planPictures(wish, sites(8));
    const auto& one = plan.watches.at(SiteId{"s3"});
    EXPECT_EQ(one.view, "called:programme");
    EXPECT_EQ(one.view, plan.watches.at(SiteId{"s4"}).view);
    EXPECT_EQ(one.klass, plan.watches.at(SiteId{"s4"}).klass);
    EXPECT_EQ(plan.watches.at(SiteId{"s5"}).view, "on-air:programme");
    EXPECT_EQ(plan.watches.at(SiteId{"s7"}).forwarded.value, "s2") << "nothing to read";
}

TEST(ViewPlanner, ForwardsOnlyWithinTheReceiversRateAndNotToALossySite) {
    auto wish = defaults();
    wish.programme = wishFor("1x1", {SiteId{"s2"}});
    auto there = sites(6);
    there[3].takesKbps = 1000;
    there[4].lowered = true;
    const auto plan = planPictures(wish, there);
    EXPECT_FALSE(plan.watches.at(SiteId{"s4"}).forwarded);
    EXPECT_FALSE(plan.watches.at(SiteId{"s5"}).forwarded);
    EXPECT_TRUE(plan.watches.at(SiteId{"s6"}).forwarded);
}

TEST(ViewPlanner, BroadcastsToAllButTheChairWhichStaysFree) {
    auto wish = defaults();
    wish.chair = SiteId{"s1"};
    wish.broadcast = SiteId{"s3"};
    wish.siteViews[SiteId{"s5"}] = wishFor("1x1", {SiteId{"s4"}});
    const auto plan = planPictures(wish, sites(6));
    EXPECT_EQ(panes(plan, kProgramme), (Panes{"s3"}));
    EXPECT_EQ(plan.watches.at(SiteId{"s1"}).view, kChair);
    EXPECT_EQ(panes(plan, kChair), (Panes{"s2", "s3", "s4", "s5"}));
    EXPECT_EQ(plan.watches.at(SiteId{"s5"}).view, kProgramme);
}

TEST(ViewPlanner, DecodesWhatIsWatchedOrPrecuedAndNothingElse) {
    auto wish = defaults();
    wish.precued = {SiteId{"s9"}};
    auto there = sites(10);
    EXPECT_EQ(planPictures(wish, there).decoded.size(),
              6U);  // 4 panes, the next in own views, the precued
    for (auto& one : there) {
        one.watches = false;
    }
    EXPECT_EQ(planPictures(wish, there).decoded, (std::set<SiteId>{SiteId{"s9"}}));
}

TEST(ViewPlanner, MakesTwoClassesOf240SitesOfTwoKinds) {
    auto wish = defaults();
    wish.maxOwnViews = 0;
    auto there = sites(240);
    for (std::size_t i = 0; i < there.size(); i += 2) {
        there[i].takesKbps = 1000;
    }
    for (std::size_t i = 0; i < 4; ++i) {
        there[i].watches = false;
    }
    std::set<ClassKey> classes;
    const auto plan = planPictures(wish, there);
    for (const auto& [id, watch] : plan.watches) {
        EXPECT_EQ(watch.view, kProgramme);
        classes.insert(watch.klass);
    }
    EXPECT_EQ(classes.size(), 2U);
}

TEST(ViewPlanner, SpendsFewEncodersOnLossySites) {
    auto wish = defaults();
    wish.maxOwnViews = 0;
    auto there = sites(60);
    for (std::size_t i = 10; i < there.size(); ++i) {
        there[i].lowered = true;
    }
    std::set<ClassKey> lowered;
    const auto plan = planPictures(wish, there);
    for (const auto& [id, watch] : plan.watches) {
        if (watch.klass.alone) {
            lowered.insert(watch.klass);
        }
    }
    EXPECT_EQ(lowered.size(), 5U);
}

TEST(ViewPlanner, TellsOfAFixedSiteThatIsNotThere) {
    auto wish = defaults();
    wish.programme = wishFor("2x2", {SiteId{"s2"}});
    auto there = sites(3);
    there[1].watches = false;
    there[1].shows = false;
    const auto plan = planPictures(wish, there);
    const auto& pane = plan.views.at(kProgramme).panes[0];
    EXPECT_EQ(pane.site.value, "s2");
    EXPECT_FALSE(pane.live);
    EXPECT_EQ(pane.caption, "Room s2");
    EXPECT_FALSE(pane.notice.empty());
}

}  // namespace
}  // namespace mcu::conference
