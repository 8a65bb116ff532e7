// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents of all kinds and MCUs in the session they belong to (D.5, 7; DOC-11).
#include "session/hall.h"

namespace mcu::session {
namespace {

using fakes::incidentOf;

WallTime at(const std::string& time) {
    return *parseTime("2022-09-15T" + time + "+07:00");
}

void start(Hall& hall) {
    hall.begin();
    hall.plan();
    hall.connectAll();
    hall.at("2022-09-15T14:00:00+07:00");
    hall.act(StartSession{});
}

std::string incidentsOf(Hall& hall, bool vietnamese) {
    return *hall.service.read({"incidents", "S-1", vietnamese, "csv", false, ',', {}});
}

std::size_t rows(const std::string& csv, const std::string& part) {
    std::size_t count = 0;
    std::istringstream lines(csv);
    for (std::string line; std::getline(lines, line);) {
        count += line.find(part) != std::string::npos ? 1 : 0;
    }
    return count;
}

TEST(SessionIncidents, AreThoseOfItsConferenceAndTime) {
    Hall hall;
    auto before = incidentOf("mcu.vnpt", 1, "x.03985", "drop", at("13:00:00"));
    before.closed = at("13:10:00");
    hall.incidents.put(before);
    hall.incidents.put(incidentOf("mcu.vnpt", 2, "x.04246", "quality", at("13:50:00")));
    start(hall);
    hall.at("2022-09-15T14:00:05+07:00");
    auto elsewhere = incidentOf("mcu.tinh", 3, "t.sonn", "drop", at("14:05:00"));
    elsewhere.conference = {"another"};
    hall.incidents.put(elsewhere);
    hall.incidents.put(incidentOf("mcu.tinh", 4, "t.sonn", "security", at("14:05:00")));
    hall.at("2022-09-15T15:00:00+07:00");
    hall.act(EndSession{});
    hall.incidents.put(incidentOf("mcu.tinh", 5, "t.sonn", "drop", at("15:30:00")));
    const auto csv = incidentsOf(hall, false);
    EXPECT_EQ(rows(csv, "I-"), 2U) << csv;
    EXPECT_EQ(rows(csv, "mcu.vnpt/I-2,"), 1U) << "open when it began";
    EXPECT_EQ(rows(csv, "I-4,"), 1U);
}

TEST(SessionIncidents, AreKeptAsTheyAreLastKnownAlsoAfterItsEnd) {
    Hall hall;
    start(hall);
    auto lost = incidentOf("mcu.vnpt", 7, "x.04246", "drop", at("14:10:00"));
    lost.onAir = true;
    hall.incidents.put(lost);
    hall.at("2022-09-15T14:30:00+07:00");
    hall.act(EndSession{});
    // The link comes back after the end.
    lost.closed = at("14:12:00");
    lost.healed = "connected again";
    lost.entries = {{{"mcu.vnpt"}, 1, at("14:11:00"), "note", "hung", "vnpt", "mất điện"}};
    hall.incidents.put(lost);
    hall.incidents.put(lost);
    const auto text = incidentsOf(hall, true);
    EXPECT_EQ(rows(text, "mcu.vnpt/I-7,14:10:00,14:12:00,mất kết nối"), 1U) << text;
    EXPECT_EQ(rows(text, "VNPT Sơn La,mcu.vnpt,có,"), 1U) << text;
    EXPECT_EQ(rows(text, "đã kết nối lại; hung: mất điện"), 1U) << text;
    const auto written = std::count_if(hall.journal.stored.records.begin(),
                                       hall.journal.stored.records.end(),
                                       [](const auto& r) { return r.kind == "incident"; });
    EXPECT_EQ(written, 2) << "told again is not written again";
    Hall after;
    after.journal.stored = hall.journal.stored;
    after.begin();
    EXPECT_EQ(incidentsOf(after, true), text);
}

TEST(SessionIncidents, ALossIsTheIncidentAndNotTwoRows) {
    Hall hall;
    start(hall);
    hall.at("2022-09-15T14:10:00+07:00");
    hall.conferences.set("x.04246", SiteState::lost, "media-timeout");
    hall.at("2022-09-15T14:10:05+07:00");
    const auto alone = incidentsOf(hall, false);
    EXPECT_EQ(rows(alone, "connection lost"), 1U) << alone;
    hall.incidents.put(incidentOf("mcu.vnpt", 1, "x.04246", "drop", at("14:09:57")));
    const auto told = incidentsOf(hall, false);
    EXPECT_EQ(rows(told, "connection lost"), 1U) << told;
    EXPECT_EQ(rows(told, "mcu.vnpt/I-1,"), 1U) << told;
    hall.incidents.put(incidentOf("mcu.vnpt", 2, "x.03985", "drop", at("14:10:00")));
    EXPECT_EQ(rows(incidentsOf(hall, false), "connection lost"), 2U);
}

// The room's own MCU does not know what the master's chair watched.
TEST(SessionIncidents, OnAirIsWhatTheSessionSawBeforeTheLoss) {
    Hall hall;
    start(hall);
    auto& room = hall.conferences.all.front().sites.back();
    ASSERT_EQ(room.id.value, "x.04246");
    room.onAir = true;
    hall.at("2022-09-15T14:10:00+07:00");
    room.onAir = false;  // the view has gone back to the main site
    hall.conferences.set("x.04246", SiteState::lost, "media-timeout");
    hall.incidents.put(incidentOf("mcu.vnpt", 1, "x.04246", "drop", at("14:10:00")));
    hall.at("2022-09-15T14:10:05+07:00");
    EXPECT_EQ(rows(incidentsOf(hall, false), "mcu.vnpt,yes,media-timeout"), 1U)
        << incidentsOf(hall, false);
}

// DOC-14: what is recorded by a training clock stays where it was put when that clock is moved.
TEST(SessionIncidents, GoByTheSessionsClock) {
    Hall hall;
    start(hall);
    hall.service.setClockOffset(minutes(30));
    auto lost = incidentOf("mcu.vnpt", 1, "x.04246", "drop", at("14:00:10"));
    hall.incidents.put(lost);
    hall.service.setClockOffset(hours(2));
    lost.closed = at("14:00:20");
    lost.healed = "connected again";
    hall.incidents.put(lost);
    EXPECT_EQ(rows(incidentsOf(hall, false), "mcu.vnpt/I-1,14:30:10,16:00:20,"), 1U)
        << incidentsOf(hall, false);
}

}  // namespace
}  // namespace mcu::session
