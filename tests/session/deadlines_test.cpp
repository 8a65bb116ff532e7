// SPDX-License-Identifier: GPL-3.0-or-later
// The deadlines of A.6: just inside, at, and just outside each.
#include "session/deadlines.h"

#include <gtest/gtest.h>

#include "session/local_time.h"
#include "session/on_call.h"

namespace mcu::session {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

Plan plan(PlanKind kind = PlanKind::planned) {
    Plan made;
    made.session.kind = kind;
    made.session.receivedAt = *parseTime("2022-09-14T15:02:00+07:00");
    made.session.rehearsalStart = parseTime("2022-09-15T07:30:00+07:00");
    made.session.rehearsalEnd = parseTime("2022-09-15T11:45:00+07:00");
    made.session.start = *parseTime("2022-09-15T14:00:00+07:00");
    PlanMcu master;
    master.id = "mcu.tinh";
    master.role = "master";
    PlanMcu slave;
    slave.id = "mcu.vnpt";
    slave.role = "slave";
    slave.parent = "mcu.tinh";
    made.mcus = {master, slave};
    return made;
}

DeadlineFacts facts(const Plan& of) {
    DeadlineFacts made;
    made.knownAt = of.session.receivedAt;
    return made;
}

Deadline of(DeadlineId id, const Plan& p, const DeadlineFacts& f, WallTime now) {
    for (const auto& deadline : deadlinesOf(p, f, now)) {
        if (deadline.id == id) {
            return deadline;
        }
    }
    ADD_FAILURE() << codeOf(id);
    return {};
}

/// A deadline with an instant: where its limit is, and where its fact goes.
struct Case {
    DeadlineId id;
    std::optional<WallTime> DeadlineFacts::* fact;
    const char* limit;
    minutes amber;
    minutes red;
};

class TimedDeadline : public testing::TestWithParam<Case> {};

TEST_P(TimedDeadline, IsMetJustInsideAndAtTheLimitAndMissedJustOutside) {
    const auto& given = GetParam();
    const auto p = plan();
    const auto limit = *parseTime(given.limit);
    for (const auto& [late, expected] :
         std::vector<std::pair<seconds, DeadlineState>>{{seconds(-1), DeadlineState::met},
                                                        {seconds(0), DeadlineState::met},
                                                        {seconds(1), DeadlineState::missed}}) {
        auto f = facts(p);
        f.*given.fact = limit + late;
        const auto done = of(given.id, p, f, limit + hours(1));
        EXPECT_EQ(done.limit, limit);
        EXPECT_EQ(done.state, expected) << late.count();
        EXPECT_EQ(done.margin(limit), -late);
    }
}

TEST_P(TimedDeadline, TurnsAmberAndRedBeforeTheLimit) {
    const auto& given = GetParam();
    const auto p = plan();
    const auto f = facts(p);
    const auto limit = *parseTime(given.limit);
    const auto at = [&](WallTime now) { return of(given.id, p, f, now).state; };
    EXPECT_EQ(at(limit - given.amber - seconds(1)), DeadlineState::waiting);
    EXPECT_EQ(at(limit - given.amber), DeadlineState::amber);
    EXPECT_EQ(at(limit - given.red - seconds(1)), DeadlineState::amber);
    EXPECT_EQ(at(limit - given.red), DeadlineState::red);
    EXPECT_EQ(at(limit), DeadlineState::red);
    EXPECT_EQ(at(limit + seconds(1)), DeadlineState::missed);
}

/// A session that became known after the limit: recorded, and no reproach.
TEST_P(TimedDeadline, CannotBeMetWhenTheSessionBecameKnownTooLate) {
    const auto& given = GetParam();
    const auto p = plan();
    auto f = facts(p);
    const auto limit = *parseTime(given.limit);
    f.knownAt = limit;
    EXPECT_NE(of(given.id, p, f, limit).state, DeadlineState::unreachable);
    f.knownAt = limit + seconds(1);
    EXPECT_EQ(of(given.id, p, f, f.knownAt).state, DeadlineState::unreachable);
    f.*given.fact = f.knownAt + minutes(1);
    EXPECT_EQ(of(given.id, p, f, f.knownAt + hours(1)).state, DeadlineState::unreachable);
}

INSTANTIATE_TEST_SUITE_P(Tim,
                         TimedDeadline,
                         testing::Values(Case{DeadlineId::noticeAtOnce,
                                              &DeadlineFacts::firstNotice,
                                              "2022-09-14T15:17:00+07:00",
                                              minutes(5),
                                              minutes(2)},
                                         Case{DeadlineId::noticeSent,
                                              &DeadlineFacts::lastNotice,
                                              "2022-09-14T15:17:00+07:00",
                                              minutes(5),
                                              minutes(2)},
                                         Case{DeadlineId::planAgreed,
                                              &DeadlineFacts::agreed,
                                              "2022-09-15T07:30:00+07:00",
                                              minutes(30),
                                              minutes(10)},
                                         Case{DeadlineId::rehearsalDone,
                                              &DeadlineFacts::rehearsalDone,
                                              "2022-09-15T12:00:00+07:00",
                                              minutes(30),
                                              minutes(10)},
                                         Case{DeadlineId::cascadeUp,
                                              &DeadlineFacts::cascadeUp,
                                              "2022-09-15T12:00:00+07:00",
                                              minutes(30),
                                              minutes(10)},
                                         Case{DeadlineId::ready,
                                              &DeadlineFacts::ready,
                                              "2022-09-15T13:30:00+07:00",
                                              minutes(15),
                                              minutes(5)}),
                         [](const auto& it) {
                             return "TIM0" + std::to_string(static_cast<int>(it.param.id));
                         });

/// A.6: ad-hoc keeps the notice, the 30 minutes and the 30 seconds only.
TEST(Deadlines, AnAdHocSessionHasNoRehearsal) {
    const auto p = plan(PlanKind::adHoc);
    const auto now = p.session.receivedAt;
    for (const auto id :
         {DeadlineId::planAgreed, DeadlineId::rehearsalDone, DeadlineId::cascadeUp}) {
        EXPECT_EQ(of(id, p, facts(p), now).state, DeadlineState::notDue) << codeOf(id);
    }
    for (const auto id : {DeadlineId::noticeAtOnce, DeadlineId::noticeSent, DeadlineId::ready}) {
        EXPECT_NE(of(id, p, facts(p), now).state, DeadlineState::notDue) << codeOf(id);
    }
}

/// AD3-02: twenty minutes are left.
TEST(Deadlines, ThirtyMinutesThatAreNotLeftAreRecordedAndTheWorkGoesOn) {
    auto p = plan(PlanKind::adHoc);
    auto f = facts(p);
    f.knownAt = p.session.start - minutes(20);
    EXPECT_EQ(of(DeadlineId::ready, p, f, f.knownAt).state, DeadlineState::unreachable);
    f.knownAt = p.session.start - minutes(30);
    EXPECT_EQ(of(DeadlineId::ready, p, f, f.knownAt).state, DeadlineState::red);
}

/// TIM-07: one call over the limit is one too many.
TEST(Deadlines, CallsOfTheChairAreCounted) {
    const auto p = plan();
    auto f = facts(p);
    EXPECT_EQ(of(DeadlineId::connect, p, f, p.session.start).state, DeadlineState::waiting);
    f.calls = 9;
    EXPECT_EQ(of(DeadlineId::connect, p, f, p.session.start).state, DeadlineState::met);
    f.lateCalls = 1;
    const auto missed = of(DeadlineId::connect, p, f, p.session.start);
    EXPECT_EQ(missed.state, DeadlineState::missed);
    EXPECT_EQ(missed.detail, "8/9");
}

/// TIM-08.
TEST(Deadlines, FaultsMustHaveBeenTold) {
    const auto p = plan();
    auto f = facts(p);
    f.faults = 2;
    EXPECT_EQ(of(DeadlineId::faults, p, f, p.session.start).state, DeadlineState::met);
    f.faultsToldLate = 1;
    EXPECT_EQ(of(DeadlineId::faults, p, f, p.session.start).state, DeadlineState::missed);
}

/// TIM-09: technicians 24/24 with a number, rooms 24/24 or 24/7 with a number.
TEST(Deadlines, GapsOfTheOnCallListAreFound) {
    auto p = plan();
    Contact lan;
    lan.id = "lan";
    lan.phone = "0900000001";
    lan.onCall = "24/24";
    p.contacts = {lan};
    p.mcus[0].technicians = {"lan"};
    SiteEntry room;
    room.id = "x.1";
    room.contact.onCall = "24/7";
    p.sites = {room};
    EXPECT_EQ(onCallGaps(p), (std::vector<std::string>{"mcu.vnpt", "x.1"}));
    p.mcus[1].technicians = {"lan"};
    p.sites[0].contact.phone = "0900000002";
    EXPECT_TRUE(onCallGaps(p).empty());
    p.contacts[0].onCall = "24/7";
    EXPECT_EQ(onCallGaps(p).size(), 2U) << "technicians are on call 24/24";
}

/// DOC-15: hours of the roster cover a place, or leave gaps.
TEST(Deadlines, HoursOfTheRosterLeaveTheirGaps) {
    auto p = plan();
    p.mcus.resize(1);
    p.sites.clear();
    const auto time = dutyTime(p);
    Contact lan;
    lan.id = "lan";
    lan.phone = "0900000001";
    Contact mute;
    mute.id = "mute";
    p.contacts = {lan, mute};
    const auto place = p.mcus[0].id;
    EXPECT_EQ(onCallGapsOf(p), (std::vector<OnCallGap>{{place, time.from, time.until}}));
    const auto hour = std::chrono::hours(1);
    p.duties = {{"lan", place, time.from + 2 * hour, time.until},
                {"lan", place, time.from - hour, time.from + hour},
                {"mute", place, time.from, time.until}};
    EXPECT_EQ(onCallGapsOf(p),
              (std::vector<OnCallGap>{{place, time.from + hour, time.from + 2 * hour}}))
        << "who cannot be telephoned is not on call";
    EXPECT_EQ(onCallGaps(p), std::vector<std::string>{place});
    p.duties[0].from = time.from + hour;
    EXPECT_TRUE(onCallGapsOf(p).empty()) << "hours that touch leave no gap";
    p.duties[0].until = time.until - std::chrono::seconds(1);
    EXPECT_EQ(onCallGapsOf(p),
              (std::vector<OnCallGap>{{place, time.until - std::chrono::seconds(1), time.until}}));
}

}  // namespace
}  // namespace mcu::session
