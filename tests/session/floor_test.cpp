// SPDX-License-Identifier: GPL-3.0-or-later
// The queue of who wants to speak, and giving the floor as one act.
#include <gtest/gtest.h>

#include "session/hall.h"

namespace mcu::session {
namespace {

TEST(SessionFloor, IsGivenInTheOrderItWasAskedFor) {
    Hall hall;
    hall.begin();
    hall.plan();
    EXPECT_EQ(hall.act(AskFloor{"", "x.03985"}), "! session S-1 is not under way");
    hall.act(StartSession{});
    EXPECT_EQ(hall.act(GiveFloor{}), "! nobody waits to speak");
    EXPECT_EQ(hall.act(AskFloor{"", "chieng son"}),
              "Điểm cầu UBND xã Chiềng Sơn (Mộc Châu) (x.03985) wants to speak");
    EXPECT_EQ(hall.act(AskFloor{"", "x.03985"}).substr(0, 2), "! ");
    hall.act(AskFloor{"", "x.04246"});
    EXPECT_EQ(hall.act(GiveFloor{}),
              "Điểm cầu UBND xã Chiềng Sơn (Mộc Châu) (x.03985) has the floor");
    const auto& show = std::get<conference::Show>(hall.conferences.commands.back());
    EXPECT_EQ(show.site, "x.03985");
    EXPECT_TRUE(show.floor);
    EXPECT_EQ(hall.act(DenyFloor{"", "x.04246", ""}).substr(0, 2), "! ");
    EXPECT_EQ(hall.act(DenyFloor{"", "x.04246", "hết giờ"}),
              "Điểm cầu UBND xã Mường Lạn (Sốp Cộp) (x.04246) does not speak: hết giờ");
    EXPECT_EQ(hall.act(GiveFloor{}), "! nobody waits to speak");
    const auto list = hall.read("floor");
    EXPECT_NE(list.find("đã mời"), std::string::npos) << list;
    EXPECT_NE(list.find("không mời: hết giờ"), std::string::npos) << list;
    Hall after;
    after.journal.stored = hall.journal.stored;
    after.begin();
    EXPECT_EQ(after.read("floor"), list);
}

/// A site that could not be shown waits on.
TEST(SessionFloor, WaitsOnWhenTheSiteCannotBeShown) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.act(StartSession{});
    hall.act(AskFloor{"", "x.03985"});
    hall.conferences.answer = Error(ErrorCode::refused, "not connected", "", "");
    EXPECT_EQ(hall.act(GiveFloor{}), "! not connected");
    EXPECT_NE(hall.read("floor").find("đang chờ"), std::string::npos);
}

/// With the keys of its own telephone or remote control.
TEST(SessionFloor, IsAskedForByKeys) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.conferences.press("x.03985", "*1");
    hall.act(StartSession{});
    EXPECT_EQ(hall.act(GiveFloor{}), "! nobody waits to speak") << "before the session began";
    hall.alarms.clear();
    hall.conferences.press("x.03985", "4*7");
    hall.conferences.press("x.04246", "1");
    hall.conferences.press("x.03985", "*");
    EXPECT_TRUE(hall.alarms.empty());
    hall.conferences.press("x.03985", "1");
    ASSERT_EQ(hall.alarms.size(), 1U);
    EXPECT_EQ(hall.alarms.front().kind, "floor.asked");
    EXPECT_EQ(hall.alarms.front().fields.at("site"), "x.03985");
    hall.conferences.press("x.03985", "*1");
    EXPECT_EQ(hall.alarms.size(), 1U) << "it waits already";
    hall.conferences.press("x.99999", "*1");
    EXPECT_EQ(hall.alarms.size(), 1U) << "not in the plan";
    EXPECT_EQ(hall.act(GiveFloor{}),
              "Điểm cầu UBND xã Chiềng Sơn (Mộc Châu) (x.03985) has the floor");
}

TEST(SessionFloor, ALongPauseBetweenKeysIsNoSequence) {
    Hall hall;
    hall.begin();
    hall.plan();
    hall.act(StartSession{});
    hall.conferences.press("x.03985", "*");
    hall.loop.advance(seconds(6));
    hall.conferences.press("x.03985", "1");
    EXPECT_EQ(hall.act(GiveFloor{}), "! nobody waits to speak");
}

}  // namespace
}  // namespace mcu::session
