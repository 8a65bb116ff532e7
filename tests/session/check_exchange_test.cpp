// SPDX-License-Identifier: GPL-3.0-or-later
// Checks that a slave made stand in its master's session by themselves (PL4-06).
#include "session/hall.h"

namespace mcu::session {
namespace {

cascade::CheckNews newsOf(Hall& hall, const std::string& site, const std::string& verdict) {
    CheckResult result;
    result.verdict = verdictOf(verdict);
    result.lossPercent = 3.8;
    cascade::CheckNews news;
    news.session = "S-1";
    news.site = {site};
    news.at = hall.loop.clock().wallNow();
    news.actor = "hung";
    news.organisation = "vnpt";
    news.fields = fieldsOf(result);
    return news;
}

std::size_t checksOf(const Hall& hall) {
    return static_cast<std::size_t>(
        std::count_if(hall.journal.stored.records.begin(),
                      hall.journal.stored.records.end(),
                      [](const auto& record) { return record.kind == "check"; }));
}

TEST(CheckExchange, AResultIsTakenOnceAndALaterOneToo) {
    Hall hall;
    hall.begin();
    hall.plan();
    auto& keeper = hall.service.checkKeeper();
    const auto failed = newsOf(hall, "x.04246", "failed");
    keeper.take(failed, {"mcu.vnpt"});
    keeper.take(failed, {"mcu.vnpt"});
    EXPECT_EQ(checksOf(hall), 1U);
    EXPECT_NE(hall.read("checks", false, "csv").find("hung"), std::string::npos)
        << hall.read("checks", false, "csv");
    hall.loop.advance(minutes(1));
    keeper.take(newsOf(hall, "x.04246", "passed"), {"mcu.vnpt"});
    keeper.take(failed, {"mcu.vnpt"});
    EXPECT_EQ(checksOf(hall), 2U) << "an older one takes nothing back";
    ASSERT_EQ(keeper.latest().size(), 1U);
    EXPECT_EQ(keeper.latest()[0].fields.at("verdict"), "passed");
    Hall after;
    after.journal.stored = hall.journal.stored;
    after.begin();
    after.service.checkKeeper().take(keeper.latest()[0], {"mcu.vnpt"});
    EXPECT_EQ(checksOf(after), 2U) << "nor after a restart";
}

TEST(CheckExchange, NobodyTellsOfRoomsThatAreNotTheirs) {
    Hall hall;
    hall.begin();
    hall.plan();
    auto& keeper = hall.service.checkKeeper();
    keeper.take(newsOf(hall, "t.sonn", "failed"), {"mcu.vnpt"});
    keeper.take(newsOf(hall, "x.04246", "failed"), {"mcu.viettel"});
    keeper.take(newsOf(hall, "x.99999", "failed"), {"mcu.vnpt"});
    auto other = newsOf(hall, "x.04246", "failed");
    other.session = "S-2";
    keeper.take(other, {"mcu.vnpt"});
    auto ahead = newsOf(hall, "x.04246", "failed");
    ahead.at += hours(3);
    keeper.take(ahead, {"mcu.vnpt"});
    EXPECT_EQ(checksOf(hall), 0U);
}

TEST(CheckExchange, AnOwnCheckIsToldOn) {
    Hall hall;
    std::vector<cascade::CheckNews> told;
    hall.service.checkKeeper().onCheck([&](const auto& news) { told.push_back(news); });
    hall.begin();
    hall.plan();
    hall.connectAll();
    hall.act(RunChecks{"", {"t.sonn"}, "", false, false, 8});
    hall.loop.advance(seconds(1));
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].session, "S-1");
    EXPECT_EQ(told[0].site.value, "t.sonn");
    EXPECT_EQ(told[0].fields.at("verdict"), "passed");
}

}  // namespace
}  // namespace mcu::session
