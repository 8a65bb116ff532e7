// SPDX-License-Identifier: GPL-3.0-or-later
// Drills: the sample, and takes one after another that are timed.
#include <set>

#include <gtest/gtest.h>

#include "session/hall.h"
#include "session/impl/drill_sample.h"

namespace mcu::session {
namespace {

SessionState province() {
    SessionState session;
    session.plan.checks.samplePerMcu = 4;
    for (int i = 0; i < 40; ++i) {
        SiteEntry site;
        site.id = "x." + std::to_string(i);
        site.level = i % 10 == 0 ? "district" : "commune";
        site.mcu = i < 25 ? "mcu.vnpt" : "mcu.viettel";
        session.plan.sites.push_back(site);
    }
    session.plan.sites.front().chair = true;
    session.excluded["x.1"] = "hỏng";
    return session;
}

TEST(DrillSample, MeetsEveryMcuAndLevel) {
    const auto session = province();
    for (std::uint64_t seed = 1; seed < 50; ++seed) {
        const auto sample = drillSample(session, 0, seed);
        std::map<std::string, std::set<std::string>> levels;
        std::map<std::string, int> counts;
        for (const auto& id : sample) {
            EXPECT_NE(id, "x.0") << "the chair";
            EXPECT_NE(id, "x.1") << "excluded";
            levels[session.plan.site(id)->mcu].insert(session.plan.site(id)->level);
            ++counts[session.plan.site(id)->mcu];
        }
        EXPECT_EQ(counts["mcu.vnpt"], 4);
        EXPECT_EQ(counts["mcu.viettel"], 4);
        EXPECT_EQ(levels["mcu.vnpt"].size(), 2U);
        EXPECT_EQ(levels["mcu.viettel"].size(), 2U);
        EXPECT_EQ(std::set<std::string>(sample.begin(), sample.end()).size(), sample.size());
    }
}

TEST(DrillSample, IsTheSameForTheSameSeedAndAnotherForAnother) {
    const auto session = province();
    EXPECT_EQ(drillSample(session, 6, 7), drillSample(session, 6, 7));
    EXPECT_NE(drillSample(session, 6, 7), drillSample(session, 6, 8));
    EXPECT_EQ(drillSample(session, 6, 7).size(), 6U);
    EXPECT_EQ(drillSample(session, 1000, 7).size(), 38U) << "no site twice";
}

conference::RequestStatus took(const std::string& site, double seconds, WallTime at) {
    conference::RequestStatus call;
    call.conference = {"hop"};
    call.site = {site};
    call.askedAt = at;
    call.implicit = true;
    call.pictureSeconds = seconds - 0.1;
    call.twoWaySeconds = seconds;
    call.state = "two-way-up";
    return call;
}

TEST(DrillRun, TakesEachSiteAndKeepsItsTime) {
    Hall hall;
    hall.begin();
    hall.plan();
    RunDrill drill;
    drill.sites = {"x.03985", "x.04246"};
    EXPECT_EQ(hall.act(drill), "drill 1 of S-1: 2 sites, one after another");
    EXPECT_EQ(hall.act(drill), "! a drill of session S-1 is under way");
    hall.loop.advance(std::chrono::milliseconds(100));
    ASSERT_EQ(hall.conferences.commands.size(), 1U);
    EXPECT_EQ(std::get<conference::Show>(hall.conferences.commands[0]).site, "x.03985");
    hall.loop.advance(std::chrono::milliseconds(300));
    EXPECT_EQ(hall.conferences.commands.size(), 1U) << "not two-way yet";
    hall.conferences.calls = {took("x.03985", 0.62, hall.loop.clock().wallNow())};
    hall.loop.advance(std::chrono::milliseconds(200));
    ASSERT_EQ(hall.conferences.commands.size(), 2U);
    EXPECT_EQ(std::get<conference::Show>(hall.conferences.commands[1]).site, "x.04246");
    hall.loop.advance(std::chrono::seconds(31));
    ASSERT_EQ(hall.conferences.commands.size(), 3U);
    EXPECT_TRUE(std::holds_alternative<conference::Back>(hall.conferences.commands[2]));
    const auto json = hall.read("drill", false, "json");
    EXPECT_NE(json.find("\"two_way\":\"0.620\",\"result\":\"passed\""), std::string::npos) << json;
    EXPECT_NE(json.find("\"result\":\"failed\""), std::string::npos) << json;
    EXPECT_NE(json.find("\"left\":\"0\""), std::string::npos) << json;
    Hall after;
    after.journal.stored = hall.journal.stored;
    after.begin();
    EXPECT_EQ(after.read("drill", false, "json"), json);
}

TEST(DrillRun, ASiteThatCannotBeShownDoesNotHoldUpTheOthers) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.conferences.answer = Error(ErrorCode::refused, "x is not connected", "", "");
    RunDrill drill;
    drill.sites = {"x.03985", "x.04246"};
    hall.act(drill);
    hall.loop.advance(std::chrono::seconds(1));
    EXPECT_EQ(hall.conferences.commands.size(), 3U);
    EXPECT_NE(hall.read("drill", false).find("x is not connected"), std::string::npos);
}

TEST(DrillRun, NoneDuringASession) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.act(StartSession{});
    EXPECT_EQ(hall.act(RunDrill{}), "! session S-1 is under way: no drill now");
}

}  // namespace
}  // namespace mcu::session
