// SPDX-License-Identifier: GPL-3.0-or-later
// Grades at, inside and outside the limits of B.4, and that they do not flutter.
#include "incident/grade.h"

#include <gtest/gtest.h>

namespace mcu::incident {
namespace {

using std::chrono::seconds;

Figures lossOf(double percent) {
    Figures figures;
    figures.lossPercent = percent;
    return figures;
}

TEST(Grade, AtInsideAndOutsideEachLimit) {
    const Profile profile;

    struct Case {
        std::optional<double> Figures::* measure;
        double value;
        Grade grade;
    };

    const std::vector<Case> cases = {
        {&Figures::lossPercent, 0.99, Grade::good},
        {&Figures::lossPercent, 1.0, Grade::warning},
        {&Figures::lossPercent, 3.0, Grade::warning},
        {&Figures::lossPercent, 3.01, Grade::bad},
        {&Figures::jitterMs, 29.9, Grade::good},
        {&Figures::jitterMs, 30, Grade::warning},
        {&Figures::jitterMs, 50, Grade::warning},
        {&Figures::jitterMs, 50.1, Grade::bad},
        {&Figures::roundTripMs, 299, Grade::good},
        {&Figures::roundTripMs, 300, Grade::warning},
        {&Figures::roundTripMs, 400, Grade::warning},
        {&Figures::roundTripMs, 401, Grade::bad},
        {&Figures::freezeSeconds, 0.9, Grade::good},
        {&Figures::freezeSeconds, 1, Grade::warning},
        {&Figures::freezeSeconds, 2.5, Grade::bad},
    };
    for (const auto& each : cases) {
        Figures figures;
        figures.*each.measure = each.value;
        EXPECT_EQ(verdictOf(figures, profile).grade, each.grade) << each.value;
    }
    EXPECT_EQ(verdictOf({}, profile), Verdict{}) << "what is not known is good";
    Figures two = lossOf(1.5);
    two.jitterMs = 80;
    EXPECT_EQ(verdictOf(two, profile), (Verdict{Grade::bad, "jitter 80 ms"})) << "the worst counts";
}

TEST(Grader, WorsensOnlyAfterTheWholeTime) {
    const Profile profile;
    Grader grader;
    const SteadyTime begin{};
    EXPECT_FALSE(grader.note(lossOf(4), profile, begin));
    EXPECT_FALSE(grader.note(lossOf(4), profile, begin + seconds(9)));
    EXPECT_TRUE(grader.note(lossOf(4), profile, begin + seconds(10)));
    EXPECT_EQ(grader.verdict(), (Verdict{Grade::bad, "loss 4.0 %"}));
}

TEST(Grader, AGoodLookInBetweenBeginsTheTimeAnew) {
    const Profile profile;
    Grader grader;
    const SteadyTime begin{};
    (void)grader.note(lossOf(4), profile, begin);
    (void)grader.note(lossOf(0.5), profile, begin + seconds(6));
    EXPECT_FALSE(grader.note(lossOf(4), profile, begin + seconds(8)));
    EXPECT_FALSE(grader.note(lossOf(4), profile, begin + seconds(17)));
    EXPECT_TRUE(grader.note(lossOf(4), profile, begin + seconds(18)));
}

TEST(Grader, TakesTheMildestOfTheTimeWhenItWorsens) {
    const Profile profile;
    Grader grader;
    const SteadyTime begin{};
    (void)grader.note(lossOf(9), profile, begin);
    (void)grader.note(lossOf(1.2), profile, begin + seconds(5));
    EXPECT_TRUE(grader.note(lossOf(9), profile, begin + seconds(10)));
    EXPECT_EQ(grader.verdict().grade, Grade::warning);
}

TEST(Grader, HealsOnlyClearlyBelowTheLimit) {
    const Profile profile;
    Grader grader(Grade::warning);
    SteadyTime at{};
    for (int i = 0; i < 60; ++i, at += seconds(1)) {
        EXPECT_FALSE(grader.note(lossOf(0.9), profile, at)) << "0.8 % and more is no healing";
    }
    EXPECT_FALSE(grader.note(lossOf(0.7), profile, at));
    EXPECT_FALSE(grader.note(lossOf(0.7), profile, at + seconds(9)));
    EXPECT_TRUE(grader.note(lossOf(0.7), profile, at + seconds(10)));
    EXPECT_EQ(grader.verdict(), Verdict{});
}

TEST(Grader, ALineAtItsLimitDoesNotFlutter) {
    const Profile profile;
    Grader grader;
    SteadyTime at{};
    int changes = 0;
    for (int i = 0; i < 600; ++i, at += seconds(1)) {
        changes += grader.note(lossOf(i / 15 % 2 == 0 ? 1.05 : 0.95), profile, at) ? 1 : 0;
    }
    EXPECT_EQ(changes, 1) << "once to warning, never back and forth";
}

TEST(Grader, FromBadToGoodGoesByWayOfWhatItIs) {
    const Profile profile;
    Grader grader(Grade::bad);
    SteadyTime at{};
    (void)grader.note(lossOf(2), profile, at);
    EXPECT_TRUE(grader.note(lossOf(2), profile, at + seconds(10)));
    EXPECT_EQ(grader.verdict().grade, Grade::warning);
    (void)grader.note(lossOf(0), profile, at + seconds(11));
    EXPECT_TRUE(grader.note(lossOf(0), profile, at + seconds(21)));
    EXPECT_EQ(grader.verdict().grade, Grade::good);
}

}  // namespace
}  // namespace mcu::incident
