// SPDX-License-Identifier: GPL-3.0-or-later
// Technical checks: what figures come to, runs of several rooms, and what is kept of them.
#include "session/check.h"

#include <gtest/gtest.h>

#include "session/hall.h"

namespace mcu::session {
namespace {

using conference::Examination;
using fakes::FakeConferences;

std::string failedItems(const Examination& room, bool mustEncrypt = false) {
    std::string items;
    for (const auto& item : judge(room, {}, mustEncrypt).items) {
        if (item.verdict == Verdict::failed) {
            items += (items.empty() ? "" : " ") + item.name + "=" + item.value;
        }
    }
    return items;
}

TEST(CheckJudge, AGoodRoomPasses) {
    const auto result = judge(FakeConferences::goodRoom(), {}, true);
    EXPECT_EQ(result.verdict, Verdict::passed);
    EXPECT_EQ(result.items.size(), checkItems().size());
    EXPECT_EQ(result.resolution, "1280x720@25");
}

TEST(CheckJudge, EachFaultIsNamed) {
    using Change = void (*)(Examination&);
    const std::vector<std::pair<Change, std::string>> faults = {
        {[](auto& r) { r.brightness = 16; }, "picture_in=black"},
        {[](auto& r) { r.contrast = 1; }, "picture_in=even"},
        {[](auto& r) { r.stillMs = 4001; }, "picture_in=frozen"},
        {[](auto& r) { r.framesPerSecond = 3; }, "picture_in=slow"},
        {[](auto& r) { r.pictureCame = false; }, "picture_in=not-decodable"},
        {[](auto& r) { r.loudestDbfs = -90; }, "sound_in=silence"},
        {[](auto& r) { r.sound.packetsIn = 0; }, "sound_in=none"},
        {[](auto& r) { r.sound.packetsOut = 0; }, "sound_out=none"},
        {[](auto& r) { r.picture.lossOutPercent = 4; }, "picture_out=4.0 %"},
        {[](auto& r) { r.sound.lossInPercent = 3.8; }, "loss=3.8 %"},
        {[](auto& r) { r.picture.jitterMs = 62; }, "jitter=62 ms"},
        {[](auto& r) { r.sound.roundTripMs = 900; }, "round_trip=900 ms"},
        {[](auto& r) {
             r.picture.kbpsIn = 20;
             r.sound.kbpsIn = 30;
         },
         "rate=50 kbit/s"},
        {[](auto& r) {
             r.echoDelayMs = 310;
             r.echoLevelDb = -6;
         },
         "echo=-6 dB, 310 ms"},
        {[](auto& r) { r.loopDelayMs = 420; }, "loop=420 ms"},
    };
    for (const auto& [change, expected] : faults) {
        auto room = FakeConferences::goodRoom();
        change(room);
        EXPECT_EQ(failedItems(room), expected);
    }
}

/// Limits hold at their very value.
TEST(CheckJudge, ALimitIsMetAtItsValue) {
    auto room = FakeConferences::goodRoom();
    room.sound.lossInPercent = 2;
    room.picture.jitterMs = 50;
    room.sound.roundTripMs = 400;
    room.loudestDbfs = -55;
    room.stillMs = 4000;
    room.brightness = 24;
    EXPECT_EQ(failedItems(room), "");
    room.sound.lossInPercent = 2.01;
    EXPECT_NE(failedItems(room), "");
}

TEST(CheckJudge, WhatCannotBeMeasuredIsLeftOpen) {
    auto room = FakeConferences::goodRoom();
    room.sound.roundTripMs = room.picture.roundTripMs = -1;
    const auto result = judge(room, {}, false);
    EXPECT_EQ(result.verdict, Verdict::passed);
    EXPECT_EQ(result.item("sound_out")->verdict, Verdict::notChecked);
    EXPECT_EQ(result.item("round_trip")->verdict, Verdict::notChecked);
}

TEST(CheckJudge, ClearMediaFailWhereTheLineDemandsEncryption) {
    auto room = FakeConferences::goodRoom();
    room.sound.secured = false;
    EXPECT_EQ(failedItems(room, false), "");
    EXPECT_EQ(failedItems(room, true), "encryption=clear");
}

TEST(CheckJudge, ARoomThatDoesNotAnswerFailsAndOneThatWasNeededIsNotChecked) {
    Examination gone;
    gone.cause = "no answer";
    EXPECT_EQ(judge(gone, {}, false).verdict, Verdict::failed);
    auto needed = FakeConferences::goodRoom();
    needed.cause = "interrupted: the room was needed";
    EXPECT_EQ(judge(needed, {}, false).verdict, Verdict::notChecked);
}

TEST(CheckJudge, ARecordHoldsAllOfIt) {
    auto room = FakeConferences::goodRoom();
    room.brightness = 3;
    const auto result = judge(room, {}, false);
    const auto again = checkOf(fieldsOf(result));
    EXPECT_EQ(fieldsOf(again), fieldsOf(result));
    EXPECT_EQ(again.item("picture_in")->value, "black");
    EXPECT_EQ(checkOf({}).verdict, Verdict::notChecked);
}

std::string all(int atOnce, Hall& hall) {
    RunChecks act;
    act.all = true;
    act.atOnce = atOnce;
    const auto said = hall.act(act);
    hall.loop.drain();
    return said;
}

TEST(CheckRun, GoesThroughTheRoomsOfThisServer) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.conferences.held = true;
    EXPECT_EQ(all(1, hall), "checking 2 sites of S-1, 1 at a time");
    EXPECT_EQ(hall.conferences.examined, std::vector<std::string>{"t.ubnd"});
    hall.conferences.answerOne();
    hall.loop.drain();
    EXPECT_EQ(hall.conferences.examined.size(), 2U);
    EXPECT_NE(hall.read("check-run", false, "json").find("\"done\":\"1\""), std::string::npos);
    hall.conferences.answerOne();
    hall.loop.drain();
    EXPECT_NE(hall.read("check-run", false, "json").find("\"state\":\"over\""), std::string::npos);
    EXPECT_NE(hall.read("checks", false).find("checked 2/4"), std::string::npos);
}

TEST(CheckRun, NoMoreThanAskedAtATime) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.conferences.held = true;
    RunChecks act;
    act.sites = {"t.ubnd", "t.sonn", "x.03985"};
    act.atOnce = 2;
    hall.act(act);
    EXPECT_EQ(hall.conferences.examined.size(), 2U);
    hall.conferences.answerOne();
    hall.loop.drain();
    EXPECT_EQ(hall.conferences.examined.size(), 3U);
}

TEST(CheckRun, AFailedRoomIsTriedAgainAndBothAreKept) {
    Hall hall;
    hall.begin();
    hall.plan();
    auto black = FakeConferences::goodRoom();
    black.brightness = 2;
    hall.conferences.rooms["t.sonn"] = black;
    all(8, hall);
    EXPECT_NE(hall.read("checks").find("HÌNH ĐEN"), std::string::npos) << hall.read("checks");
    hall.conferences.rooms.clear();
    hall.conferences.examined.clear();
    RunChecks again;
    again.failed = true;
    EXPECT_EQ(hall.act(again), "checking 1 sites of S-1, 8 at a time");
    hall.loop.drain();
    EXPECT_EQ(hall.conferences.examined, std::vector<std::string>{"t.sonn"});
    Hall after;
    after.journal.stored = hall.journal.stored;
    after.begin();
    const auto list = after.read("checks", false, "json");
    EXPECT_NE(list.find("\"verdict\":\"passed\",\"what\":\"-\",\"times\":\"2\""), std::string::npos)
        << list;
}

TEST(CheckRun, RefusesWhatMakesNoSense) {
    Hall hall;
    hall.begin();
    hall.plan();
    EXPECT_EQ(hall.act(RunChecks{}), "! no site of session S-1 is to be checked here");
    RunChecks unknown;
    unknown.sites = {"nha bep"};
    EXPECT_EQ(hall.act(unknown).substr(0, 2), "! ");
    hall.act(StartSession{});
    RunChecks every;
    every.all = true;
    EXPECT_EQ(hall.act(every), "! session S-1 is under way: name the sites to check");
}

TEST(CheckRun, WhatHasNotBegunCanBeLeftOut) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.conferences.held = true;
    all(1, hall);
    EXPECT_EQ(hall.act(StopChecks{}), "checks of S-1: 1 sites that had not begun are left out");
    hall.conferences.answerOne();
    hall.loop.drain();
    EXPECT_NE(hall.read("check-run", false, "json").find("\"state\":\"over\""), std::string::npos);
}

/// The gate knows of checks once there are any (decision 0241).
TEST(CheckRun, TheGateSaysWhichRoomsDidNotPass) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.agreeAll();
    hall.connectAll();
    EXPECT_EQ(hall.act(CheckReadiness{}), "session S-1 is READY (green): 4 of 4 sites connected");
    auto silent = FakeConferences::goodRoom();
    silent.loudestDbfs = -120;
    hall.conferences.rooms["t.sonn"] = silent;
    RunChecks one;
    one.sites = {"t.sonn"};
    hall.act(one);
    hall.loop.drain();
    EXPECT_EQ(hall.act(CheckReadiness{}),
              "session S-1 is NOT READY (amber): 4 of 4 sites connected");
    const auto text = hall.read("readiness", false);
    EXPECT_NE(text.find("did not pass its technical check"), std::string::npos) << text;
    EXPECT_NE(text.find("1 sites without a technical check"), std::string::npos) << text;
    hall.conferences.rooms.clear();
    all(8, hall);
    EXPECT_EQ(hall.act(CheckReadiness{}), "session S-1 is READY (green): 4 of 4 sites connected");
}

TEST(CheckForm, HasAllColumnsOfTheForm) {
    Hall hall;
    hall.begin();
    hall.plan();
    all(8, hall);
    const auto csv = hall.read("check-form", true, "csv");
    EXPECT_NE(csv.find("STT,điểm cầu,cấp,đơn vị quản lý MCU,giao thức,địa chỉ,đường truyền,hình "
                       "đi,hình về,tiếng đi,tiếng về,độ phân giải"),
              std::string::npos)
        << csv;
    EXPECT_NE(csv.find("Chưa kiểm tra"), std::string::npos);
    EXPECT_NE(csv.find("Đạt"), std::string::npos);
}

}  // namespace
}  // namespace mcu::session
