// SPDX-License-Identifier: GPL-3.0-or-later
// Plans: what is read, what is refused and where, and what is worked out from them.
#include <chrono>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "session/cascade_plan.h"
#include "session/local_time.h"
#include "session/notice.h"
#include "session/plan_copy.h"
#include "session/plan_reader.h"

namespace mcu::session {
namespace {

const Levels kLevels;

std::string contentOf(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(MCU_SOURCE_DIR "/" + path, std::ios::binary).rdbuf();
    return text.str();
}

const Registry& sample() {
    static const Registry kSample = [] {
        auto read = readRegistry(contentOf("config/sonla-registry.csv"), "r.csv", kLevels);
        return std::move(*Registry::of(std::move(read->sites)));
    }();
    return kSample;
}

PlanContext context(const Registry* registry = nullptr) {
    return {kLevels, registry, {"1x1", "1+1", "2x2"}, false};
}

/// A small plan that says everything itself, with parts to replace.
std::string smallPlan() {
    return contentOf("tests/session/data/small-plan.yaml");
}

std::string with(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::string problemsOf(const std::string& text, const Registry* registry = nullptr) {
    const auto read = readPlan(text, "p.yaml", context(registry));
    return read ? "good" : read.error().message;
}

std::string warningsOf(const std::string& text) {
    const auto read = readPlan(text, "p.yaml", context());
    EXPECT_TRUE(read) << read.error().message;
    std::string all;
    for (const auto& warning : read ? read->warnings : std::vector<std::string>{}) {
        all += warning + "\n";
    }
    return all;
}

TEST(Plan, TakesTheSampleWithTheSampleRegister) {
    const auto read =
        readPlan(contentOf("config/plan-planned.yaml"), "plan-planned.yaml", context(&sample()));
    ASSERT_TRUE(read) << read.error().message;
    const auto& plan = read->plan;
    EXPECT_EQ(plan.sites.size(), 229U);
    ASSERT_NE(plan.chair(), nullptr);
    EXPECT_EQ(plan.chair()->id, "t.ubnd");
    EXPECT_EQ(plan.site("x.03757")->rateKbps, 1024U);
    EXPECT_EQ(plan.site("x.03757")->shortName, "Mường Khiêng");
    EXPECT_EQ(plan.script.size(), 5U);
    EXPECT_TRUE(plan.callable(plan.script[3], "x.03985"));
    EXPECT_FALSE(plan.callable(plan.script[3], "h.123"));
    EXPECT_EQ(plan.managingUnits(),
              (std::vector<std::string>{"vp-ubnd", "so-tttt", "vnpt", "viettel"}));
    // The pairs that sound alike are named.
    bool named = false;
    for (const auto& warning : read->warnings) {
        named = named || warning.find("x.04111) sound alike") != std::string::npos ||
                warning.find("(x.04111) and") != std::string::npos;
    }
    EXPECT_TRUE(named);
}

TEST(Plan, TakesASmallPlanWithoutARegister) {
    EXPECT_EQ(problemsOf(smallPlan()), "good");
    EXPECT_EQ(warningsOf(smallPlan()), "");
}

/// Every field wrong once: each problem is told, at its line and column, all at once.
TEST(Plan, NamesEveryWrongFieldAtOnce) {
    const std::string text = contentOf("tests/session/data/wrong-plan.yaml");
    const std::string problems = problemsOf(text);
    std::istringstream expected(contentOf("tests/session/data/wrong-plan.expected"));
    std::size_t count = 0;
    for (std::string line; std::getline(expected, line);) {
        EXPECT_NE(problems.find(line), std::string::npos) << line << "\nin\n" << problems;
        ++count;
    }
    EXPECT_GT(count, 60U);
}

TEST(Plan, RefusesWhatIsNoPlan) {
    EXPECT_NE(problemsOf("").find("expected keys with values"), std::string::npos);
    EXPECT_NE(problemsOf("schema: hnth-plan/2\n").find("expected hnth-plan/1"), std::string::npos);
    EXPECT_NE(problemsOf("{").find("no valid YAML"), std::string::npos);
    EXPECT_NE(problemsOf(std::string(kMostPlanBytes + 1, ' ')).find("4 MiB"), std::string::npos);
}

/// DOC-02.
TEST(Plan, TheDeclaredNumberMustBeTheListed) {
    const auto text =
        with(smallPlan(), "  kind: planned\n", "  kind: planned\n  declared_sites: 3\n");
    EXPECT_NE(problemsOf(text).find("declares 3 sites, the list has 2"), std::string::npos);
}

/// PL2-01: a planned session needs a rehearsal and a script, an ad-hoc one a time of connecting.
TEST(Plan, EachKindHasWhatItNeeds) {
    auto text =
        with(smallPlan(),
             "  rehearsal: {start: 2022-09-15T07:30:00+07:00, end: 2022-09-15T11:45:00+07:00}\n",
             "");
    EXPECT_NE(problemsOf(text).find("needs the start and end of its rehearsal"), std::string::npos);
    EXPECT_NE(
        problemsOf(
            with(smallPlan(), "script:\n  - {cue: 1, title: \"Khai mạc\", show: [t.ubnd]}\n", ""))
            .find("a planned session needs a script"),
        std::string::npos);
    text = with(text, "kind: planned", "kind: adhoc");
    EXPECT_NE(problemsOf(text).find("\"connect_at\" is missing"), std::string::npos);
    text = with(text, "kind: adhoc", "kind: adhoc\n  connect_at: 2022-09-15T13:00:00+07:00");
    EXPECT_EQ(problemsOf(text), "good");
}

/// A.6: a rehearsal that ends at T0-2h leaves no time to link the MCUs.
TEST(Plan, WarnsOfARehearsalThatEndsTooLate) {
    EXPECT_NE(warningsOf(with(smallPlan(), "11:45:00", "11:50:00"))
                  .find("it should end at 15/09/2022 11:45"),
              std::string::npos);
    EXPECT_NE(
        warningsOf(with(smallPlan(), "11:45:00", "12:30:00")).find("its deadline cannot be met"),
        std::string::npos);
}

/// TOP-13.
TEST(Plan, RefusesLoopsAndTooManyTiers) {
    const std::string third = "contacts:\n";
    const auto deep =
        with(smallPlan(),
             third,
             "  - {id: mcu.xa, role: slave, org: vnpt, parent: mcu.vnpt}\ncontacts:\n");
    EXPECT_NE(problemsOf(deep).find("would be tier 2 of the cascade; 1 are allowed"),
              std::string::npos);
    const auto loop = with(
        smallPlan(), "role: master, org: vp-ubnd", "role: master, parent: mcu.vnpt, org: vp-ubnd");
    EXPECT_NE(problemsOf(loop).find("the MCUs above it lead back to it"), std::string::npos);
}

/// PL3-03.
TEST(Plan, RefusesAnMcuWithoutRoom) {
    EXPECT_NE(problemsOf(with(smallPlan(), "max_sites: 10", "max_sites: 1")), "bad");
    std::string more = smallPlan();
    more = with(more,
                "script:\n",
                "  - {id: x.2, name: \"Hai\", level: commune, mcu: mcu.vnpt}\nscript:\n");
    EXPECT_NE(problemsOf(with(more, "max_sites: 10", "max_sites: 1"))
                  .find("has room for 1 sites, the plan gives it 2"),
              std::string::npos);
}

/// SEC-07, GEN-03.
TEST(Plan, RefusesAnUnprotectedLine) {
    auto text = with(smallPlan(),
                     "level: commune, mcu: mcu.vnpt",
                     "level: commune, line: internet, mcu: mcu.vnpt");
    EXPECT_EQ(problemsOf(text), "good");
    text = with(text, "mcus:\n", "policy: {encryption: disabled}\nmcus:\n");
    EXPECT_NE(problemsOf(text).find("over the Internet encryption must not be disabled"),
              std::string::npos);
    text = with(smallPlan(), "  kind: planned\n", "  kind: planned\n  confidential: true\n");
    EXPECT_EQ(problemsOf(text), "good");
    text = with(text, "mcus:\n", "policy: {encryption: preferred}\nmcus:\n");
    EXPECT_NE(problemsOf(text).find("a confidential session needs encryption: required"),
              std::string::npos);
}

TEST(Plan, ASecretIsRefusedAndNotRepeated) {
    const auto problems = problemsOf(
        with(smallPlan(), "level: commune, mcu", "level: commune, credential: \"geheim\", mcu"));
    EXPECT_NE(problems.find("never the secret itself"), std::string::npos);
    EXPECT_EQ(problems.find("geheim"), std::string::npos);
}

TEST(Plan, WorksOutTheCascade) {
    const auto read = readPlan(contentOf("config/plan-planned.yaml"), "p.yaml", context(&sample()));
    ASSERT_TRUE(read);
    const auto cascade = planCascade(read->plan);
    ASSERT_EQ(cascade.mcus.size(), 3U);
    EXPECT_EQ(cascade.depth, 1);
    EXPECT_EQ(cascade.mcus[0].sites, 13U);
    EXPECT_EQ(cascade.mcus[0].trunks, 4U);
    EXPECT_EQ(cascade.mcus[0].ports, 17U);
    EXPECT_EQ(cascade.mcus[1].sites, 126U);
    EXPECT_EQ(cascade.mcus[1].byLevel.at("commune"), 119U);
    EXPECT_EQ(cascade.mcus[2].sites, 90U);
    // 13 sites of 4096 and 4 trunks of 4096, with a fifth more.
    EXPECT_EQ(cascade.mcus[0].lineKbps, (13U + 4U) * 4096U * 120U / 100U);
}

/// PL2-01: each unit gets its own sites.
TEST(Plan, NoticesTellEachUnitItsOwnSites) {
    const auto read = readPlan(contentOf("config/plan-planned.yaml"), "p.yaml", context(&sample()));
    ASSERT_TRUE(read);
    const auto recipients = recipientsOf(read->plan);
    ASSERT_GE(recipients.size(), 4U);
    EXPECT_EQ(recipients[2].id, "vnpt");
    EXPECT_EQ(recipients[2].sites.size(), 126U);
    const auto letter = noticeText(read->plan, 2, recipients[2], "email", true);
    for (const char* part : {"Kính gửi: VNPT Sơn La",
                             "245/GM-UBND",
                             "Tổng duyệt: 15/09/2022 07:30 đến 15/09/2022 11:45",
                             "Thời gian chính thức: 15/09/2022 14:00",
                             "x.03985",
                             "4. Chủ tọa gọi các xã",
                             "phiên bản 2"}) {
        EXPECT_NE(letter.find(part), std::string::npos) << part << "\n" << letter;
    }
    EXPECT_EQ(letter.find("h.121"), std::string::npos) << "a site of Viettel";
    EXPECT_LT(noticeText(read->plan, 2, recipients[2], "sms", true).size(), 320U);
    EXPECT_NE(noticeText(read->plan, 2, recipients[2], "phone", false).find("Call 0900000002"),
              std::string::npos);
}

/// bench plan_5000_ms has the figure; here only that it ends.
TEST(Plan, HoldsFiveThousandSites) {
    std::string text = smallPlan();
    std::string sites;
    for (int i = 2; i < 5000; ++i) {
        const auto n = std::to_string(i);
        sites += "  - {id: x." + n + ", name: \"Điểm cầu xã số " + n +
                 "\", level: commune, mcu: mcu.tinh, contact: lan}\n";
    }
    text = with(text, "script:\n", sites + "script:\n");
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_EQ(problemsOf(text), "good");
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
    text = with(text,
                "script:\n",
                "  - {id: y.1, name: \"Y1\", level: commune, mcu: mcu.tinh}\n"
                "script:\n");
    EXPECT_NE(problemsOf(text).find("more than 5000"), std::string::npos);
}

TEST(LocalTime, ReadsAndWritesTimesOfVietNam) {
    const auto time = parseTime("2022-09-15T14:00:00+07:00");
    ASSERT_TRUE(time);
    EXPECT_EQ(parseTime("2022-09-15T07:00:00Z"), time);
    EXPECT_EQ(parseTime("2022-09-15T07:00Z"), time);
    EXPECT_EQ(isoText(*time), "2022-09-15T14:00:00+07:00");
    EXPECT_EQ(dayAndTime(*time), "15/09/2022 14:00");
    EXPECT_EQ(timeOfDay(*time + std::chrono::seconds(7)), "14:00:07");
    for (const char* wrong : {"2022-09-15T14:00:00",
                              "2022-02-30T14:00:00+07:00",
                              "2022-09-15",
                              "2022-09-15T24:00:00+07:00",
                              "",
                              "2022-09-15T14:00:00+07:00x"}) {
        EXPECT_FALSE(parseTime(wrong)) << wrong;
    }
    EXPECT_EQ(parseTyped("14:00", *time - std::chrono::hours(3)), time);
    EXPECT_EQ(parseTyped("15/09/2022 14:00", WallTime()), time);
    // Midnight of Việt Nam is 17:00 UTC of the day before.
    EXPECT_EQ(dayAndTime(*parseTime("2022-09-14T17:00:00Z")), "15/09/2022 00:00");
    EXPECT_EQ(parseTyped("00:30", *parseTime("2022-09-14T17:10:00Z")),
              parseTime("2022-09-15T00:30:00+07:00"));
}

TEST(LocalTime, ReadsDurations) {
    using namespace std::chrono_literals;
    EXPECT_EQ(parseDuration("15m"), 15min);
    EXPECT_EQ(parseDuration("2h30m"), 150min);
    EXPECT_EQ(parseDuration("30s"), 30s);
    for (const char* wrong : {"", "15", "m", "-5m", "1d", "999999999h"}) {
        EXPECT_FALSE(parseDuration(wrong)) << wrong;
    }
    EXPECT_EQ(durationText(9000s), "2h30m");
    EXPECT_EQ(durationText(0s), "0s");
}

TEST(PlanCopy, MovesItsTimesWithTheStartAndLeavesTheRestAsItIsWritten) {
    const auto yaml = contentOf("config/plan-planned.yaml");
    PlanCopy copy;
    copy.title = "Họp \"nhanh\"";
    copy.start = *parseTime("2026-12-15T08:00:00+07:00");
    copy.received = *parseTime("2026-12-14T09:30:00+07:00");
    const auto made = copyPlan(yaml, copy);
    ASSERT_TRUE(made) << made.error().message;
    const auto read = readPlan(*made, "copy.yaml", context(&sample()));
    ASSERT_TRUE(read) << read.error().message;
    const auto& session = read->plan.session;
    EXPECT_EQ(session.id, "S-20261215-1");
    EXPECT_EQ(session.title, copy.title);
    EXPECT_EQ(isoText(session.start), "2026-12-15T08:00:00+07:00");
    EXPECT_EQ(isoText(session.receivedAt), "2026-12-14T09:30:00+07:00");
    EXPECT_EQ(isoText(*session.rehearsalStart), "2026-12-15T01:30:00+07:00");
    EXPECT_EQ(isoText(*session.rehearsalEnd), "2026-12-15T05:45:00+07:00");
    EXPECT_EQ(isoText(*session.plannedEnd), "2026-12-15T10:00:00+07:00");
    EXPECT_NE(made->find("  start: 2026-12-15T08:00:00+07:00          # T0"), std::string::npos);
    EXPECT_EQ(made->substr(made->find("\npolicy:")), yaml.substr(yaml.find("\npolicy:")));
}

TEST(PlanCopy, RefusesWhatIsNoPlan) {
    PlanCopy copy;
    copy.start = *parseTime("2026-12-15T08:00:00+07:00");
    for (const char* text : {"",
                             "[1, 2]",
                             "session: 5",
                             "session: {id: a}",
                             "a: [",
                             "session: {start: tomorrow}",
                             "session: {start: [1]}"}) {
        EXPECT_FALSE(copyPlan(text, copy)) << text;
    }
    const auto odd =
        copyPlan("session: {start: 2022-09-15T14:00:00+07:00, id: 'it''s', title: x", copy);
    EXPECT_FALSE(odd) << "not closed";
    const auto quoted =
        copyPlan("session: {start: \"2022-09-15T14:00:00+07:00\", id: 'a b', title: x}", copy);
    ASSERT_TRUE(quoted);
    EXPECT_EQ(*quoted,
              "session: {start: 2026-12-15T08:00:00+07:00, id: \"S-20261215-1\", title: x}");
}

}  // namespace
}  // namespace mcu::session
