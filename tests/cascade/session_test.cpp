// SPDX-License-Identifier: GPL-3.0-or-later
// Plans and the places of scripts go down to the slaves, answers of the units up (PL3-07, PL5-03,
// decision 0254).
#include "cascade/impl/session_wire.h"
#include "cascade/node.h"
#include "cascade/relay.h"
#include "pki/signature.h"

namespace mcu::cascade::test {
namespace {

constexpr WallTime kThen(std::chrono::seconds(1'800'000'000));

PlanNews planOf(const std::string& session, const std::string& text) {
    const std::string sites = "id,name\nx.1,Chiềng Sơn\n";
    return {session, 2, pki::sha256Hex(text + "\n" + sites), text, sites, kThen, "lan"};
}

SessionNews newsOf(const PlanNews& plan, int cue) {
    SessionNews news;
    news.session = plan.session;
    news.title = "Phòng chống thiên tai";
    news.hash = plan.hash;
    news.state = cue == 0 ? "planned" : "under-way";
    news.start = kThen;
    news.cues = 3;
    if (cue > 0) {
        news.now = CueNews{cue, "Báo cáo", {{"x.1"}}};
        news.nowSince = kThen + std::chrono::minutes(cue);
        news.nowBy = "lan";
    }
    news.next = CueNews{cue + 1, "Kết luận", {}};
    return news;
}

/// A master with a session, and its slave, a relay between them.
class CascadeSessions : public ::testing::Test {
protected:
    void begin(const PlanNews& plan) {
        master.withSlave("mcu.vnpt").start();
        put(plan, 0);
        relay.emplace(master.port());
        slave.withMaster("mcu.tinh", relay->port()).start();
    }

    void put(const PlanNews& plan, int cue) {
        master.on([&] {
            master.sessions.plans[plan.session] = plan;
            master.sessions.mine[plan.session] = newsOf(plan, cue);
            master.sessions.changed();
        });
    }

    Province province;
    Node master{"mcu.tinh", province.enrol("mcu.tinh")};
    Node slave{"mcu.vnpt", province.enrol("mcu.vnpt")};
    std::optional<Relay> relay;
};

TEST_F(CascadeSessions, APlanComesByteForByteBeforeItsPlace) {
    // Three pieces.
    const auto plan = planOf("S-1", std::string(600'000, 'a'));
    begin(plan);
    ASSERT_TRUE(slave.eventually([&] { return slave.sessions.takenSessions.size() == 1; }));
    slave.on([&] {
        ASSERT_EQ(slave.sessions.takenPlans.size(), 1U);
        EXPECT_EQ(slave.sessions.takenPlans[0].first, plan);
        EXPECT_EQ(slave.sessions.takenPlans[0].second.value, "mcu.tinh");
        EXPECT_EQ(slave.sessions.takenSessions[0].first, newsOf(plan, 0));
    });
    EXPECT_EQ(slave.status().sessions, std::vector{newsOf(plan, 0)});
}

TEST_F(CascadeSessions, AStepOfTheScriptIsToldAtOnceWithoutThePlan) {
    const auto plan = planOf("S-1", "schema: hnth-plan/1");
    begin(plan);
    ASSERT_TRUE(slave.eventually([&] { return slave.sessions.takenSessions.size() == 1; }));
    put(plan, 2);
    ASSERT_TRUE(slave.eventually([&] { return slave.sessions.takenSessions.size() == 2; }));
    slave.on([&] {
        EXPECT_EQ(slave.sessions.takenSessions[1].first, newsOf(plan, 2));
        EXPECT_EQ(slave.sessions.takenPlans.size(), 1U);
    });
    // Nothing is told that is known.
    master.on([&] { master.sessions.changed(); });
    const auto changed = planOf("S-1", "schema: hnth-plan/1 # again");
    put(changed, 2);
    ASSERT_TRUE(slave.eventually([&] { return slave.sessions.takenPlans.size() == 2; }));
    ASSERT_TRUE(slave.eventually([&] { return slave.sessions.takenSessions.size() == 3; }));
    auto ended = newsOf(changed, 2);
    ended.state = "ended";
    master.on([&] {
        master.sessions.mine["S-1"] = ended;
        master.sessions.changed();
    });
    ASSERT_TRUE(slave.eventually([&] { return slave.sessions.takenSessions.size() == 4; }));
    EXPECT_TRUE(slave.status().sessions.empty());
}

TEST_F(CascadeSessions, AllIsToldAgainWithEachLink) {
    const auto plan = planOf("S-1", "schema: hnth-plan/1");
    begin(plan);
    ASSERT_TRUE(slave.eventually([&] { return slave.sessions.takenSessions.size() == 1; }));
    relay->refuse(true);
    relay->kill();
    ASSERT_TRUE(slave.reaches("mcu.tinh", LinkState::controlLost));
    put(plan, 1);
    put(plan, 2);
    relay->refuse(false);
    ASSERT_TRUE(slave.eventually([&] { return slave.sessions.takenSessions.size() == 2; }));
    slave.on([&] { EXPECT_EQ(slave.sessions.takenSessions[1].first, newsOf(plan, 2)); });
}

TEST_F(CascadeSessions, AnswersGoUpOnceALink) {
    const auto plan = planOf("S-1", "schema: hnth-plan/1");
    begin(plan);
    const AnswerNews agreed{"S-1", "agreed", "vnpt", plan.hash, "hung", kThen};
    slave.on([&] {
        slave.sessions.said = {agreed};
        slave.sessions.changed();
        slave.sessions.changed();
    });
    ASSERT_TRUE(master.eventually([&] { return master.sessions.takenAnswers.size() == 1; }));
    master.on([&] {
        EXPECT_EQ(master.sessions.takenAnswers[0].first, agreed);
        EXPECT_EQ(master.sessions.takenAnswers[0].second.value, "mcu.vnpt");
    });
    const AnswerNews rehearsed{"S-1", "rehearsed", "mcu.vnpt", "", "", kThen};
    slave.on([&] {
        slave.sessions.said = {agreed, rehearsed};
        slave.sessions.changed();
    });
    ASSERT_TRUE(master.eventually([&] { return master.sessions.takenAnswers.size() == 2; }));
    master.on([&] { EXPECT_EQ(master.sessions.takenAnswers[1].first, rehearsed); });
}

TEST(CascadePlanParts, ThatDoNotFitAreRefused) {
    const auto plan = planOf("S-1", std::string(600'000, 'a'));
    auto parts = partsOf(plan);
    ASSERT_EQ(parts.size(), 3U);
    PlanIntake intake;
    ASSERT_TRUE(intake.take(parts[0]));
    EXPECT_FALSE(intake.take(parts[2])) << "one is missing";
    ASSERT_TRUE(intake.take(parts[0])) << "begins anew";
    ASSERT_TRUE(intake.take(parts[1]));
    const auto whole = intake.take(parts[2]);
    ASSERT_TRUE(whole && whole->has_value());
    EXPECT_EQ(**whole, plan);
    EXPECT_FALSE(intake.take(parts[1])) << "nothing came before it";
    auto changed = *parts[1].mutable_data();
    changed[7] = 'b';
    parts[1].set_data(changed);
    ASSERT_TRUE(intake.take(parts[0]));
    ASSERT_TRUE(intake.take(parts[1]));
    EXPECT_FALSE(intake.take(parts[2])) << "not what the hash says";
}

TEST(CascadePlanParts, OfAPlanLargerThanAnyThereAreNone) {
    EXPECT_TRUE(partsOf(planOf("S-1", std::string(11U << 20U, 'a'))).empty());
}

TEST(CascadeSessionLimits, OfEachField) {
    const auto wrong = [](const std::function<void(wire::SessionPlace&)>& spoil) {
        wire::FromMaster message;
        toWire(newsOf(planOf("S-1", "x"), 2), *message.mutable_session_place());
        spoil(*message.mutable_session_place());
        const auto good = validate(message);
        return good ? std::string("good") : good.error().message;
    };
    EXPECT_EQ(wrong([](auto&) {}), "good");
    EXPECT_EQ(wrong([](auto& p) { p.set_session("a b"); }),
              "a message is malformed: session.session");
    EXPECT_EQ(wrong([](auto& p) { p.set_hash("00"); }), "a message is malformed: session.hash");
    EXPECT_EQ(wrong([](auto& p) { p.set_state("gone"); }), "a message is malformed: session.state");
    EXPECT_EQ(wrong([](auto& p) { p.mutable_now()->set_title(std::string(1025, 'x')); }),
              "a message is malformed: session.cue.title");
    wire::FromMaster part;
    *part.mutable_plan_part() = partsOf(planOf("S-1", "x")).front();
    EXPECT_TRUE(validate(part));
    part.mutable_plan_part()->set_part(2);
    EXPECT_FALSE(validate(part));
    wire::FromSlave answer;
    toWire(AnswerNews{"S-1", "agreed", "vnpt", std::string(64, '0'), "hung", kThen},
           *answer.mutable_session_answers()->add_answers());
    EXPECT_TRUE(validate(answer));
    answer.mutable_session_answers()->mutable_answers(0)->set_hash("zz");
    EXPECT_FALSE(validate(answer));
}

}  // namespace
}  // namespace mcu::cascade::test
