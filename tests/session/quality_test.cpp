// SPDX-License-Identifier: GPL-3.0-or-later
// How lines were in a session: measured, added up, kept over a crash, graded (D.5, 6).
#include "session/hall.h"
#include "session/line_quality.h"

namespace mcu::session {
namespace {

using incident::Grade;

incident::Figures figures(double loss, double jitter) {
    incident::Figures made;
    made.lossPercent = loss;
    made.jitterMs = jitter;
    made.receivedKbps = 2000;
    made.sentKbps = 1500;
    return made;
}

TEST(LineQuality, IsReadAsItIsWrittenAndAdded) {
    LineQualities all;
    all["x.1"].note(figures(0.25, 5), Grade::good, true);
    all["x.1"].note(figures(4.5, 15), Grade::bad, false);
    all["x.2"].note(figures(1, 1), Grade::warning, true);
    EXPECT_EQ(lineQualitiesOf(textOf(all)), all);
    const auto& one = all["x.1"];
    EXPECT_EQ(one.looks, 2U);
    EXPECT_EQ(one.clear, 1U);
    EXPECT_DOUBLE_EQ(one.lossPercent.mean(), 2.375);
    EXPECT_DOUBLE_EQ(one.lossPercent.most, 4.5);
    EXPECT_DOUBLE_EQ(one.jitterMs.mean(), 10);
    EXPECT_EQ(one.roundTripMs.looks, 0U) << "not known is not zero";
    EXPECT_EQ(one.grade(), Grade::bad);
    EXPECT_EQ(all["x.2"].grade(), Grade::warning);
    auto sum = all["x.2"];
    sum.add(one);
    EXPECT_EQ(sum.looks, 3U);
    EXPECT_DOUBLE_EQ(sum.lossPercent.most, 4.5);
    EXPECT_EQ(sum.grade(), Grade::bad);
}

TEST(LineQuality, WhatIsNotOfItsFormIsLeftOut) {
    LineQualities all;
    all["x.1"].note(figures(1, 1), Grade::good, true);
    const auto good = textOf(all);
    for (const std::string& bad : {std::string("x.2\n"),
                                   std::string("\n\n"),
                                   "x.2" + good.substr(3, 20) + "\n",
                                   std::string("x.2 -1") + good.substr(5),
                                   "x.2 9" + good.substr(5, good.size() - 6) + "nan\n"}) {
        EXPECT_EQ(lineQualitiesOf(bad + good), all) << bad;
    }
}

std::string reportOf(Hall& hall) {
    return *hall.service.read({"report", "S-1", false, "csv", false, ',', {}});
}

/// A line that is bad for a minute of a session.
void holdASession(Hall& hall) {
    hall.begin();
    hall.plan();
    hall.connectAll();
    hall.conferences.line("x.04246", 0.1, 4, 20);
    hall.at("2022-09-15T14:00:00+07:00");
    hall.act(StartSession{});
    hall.at("2022-09-15T14:10:00+07:00");
    hall.conferences.line("x.04246", 6, 40, 200);
    hall.at("2022-09-15T14:11:00+07:00");
    hall.conferences.line("x.04246", 0.1, 4, 20);
    hall.at("2022-09-15T14:20:00+07:00");
}

TEST(SessionQuality, IsGradedByWhatHeldAndNotByASpike) {
    Hall hall;
    holdASession(hall);
    hall.conferences.line("x.03985", 30, 4, 20);
    hall.at("2022-09-15T14:20:04+07:00");
    hall.conferences.line("x.03985", 0, 4, 20);
    hall.at("2022-09-15T14:25:00+07:00");
    hall.act(EndSession{});
    hall.at("2022-09-15T14:26:00+07:00");
    const auto csv = reportOf(hall);
    EXPECT_NE(csv.find("x.04246,Điểm cầu UBND xã Mường Lạn (Sốp Cộp),BAD,"), std::string::npos)
        << csv;
    EXPECT_NE(csv.find("x.03985,Điểm cầu UBND xã Chiềng Sơn (Mộc Châu),good,"), std::string::npos)
        << csv;
    EXPECT_NE(csv.find(" / 30.0"), std::string::npos) << "the most is told all the same";
}

TEST(SessionQuality, IsInTheReportAtOnce) {
    Hall hall;
    holdASession(hall);
    hall.conferences.line("x.04246", 0.1, 77, 20);
    hall.at("2022-09-15T14:20:04+07:00");
    hall.act(EndSession{});
    EXPECT_NE(reportOf(hall).find(" / 77,"), std::string::npos) << reportOf(hall);
}

TEST(SessionQuality, ACrashLosesAMinuteAtMost) {
    Hall hall;
    holdASession(hall);
    Hall after("2022-09-15T14:20:10+07:00");
    after.journal.stored = hall.journal.stored;
    after.connectAll();
    after.begin();
    after.at("2022-09-15T14:25:00+07:00");
    after.act(EndSession{});
    after.at("2022-09-15T14:26:00+07:00");
    EXPECT_NE(reportOf(after).find("(Sốp Cộp),BAD,"), std::string::npos);
    std::uint32_t looks = 0;
    for (const auto& record : after.journal.stored.records) {
        for (const auto& [site, line] :
             lineQualitiesOf(record.kind == "quality" ? record.text : "")) {
            looks += site == "x.04246" ? line.looks : 0;
        }
    }
    EXPECT_GE(looks, 19 * 30U);
    EXPECT_LE(looks, 20 * 30U + 1);
}

}  // namespace
}  // namespace mcu::session
