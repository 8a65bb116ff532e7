// SPDX-License-Identifier: GPL-3.0-or-later
// A session from its plan to its report, against conferences that answer what they are told.
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "session/hall.h"

namespace mcu::session {
namespace {

TEST(SessionPlan, AChangeMakesAVersionAndAsksAgain) {
    Hall hall;
    hall.begin();
    EXPECT_NE(hall.plan().find("session S-1, version 1"), std::string::npos);
    EXPECT_NE(hall.plan().find("version 1 has this plan already"), std::string::npos);
    EXPECT_NE(hall.act(AgreePlan{"S-1", "vnpt", ""}, "hung").find("still to agree: 1"),
              std::string::npos);
    EXPECT_NE(hall.act(AgreePlan{"S-1", "vp-ubnd", ""}).find("all units have agreed"),
              std::string::npos);
    EXPECT_NE(hall.plan(with(kPlan, "Kết luận", "Kết luận phiên họp")).find("version 2"),
              std::string::npos);
    EXPECT_NE(hall.read("plan", false).find("must agree again (agreed version 1)"),
              std::string::npos);
    EXPECT_EQ(hall.act(AgreePlan{"S-1", "vnpt", "0000"}),
              "! the plan was changed: version 2 is the newest");
    EXPECT_EQ(hall.act(AgreePlan{"S-1", "fpt", ""}),
              "! \"fpt\" is no managing unit of session S-1");
    EXPECT_EQ(hall.read("plan", true, "yaml"), with(kPlan, "Kết luận", "Kết luận phiên họp"));
}

// GEN-03: from its start to its end.
TEST(SessionPlan, AConfidentialOneIsSoWhileItIsHeld) {
    Hall hall;
    hall.begin();
    hall.plan(with(kPlan, "  kind: planned", "  kind: planned\n  confidential: true"));
    EXPECT_FALSE(hall.service.confidential({"hop"}));
    EXPECT_NE(hall.act(StartSession{}).find("has started"), std::string::npos);
    EXPECT_TRUE(hall.service.confidential({"hop"}));
    EXPECT_FALSE(hall.service.confidential({"other"}));
    EXPECT_NE(hall.act(EndSession{}).find("has ended"), std::string::npos);
    EXPECT_FALSE(hall.service.confidential({"hop"}));
}

TEST(SessionPlan, AWrongPlanChangesNothing) {
    Hall hall;
    hall.begin();
    hall.plan();
    EXPECT_NE(hall.plan(with(kPlan, "[t.ubnd, t.sonn]", "[t.ubnd, t.nobody]")).find("p.yaml:27:"),
              std::string::npos);
    EXPECT_NE(hall.read("plan").find("1, sha256 "), std::string::npos) << hall.read("plan");
    EXPECT_NE(
        hall.act(ImportPlan{kPlan, "p.yaml", true}).find("nothing imported, the plan is good"),
        std::string::npos);
}

/// AD1-01: one command from a group; MCUs and contacts of the plan before.
TEST(SessionPlan, AnAdHocSessionIsOneCommand) {
    Hall hall("2022-09-21T19:04:00+07:00");
    hall.begin();
    hall.plan(
        with(with(kPlan, "2022-09-14T15", "2022-09-20T15"), "2022-09-15T14", "2022-09-25T14"));
    hall.act(
        ImportRegistry{"id,name,level,mcu,group,phone,on_call\n"
                       "t.ubnd,UBND tỉnh,province,mcu.tinh,pctt,0900000009,24/24\n"
                       "x.1,Xã Một,commune,mcu.vnpt,pctt,0900000010,24/7\n"
                       "x.2,Xã Hai,commune,mcu.vnpt,,0900000011,24/7\n",
                       "r.csv",
                       false,
                       false});
    EXPECT_EQ(hall.act(CreateAdHoc{
                  "Ứng phó \"lũ quét\"", "pctt", "ubnd tinh", "20:00", "", "", "điện thoại"}),
              "session S-20220921-1, version 1: \"Ứng phó \"lũ quét\"\", 21/09/2022 20:00, 2 "
              "sites, 2 MCUs, 2 cues");
    const auto text =
        hall.service.read({"deadlines", "S-20220921-1", true, "text", false, ',', {}});
    ASSERT_TRUE(text);
    EXPECT_NE(text->find("không áp dụng"), std::string::npos);
    EXPECT_NE(text->find("21/09/2022 19:30"), std::string::npos);
    EXPECT_NE(hall.act(CreateAdHoc{"Khác", "nhom-khac", "t.ubnd", "20:00", "", "", ""})
                  .find("no site of the register fits"),
              std::string::npos);
    EXPECT_NE(
        hall.act(CreateAdHoc{"Khác", "pctt", "t.ubnd", "8 giờ", "", "", ""}).find("is no time"),
        std::string::npos);
}

/// PL2-02: each recipient is told once, and when is kept.
TEST(SessionNotices, AreSentOnceAndStamped) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.sender.failing = {{"x.03985", "no route"}};
    EXPECT_EQ(hall.act(SendNotices{"", "", "", false, true}),
              "session S-1: 5 notices sent, 1 failed");
    EXPECT_EQ(hall.warnings, std::vector<std::string>{"notice not sent: no route"});
    EXPECT_EQ(hall.sender.notices[0].channel, "email");
    EXPECT_EQ(hall.sender.notices[1].channel, "sms");
    hall.sender.failing.clear();
    hall.sender.notices.clear();
    EXPECT_EQ(hall.act(SendNotices{"", "", "", false, true}),
              "session S-1: 1 notices sent, 0 failed");
    EXPECT_EQ(hall.sender.notices[0].recipient, "x.03985");
    EXPECT_EQ(hall.act(SendNotices{"", "", "", false, true}),
              "session S-1: nobody is left to be told");
    EXPECT_NE(hall.read("deadlines").find("6/6"), std::string::npos) << hall.read("deadlines");
    hall.sender.configured = false;
    EXPECT_EQ(hall.act(SendNotices{"", "", "", false, true}),
              "! no command is configured to send notices");
    EXPECT_NE(hall.act(MarkNotice{"", "vnpt", ""}).find("VNPT Sơn La was told"), std::string::npos);
}

/// TIM-02 on the one clock: amber at 10 minutes, red at 13, missed after 15; each told once.
TEST(SessionDeadlines, AreToldOnceEachAndKept) {
    Hall hall("2022-09-14T15:02:00+07:00");
    hall.begin();
    hall.plan();
    hall.at("2022-09-14T15:11:59+07:00");
    EXPECT_TRUE(hall.alarms.empty());
    hall.at("2022-09-14T15:12:01+07:00");
    ASSERT_EQ(hall.alarms.size(), 2U);  // TIM-01 and TIM-02
    EXPECT_EQ(hall.alarms[1].kind, "deadline.amber");
    EXPECT_EQ(hall.alarms[1].text, "deadline TIM-02 of S-1 in 5m");
    hall.at("2022-09-14T15:14:00+07:00");
    EXPECT_EQ(hall.act(SendNotices{"", "", "", false, true}),
              "session S-1: 6 notices sent, 0 failed");
    hall.at("2022-09-14T15:20:00+07:00");
    EXPECT_EQ(hall.alarms.back().kind, "deadline.met");
    const auto told = hall.alarms.size();
    hall.at("2022-09-14T16:00:00+07:00");
    EXPECT_EQ(hall.alarms.size(), told);
    hall.at("2022-09-15T07:30:02+07:00");
    EXPECT_EQ(hall.alarms.back().text, "deadline TIM-03 of S-1 is missed");
    Hall after;
    after.journal.stored = hall.journal.stored;
    after.at("2022-09-15T07:31:00+07:00");
    after.begin();
    after.at("2022-09-15T07:32:00+07:00");
    EXPECT_TRUE(after.alarms.empty()) << "kept, not told again: " << after.alarms[0].text;
}

/// TIM-05 by itself: when every slave of the plan is linked, and not before.
TEST(SessionDeadlines, LinksStampThemselves) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.at("2022-09-15T11:20:00+07:00");
    hall.cascade.set("mcu.vnpt", cascade::LinkState::connecting);
    hall.at("2022-09-15T11:30:00+07:00");
    EXPECT_EQ(hall.read("deadlines", false, "json")
                  .find("\"TIM-05\",\"name\":\"MCUs linked\","
                        "\"limit\":\"2022-09-15T12:00:00+07:00\","
                        "\"actual\":\"2022"),
              std::string::npos);
    hall.cascade.set("mcu.vnpt", cascade::LinkState::up);
    hall.at("2022-09-15T11:34:00+07:00");
    const auto json = hall.read("deadlines", false, "json");
    const auto at = json.find("TIM-05");
    ASSERT_NE(at, std::string::npos);
    EXPECT_NE(json.find("\"actual\":\"2022-09-15T11:30:01+07:00\"", at), std::string::npos) << json;
    EXPECT_NE(json.find("\"state\":\"met\"", at), std::string::npos);
}

/// TIM-08 is judged by how long the drop had been when it was told.
TEST(SessionDeadlines, ADropToldLateMissesTim08) {
    for (const double since : {1.5, 9.0}) {
        Hall hall("2022-09-15T14:00:00+07:00");
        hall.begin();
        hall.plan();
        hall.connectAll();
        hall.act(StartSession{});
        hall.conferences.set("x.04246", SiteState::lost, "media-timeout");
        for (auto& site : hall.conferences.all.front().sites) {
            site.sinceSeconds = since;
        }
        hall.at("2022-09-15T14:00:10+07:00");
        const auto json = hall.read("deadlines", false, "json");
        const auto tim08 = json.substr(json.find("TIM-08"), 300);
        EXPECT_NE(tim08.find(since < 5 ? "\"state\":\"met\"" : "\"state\":\"missed\""),
                  std::string::npos)
            << tim08;
    }
}

TEST(SessionScript, GoesThroughItsCues) {
    Hall hall;
    hall.begin();
    hall.plan();
    EXPECT_EQ(hall.act(StepScript{}), "! session S-1 is not under way");
    hall.at("2022-09-15T14:00:00+07:00");
    hall.connectAll();
    EXPECT_EQ(hall.act(StartSession{}),
              "session S-1 has started in conference hop, 4 of 4 sites connected");
    EXPECT_EQ(hall.warnings, std::vector<std::string>{"not all units have agreed the plan"});
    EXPECT_EQ(hall.act(StepScript{"", {ScriptStep::Kind::back, 0}}), "! the script has not begun");
    EXPECT_EQ(hall.act(StepScript{}), "cue 1: Khai mạc; on air: t.ubnd");
    ASSERT_EQ(hall.conferences.commands.size(), 1U);
    EXPECT_EQ(std::get<conference::Show>(hall.conferences.commands[0]).site, "t.ubnd");
    EXPECT_EQ(hall.act(StepScript{}), "cue 2: Báo cáo; on air: t.ubnd, t.sonn");
    EXPECT_EQ(std::get<conference::SetLayout>(hall.conferences.commands[1]).layout, "1+1");
    EXPECT_EQ(std::get<conference::Precue>(hall.conferences.commands.back()).site, "x.03985");
    EXPECT_EQ(hall.act(StepScript{}), "cue 3: Chủ tọa gọi các xã; the chair calls");
    EXPECT_EQ(hall.act(StepScript{"", {ScriptStep::Kind::back, 0}}),
              "cue 2: Báo cáo; on air: t.ubnd, t.sonn");
    EXPECT_EQ(hall.act(StepScript{"", {ScriptStep::Kind::again, 0}}),
              "cue 2: Báo cáo; on air: t.ubnd, t.sonn");
    EXPECT_EQ(hall.act(StepScript{"", {ScriptStep::Kind::jump, 4}}),
              "cue 4: Kết luận; on air: t.ubnd");
    EXPECT_EQ(hall.act(StepScript{}), "! the script is at its end");
    EXPECT_EQ(hall.act(StepScript{"", {ScriptStep::Kind::jump, 9}}), "! the script has no cue 9");
}

/// A cue that could not be shown is not written down as shown.
TEST(SessionScript, StaysWhereItIsWhenACueCannotBeShown) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.act(StartSession{});
    hall.conferences.answer = Error(ErrorCode::refused, "t.ubnd is not connected", "", "");
    EXPECT_EQ(hall.act(StepScript{}), "! cue 1: t.ubnd is not connected");
    hall.conferences.answer = conference::Outcome{};
    EXPECT_EQ(hall.act(StepScript{}), "cue 1: Khai mạc; on air: t.ubnd");
}

/// GEN-02: outside the script is allowed, and written down with who and why.
TEST(SessionScript, WhatIsOutsideItIsWrittenDown) {
    Hall hall;
    hall.begin();
    hall.plan();
    EXPECT_EQ(hall.show("x.04246"), "") << "no session is under way";
    hall.act(StartSession{});
    hall.act(StepScript{});
    EXPECT_EQ(hall.show("t.ubnd"), "") << "what the cue shows";
    EXPECT_EQ(hall.show("x.04246"), "outside the script; say why: mcuctl script reason TEXT");
    EXPECT_NE(hall.show("t.sonn", "sửa hình"), "");
    EXPECT_NE(hall.read("script").find("CHƯA NÊU"), std::string::npos);
    EXPECT_NE(hall.act(GiveReason{"", "theo chỉ đạo của chủ tọa"}).find("reason kept: show of"),
              std::string::npos);
    EXPECT_EQ(hall.act(GiveReason{"", "nữa"}), "! nothing outside the script is without a reason");
    EXPECT_NE(hall.read("script").find("theo chỉ đạo của chủ tọa"), std::string::npos);
    hall.act(StepScript{"", {ScriptStep::Kind::jump, 3}});
    EXPECT_EQ(hall.show("x.04246"), "") << "a cue on request lets communes be called";
    EXPECT_NE(hall.show("t.sonn"), "") << "and nobody else";
}

TEST(SessionScript, APlanMayDenyWhatIsOutside) {
    Hall hall;
    hall.begin();
    hall.plan(with(kPlan, "organisations:", "policy: {off_script: deny}\norganisations:"));
    hall.act(StartSession{});
    hall.act(StepScript{});
    EXPECT_EQ(hall.show("t.ubnd"), "");
    EXPECT_EQ(hall.show("x.04246"), "! the plan allows nothing outside the script");
    conference::RequestStatus call;
    call.number = 6;
    call.conference = {"hop"};
    call.site = {"x.04246"};
    call.state = "open";
    hall.conferences.calls = {call};
    EXPECT_EQ(hall.show("x.04246"), "outside the script: R-6") << "the chair asks for it";
}

/// An edit during the session forks the version; the script stays where it is.
TEST(SessionScript, AnEditDuringTheSessionIsAVersion) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.act(StartSession{});
    hall.act(StepScript{});
    hall.act(StepScript{});
    EXPECT_NE(hall.plan(with(kPlan,
                             "  - {cue: 2, title: \"Báo cáo\", layout: side-by-side, show: "
                             "[t.ubnd, t.sonn], precue: [x.03985]}\n",
                             ""))
                  .find("version 2"),
              std::string::npos);
    EXPECT_EQ(hall.act(StepScript{}), "cue 3: Chủ tọa gọi các xã; the chair calls");
    EXPECT_NE(hall.read("report", false).find("yes"), std::string::npos);
}

TEST(SessionRollCall, IsTakenFromConnectionsAndByHand) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.conferences.set("t.ubnd", SiteState::connected);
    hall.conferences.set("x.03985", SiteState::failed, "no-answer");
    EXPECT_EQ(hall.act(RollCall{}), "roll call of S-1: 1 of 4 sites are there");
    EXPECT_EQ(hall.act(RollCall{"", "chieng son", "absent", ""}),
              "! a site that is absent needs a reason");
    EXPECT_EQ(hall.act(RollCall{"", "chieng son", "absent", "mất điện"}),
              "roll call: Điểm cầu UBND xã Chiềng Sơn (Mộc Châu) (x.03985) is absent");
    EXPECT_EQ(hall.act(RollCall{"", "t.ubnd", "present", ""}),
              "roll call: Điểm cầu UBND tỉnh Sơn La (t.ubnd) is present");
    EXPECT_EQ(hall.act(RollCall{"", "t.ubnd", "asleep", ""}),
              "! expected present, online or absent, found \"asleep\"");
    const auto text = hall.read("roll-call");
    EXPECT_NE(text.find("mất điện"), std::string::npos);
    EXPECT_NE(text.find("có mặt 1 · đã kết nối 0 · vắng 3 · chưa điểm danh 0"), std::string::npos)
        << text;
    hall.act(RollCall{});
    EXPECT_NE(hall.read("roll-call").find("có mặt 1"), std::string::npos) << "by hand stays";
}

/// PL5-06, TIM-06.
TEST(SessionReadiness, SaysWhatStandsInTheWayAndKeepsEachMeasurement) {
    Hall hall;
    hall.begin();
    hall.plan();
    EXPECT_EQ(hall.act(CheckReadiness{}), "session S-1 is NOT READY (red): 0 of 4 sites connected");
    hall.connectAll();
    hall.conferences.set("x.04246", SiteState::failed, "no-answer");
    EXPECT_EQ(hall.act(CheckReadiness{}),
              "session S-1 is NOT READY (amber): 3 of 4 sites connected");
    const auto text = hall.read("readiness");
    EXPECT_NE(text.find("Mường Lạn"), std::string::npos);
    EXPECT_NE(text.find("phương án chưa được các đơn vị thống nhất"), std::string::npos);
    hall.agreeAll();
    EXPECT_EQ(hall.act(ExcludeSite{"", "x.04246", "", false}),
              "! a reason must be a line of 1 to 2000 bytes");
    hall.act(ExcludeSite{"", "x.04246", "hỏng đường truyền", false});
    hall.at("2022-09-15T13:28:00+07:00");
    EXPECT_EQ(hall.act(CheckReadiness{}), "session S-1 is READY (green): 3 of 3 sites connected");
    EXPECT_NE(hall.read("deadlines").find("15/09/2022 13:28"), std::string::npos);
}

conference::RequestStatus call(std::uint64_t number,
                               const std::string& site,
                               double took,
                               WallTime at) {
    conference::RequestStatus made;
    made.number = number;
    made.conference = {"hop"};
    made.site = {site};
    made.actor = "lan";
    made.askedAt = at;
    made.takenSeconds = 1.5;
    made.pictureSeconds = took - 0.1;
    made.soundUpSeconds = took;
    made.soundDownSeconds = took;
    made.twoWaySeconds = took;
    made.state = "two-way-up";
    made.late = took > 30;
    return made;
}

/// The whole day in minutes: what the report says is what happened.
void playTheDay(Hall& hall) {
    hall.at("2022-09-14T15:05:00+07:00");
    hall.begin();
    hall.plan();
    hall.at("2022-09-14T15:09:00+07:00");
    hall.act(SendNotices{"", "", "", false, true});
    hall.at("2022-09-14T15:31:00+07:00");
    hall.agreeAll();
    hall.at("2022-09-15T11:40:00+07:00");
    hall.act(MarkStep{"", "rehearsal", ""});
    hall.at("2022-09-15T11:55:00+07:00");
    hall.act(MarkStep{"", "cascade", ""});
    hall.connectAll();
    for (const char* site : {"t.ubnd", "t.sonn", "x.03985", "x.04246"}) {
        hall.conferences.line(site, 0.1, 6, 24);
    }
    hall.at("2022-09-15T13:28:00+07:00");
    hall.act(CheckReadiness{});
    hall.act(RollCall{});
    hall.at("2022-09-15T14:00:00+07:00");
    hall.act(StartSession{});
    hall.act(StepScript{});
    hall.at("2022-09-15T14:20:00+07:00");
    hall.act(StepScript{});
    hall.show("x.04246", "chủ tọa hỏi nhanh");
    hall.act(StepScript{});
    hall.conferences.calls = {call(6, "x.03985", 2.8, *parseTime("2022-09-15T14:41:07+07:00")),
                              call(7, "x.04246", 34.2, *parseTime("2022-09-15T14:50:00+07:00"))};
    hall.at("2022-09-15T14:51:00+07:00");
    hall.act(GiveLateReason{"", 7, "phòng họp chưa bật micro"});
    hall.conferences.line("x.03985", 2.4, 41, 180);
    hall.at("2022-09-15T14:53:00+07:00");
    auto poor = fakes::incidentOf("mcu.vnpt", 1, "x.03985", "quality", hall.loop.clock().wallNow());
    poor.severity = "warning";
    poor.cause = "loss 2.4 %";
    hall.incidents.put(poor);
    hall.conferences.line("x.03985", 0.1, 6, 24);
    hall.at("2022-09-15T14:54:00+07:00");
    poor.closed = hall.loop.clock().wallNow();
    poor.healed = "line good again";
    hall.incidents.put(poor);
    hall.at("2022-09-15T15:10:22+07:00");
    hall.conferences.set("x.04246", SiteState::lost, "media-timeout");
    auto lost = fakes::incidentOf("mcu.vnpt", 2, "x.04246", "drop", hall.loop.clock().wallNow());
    lost.onAir = true;
    hall.incidents.put(lost);
    hall.at("2022-09-15T15:10:31+07:00");
    hall.conferences.set("x.04246", SiteState::connected);
    lost.closed = hall.loop.clock().wallNow();
    lost.healed = "connected again";
    hall.incidents.put(lost);
    hall.at("2022-09-15T15:10:40+07:00");
    hall.act(AddNote{"", "x.04246", "mất điện 4 giây, UPS đã bật"});
    hall.at("2022-09-15T15:30:00+07:00");
    hall.act(StepScript{});
    hall.at("2022-09-15T15:35:00+07:00");
    EXPECT_EQ(hall.act(EndSession{}), "session S-1 has ended");
}

void expectGolden(const std::string& name, const std::string& text) {
    const std::string path = std::string(MCU_SOURCE_DIR) + "/tests/golden/" + name;
    if (std::getenv("MCU_UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path, std::ios::binary) << text;
    }
    std::ostringstream expected;
    expected << std::ifstream(path, std::ios::binary).rdbuf();
    EXPECT_EQ(text, expected.str()) << "see " << path;
}

TEST(SessionReport, SaysWhatHappenedInEveryFormatAndBothLanguages) {
    Hall hall;
    playTheDay(hall);
    hall.at("2022-09-15T16:00:00+07:00");
    for (const bool vietnamese : {true, false}) {
        const std::string language = vietnamese ? "vi" : "en";
        for (const char* format : {"md", "csv", "json", "html"}) {
            const auto text =
                hall.service.read({"report", "S-1", vietnamese, format, false, ',', {}});
            ASSERT_TRUE(text) << text.error().message;
            expectGolden("report." + language + "." + format, *text);
        }
    }
    const auto csv = hall.service.read({"report", "S-1", true, "csv", true, ',', {}});
    EXPECT_TRUE(csv->starts_with("\xEF\xBB\xBF"));
}

TEST(SessionReport, OtherDocumentsOfTheSession) {
    Hall hall;
    playTheDay(hall);
    hall.at("2022-09-15T16:00:00+07:00");
    std::string all;
    for (const char* document : {"plans",
                                 "plan",
                                 "cascade",
                                 "notices",
                                 "deadlines",
                                 "script",
                                 "roll-call",
                                 "readiness",
                                 "mcu-info",
                                 "contacts",
                                 "connections",
                                 "on-call",
                                 "incidents"}) {
        for (const bool vietnamese : {true, false}) {
            const auto text =
                hall.service.read({document, "S-1", vietnamese, "text", false, ',', {}});
            ASSERT_TRUE(text) << document << text.error().message;
            all += "==== " + std::string(document) + (vietnamese ? " vi" : " en") + "\n" + *text;
        }
    }
    expectGolden("session-documents.txt", all);
}

/// What was told done is there again after the process was killed, at each step of the day.
TEST(SessionRestore, EveryRecordComesBack) {
    Hall day;
    playTheDay(day);
    const auto whole = day.journal.stored;
    const auto report = [](Hall& hall) {
        return *hall.service.read({"report", "S-1", true, "json", false, ',', {}});
    };
    Hall after;
    after.journal.stored = whole;
    after.at("2022-09-15T16:00:00+07:00");
    after.begin();
    day.at("2022-09-15T16:00:00+07:00");
    EXPECT_EQ(report(after), report(day));
    for (std::size_t count = 0; count <= whole.records.size(); ++count) {
        Hall cut;
        cut.journal.stored = whole;
        cut.journal.stored.records.resize(count);
        cut.begin();
        const auto json = report(cut);
        EXPECT_NE(json.find("\"id\":\"S-1\""), std::string::npos) << count;
    }
}

TEST(SessionRestore, AnActIsAnsweredOnceItIsOnDisk) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.journal.held = true;
    bool answered = false;
    hall.service.execute(
        {"hung", "", "vnpt"}, AgreePlan{"", "vnpt", ""}, [&](const auto&) { answered = true; });
    EXPECT_FALSE(answered);
    hall.journal.flush();
    EXPECT_TRUE(answered);
}

}  // namespace
}  // namespace mcu::session
