// SPDX-License-Identifier: GPL-3.0-or-later
// The chair's calls and a training clock that is moved (DOC-14, decision 0242).
#include "session/hall.h"

namespace mcu::session {
namespace {

conference::RequestStatus takenCall(std::uint64_t number, WallTime askedAt) {
    conference::RequestStatus made;
    made.number = number;
    made.conference = {"hop"};
    made.site = {"x.03985"};
    made.askedAt = askedAt;
    made.twoWaySeconds = 0.6;
    made.state = "two-way-up";
    return made;
}

TEST(TrainingClock, ATakeBeforeTheSessionIsNoneOfItsCalls) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.connectAll();
    hall.at("2022-09-15T13:00:00+07:00");
    hall.service.setClockOffset(minutes(30));
    // The drill's take, seen by nobody before the clock is moved on to the session.
    hall.conferences.calls = {takenCall(1, hall.loop.clock().wallNow())};
    hall.service.setClockOffset(hours(1));
    hall.act(StartSession{});
    hall.service.setClockOffset(hours(2));
    hall.loop.advance(seconds(5));
    EXPECT_EQ(hall.read("report", false, "csv").find("R-1,"), std::string::npos);
}

TEST(TrainingClock, ACallStaysWhenItWasAsked) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.connectAll();
    hall.at("2022-09-15T13:00:00+07:00");
    hall.service.setClockOffset(hours(1));
    hall.act(StartSession{});
    hall.at("2022-09-15T13:10:00+07:00");
    auto open = takenCall(2, hall.loop.clock().wallNow());
    open.state = "open";
    hall.conferences.calls = {open};
    hall.service.setClockOffset(hours(3));
    hall.conferences.calls = {takenCall(2, open.askedAt)};
    hall.loop.advance(seconds(5));
    const auto csv = hall.read("report", false, "csv");
    EXPECT_NE(csv.find("R-2,14:10:00,"), std::string::npos) << csv;
}

// What an earlier server wrote down has no number to go by.
TEST(TrainingClock, ASessionOfAnEarlierServerGoesByTimes) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.connectAll();
    hall.at("2022-09-15T14:00:00+07:00");
    hall.act(StartSession{});
    Hall after("2022-09-15T14:00:00+07:00");
    after.journal.stored = hall.journal.stored;
    for (auto& record : after.journal.stored.records) {
        record.fields.erase("calls_before");
    }
    after.begin();
    after.conferences.calls = {takenCall(1, after.loop.clock().wallNow() - minutes(5)),
                               takenCall(2, after.loop.clock().wallNow() + seconds(1))};
    after.loop.advance(seconds(5));
    const auto csv = after.read("report", false, "csv");
    EXPECT_EQ(csv.find("R-1,"), std::string::npos);
    EXPECT_NE(csv.find("R-2,"), std::string::npos);
}

}  // namespace
}  // namespace mcu::session
