// SPDX-License-Identifier: GPL-3.0-or-later
// The master's plan and script at a slave; the slave's answers at its master (decision 0254).
#include "session/hall.h"

namespace mcu::session {
namespace {

const McuId kMaster{"mcu.tinh"};
const McuId kSlave{"mcu.vnpt"};

/// A master and its slave, whose keepers are asked as a link would.
class Exchange : public ::testing::Test {
protected:
    void SetUp() override {
        master.begin();
        slave.begin();
        master.service.sessionKeeper().onSessions([this] { ++toldBelow; });
        slave.service.sessionKeeper().onSessions([this] { ++toldAbove; });
    }

    void tellBelow() {
        auto& from = master.service.sessionKeeper();
        for (const auto& news : from.sessionsFor(kSlave)) {
            if (const auto plan = from.plan(news.session); plan && news.state != "ended") {
                slave.service.sessionKeeper().takePlan(*plan, kMaster);
            }
            slave.service.sessionKeeper().takeSession(news, kMaster);
        }
    }

    void tellAbove() {
        for (const auto& answer : slave.service.sessionKeeper().answers()) {
            master.service.sessionKeeper().takeAnswer(answer, kSlave);
        }
    }

    static Settings slaveSettings() {
        Settings made;
        made.mcu = "mcu.vnpt";
        return made;
    }

    [[nodiscard]] static std::size_t recordsOf(const Hall& hall, const std::string& kind) {
        return static_cast<std::size_t>(std::ranges::count_if(
            hall.journal.stored.records, [&](const auto& each) { return each.kind == kind; }));
    }

    Hall master;
    Hall slave{"2022-09-14T15:05:00+07:00", slaveSettings()};
    int toldBelow = 0;
    int toldAbove = 0;
};

TEST_F(Exchange, APlanIsTheSlavesByItselfAndOnce) {
    master.plan();
    EXPECT_GT(toldBelow, 0);
    tellBelow();
    tellBelow();
    ASSERT_EQ(slave.journal.stored.plans.size(), 1U);
    EXPECT_EQ(slave.journal.stored.plans[0].hash, master.journal.stored.plans[0].hash);
    EXPECT_EQ(slave.journal.stored.plans[0].text, kPlan);
    EXPECT_NE(slave.read("plan", false).find("phòng chống thiên tai"), std::string::npos)
        << slave.read("plan", false);
    ASSERT_FALSE(slave.alarms.empty());
    EXPECT_EQ(slave.alarms[0].text,
              "mcu.tinh sent version 1 of the plan S-1: look at it and agree: mcuctl plan agree");
    master.plan(with(kPlan, "Kết luận", "Kết luận của chủ tọa"));
    tellBelow();
    ASSERT_EQ(slave.journal.stored.plans.size(), 2U);
    Hall after{"2022-09-14T15:05:00+07:00", slaveSettings()};
    after.journal.stored = slave.journal.stored;
    after.begin();
    EXPECT_NE(after.read("script", false).find("Kết luận của chủ tọa"), std::string::npos)
        << "it is on the slave's disk";
}

TEST_F(Exchange, AUnitAgreesAtItsOwnMcuAndForNobodyElse) {
    master.plan();
    tellBelow();
    slave.act(AgreePlan{"", "vnpt", ""}, "hung", "vnpt");
    slave.act(AgreePlan{"", "vp-ubnd", ""}, "hung", "vnpt");
    tellAbove();
    tellAbove();
    const auto plan = master.read("plan", false, "json");
    EXPECT_NE(plan.find("hung"), std::string::npos) << plan;
    ASSERT_EQ(recordsOf(master, "plan.agreed"), 1U) << "not for the province's office, not twice";
    EXPECT_EQ(master.journal.stored.records.back().subject, "vnpt");
    EXPECT_EQ(master.journal.stored.records.back().field("from"), "mcu.vnpt");
    // A change asks again; an answer to the old version counts for nothing.
    const auto old = slave.service.sessionKeeper().answers();
    master.plan(with(kPlan, "Kết luận", "Kết luận của chủ tọa"));
    for (const auto& answer : old) {
        master.service.sessionKeeper().takeAnswer(answer, kSlave);
    }
    EXPECT_EQ(recordsOf(master, "plan.agreed"), 1U);
    tellBelow();
    EXPECT_TRUE(slave.service.sessionKeeper().answers().empty());
    slave.act(AgreePlan{"", "vnpt", ""}, "hung", "vnpt");
    tellAbove();
    EXPECT_EQ(recordsOf(master, "plan.agreed"), 2U);
}

TEST_F(Exchange, TheSlaveFollowsTheMastersScript) {
    master.plan();
    master.connectAll();
    tellBelow();
    EXPECT_EQ(slave.service.overview("")->steeredBy, "");
    master.at("2022-09-15T14:00:00+07:00");
    slave.at("2022-09-15T14:00:00+07:00");
    master.act(StartSession{""});
    master.act(StepScript{"", {ScriptStep::Kind::next, 0}});
    master.act(StepScript{"", {ScriptStep::Kind::next, 0}});
    tellBelow();
    tellBelow();
    const auto overview = slave.service.overview("");
    ASSERT_TRUE(overview);
    EXPECT_EQ(overview->steeredBy, "mcu.tinh");
    ASSERT_TRUE(overview->now && overview->next);
    EXPECT_EQ(overview->now->number, 2);
    EXPECT_EQ(overview->next->number, 3);
    EXPECT_EQ(recordsOf(slave, "cue.taken"), 1U) << "told again, it is no other step";
    EXPECT_EQ(slave.act(StepScript{"", {ScriptStep::Kind::next, 0}}).substr(0, 1), "!")
        << "the script is the master's";
    EXPECT_TRUE(slave.service.mayDo(conference::Show{{"hop"}, "x.03985", false}))
        << "what the slave does in its own conference is its own";
    master.act(EndSession{""});
    tellBelow();
    tellBelow();
    EXPECT_EQ(recordsOf(slave, "session.ended"), 1U);
    EXPECT_FALSE(slave.service.overview("")) << "it is over here too";
}

TEST_F(Exchange, RehearsalsOfAllSlavesMeetTheDeadline) {
    master.plan();
    tellBelow();
    slave.at("2022-09-15T11:00:00+07:00");
    master.at("2022-09-15T11:10:00+07:00");
    slave.act(MarkStep{"", "rehearsal", ""}, "hung", "vnpt");
    tellAbove();
    tellAbove();
    EXPECT_EQ(recordsOf(master, "unit.rehearsed"), 1U);
    master.loop.advance(seconds(2));
    const auto& records = master.journal.stored.records;
    EXPECT_TRUE(std::ranges::any_of(records, [](const auto& record) {
        return record.kind == "deadline" && record.subject == "TIM-04" &&
               record.field("state") == "met";
    }));
}

TEST_F(Exchange, WhatIsNotTheMastersToSayIsNotTaken) {
    master.plan();
    const auto news = master.service.sessionKeeper().plan("S-1");
    ASSERT_TRUE(news);
    auto& keeper = slave.service.sessionKeeper();
    keeper.takePlan(*news, {"mcu.other"});
    auto renamed = *news;
    renamed.session = "S-2";
    keeper.takePlan(renamed, kMaster);
    auto broken = *news;
    broken.text = "schema: none";
    keeper.takePlan(broken, kMaster);
    EXPECT_TRUE(slave.journal.stored.plans.empty());
    EXPECT_EQ(slave.alarms.size(), 3U);
    EXPECT_EQ(slave.alarms[0].text,
              "the plan S-1 of mcu.other was not taken: it does not put this MCU below that one");
    // Nor a place of a session that is not known, or is held by the slave itself.
    for (const auto& each : master.service.sessionKeeper().sessionsFor(kSlave)) {
        keeper.takeSession(each, kMaster);
    }
    EXPECT_TRUE(slave.journal.stored.records.empty());
    EXPECT_TRUE(master.service.sessionKeeper().sessionsFor({"mcu.viettel"}).empty())
        << "who is not in the plan is told nothing";
}

TEST_F(Exchange, AMiddleMcuPassesBothOn) {
    const auto tree = with(kPlan,
                           "parent: mcu.tinh, technicians: [hung]}",
                           "parent: mcu.tinh, technicians: [hung]}\n"
                           "  - {id: mcu.huyen, role: slave, org: huyen, parent: mcu.vnpt, "
                           "technicians: [hung]}");
    const auto deep =
        with(tree, "conference: hop", "conference: hop\npolicy: {cascade_max_depth: 2}");
    EXPECT_EQ(master.plan(deep).substr(0, 1), "s");
    tellBelow();
    const auto below = slave.service.sessionKeeper().sessionsFor({"mcu.huyen"});
    ASSERT_EQ(below.size(), 1U);
    Settings settings;
    settings.mcu = "mcu.huyen";
    Hall third{"2022-09-14T15:05:00+07:00", settings};
    third.begin();
    third.service.sessionKeeper().takePlan(*slave.service.sessionKeeper().plan("S-1"), kSlave);
    third.act(AgreePlan{"", "huyen", ""}, "mai", "huyen");
    for (const auto& answer : third.service.sessionKeeper().answers()) {
        slave.service.sessionKeeper().takeAnswer(answer, {"mcu.huyen"});
    }
    tellAbove();
    EXPECT_EQ(recordsOf(master, "plan.agreed"), 1U);
}

}  // namespace
}  // namespace mcu::session
