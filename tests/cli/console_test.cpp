// SPDX-License-Identifier: GPL-3.0-or-later
// The live console without a terminal: news and keys in, errands and rows of text out.
#include "cli/console/console.h"

#include <gtest/gtest.h>

#include "cli/console/view.h"
#include "cli/sample_status.h"
#include "cli/text.h"
#include "cli/width.h"
#include "control/impl/status_codec.h"

namespace mcu::cli::console {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Size kSmall{24, 80};

v1::ServerStatus sample() {
    v1::ServerStatus status;
    control::toProto(sampleStatus(), status);
    return status;
}

/// A console at a desk: the test is server, keyboard and clock.
class Desk {
public:
    explicit Desk(const char* language = "en") {
        setLanguage(language);
        Globals globals;
        globals.language = language;
        globals.actor = "lan";
        globals.organisation = "vp-ubnd";
        console.emplace(globals);
        news.status = sample();
        auto& session = news.session.emplace();
        session.set_session("S-1");
        session.set_title("Họp phòng chống thiên tai");
        session.set_conference("giaoban");
        session.set_cues(3);
        session.set_start_at_us(1'700'000'600'000'000);
        session.mutable_next()->set_number(1);
        session.mutable_next()->set_title("Khai mạc");
        session.mutable_next()->add_site_names("Điểm cầu UBND tỉnh Sơn La");
        addSites({{"x.04111", "Điểm cầu UBND xã Mường Bằng (Mai Sơn)", "Mường Bằng"},
                  {"x.03964", "Điểm cầu UBND xã Mường Bang (Phù Yên)", "Mường Bang"},
                  {"x.03985", "Điểm cầu UBND xã Chiềng Sơn (Mộc Châu)", "Chiềng Sơn"}});
        tell();
    }

    void addSites(const std::vector<std::array<const char*, 3>>& sites) {
        news.sites.emplace();
        for (const auto& [id, name, shortName] : sites) {
            auto& site = *news.sites->add_sites();
            site.set_id(id);
            site.set_name(name);
            site.set_short_name(shortName);
            site.set_level("commune");
        }
    }

    void tell() {
        news.at = now;
        console->learn(news);
    }

    void pass(milliseconds time) {
        now.steady += time;
        now.wall += time;
    }

    std::optional<Errand> press(Key::Kind kind) { return console->press({kind, {}}, now); }

    /// Each character a key; the errand of the last.
    std::optional<Errand> type(const std::string& keys) {
        std::optional<Errand> last;
        for (const char key : keys) {
            last = console->press({Key::Kind::text, std::string(1, key)}, now);
        }
        return last;
    }

    std::vector<std::string> lines(Size size = kSmall) {
        std::vector<std::string> text;
        for (const auto& row : console->screen(size, now).rows) {
            text.push_back(plainText(row));
        }
        return text;
    }

    std::string screen(Size size = kSmall) {
        std::string text;
        for (const auto& line : lines(size)) {
            text += line + "\n";
        }
        return text;
    }

    bool shows(const std::string& text, Size size = kSmall) {
        const auto all = screen(size);
        EXPECT_NE(all.find(text), std::string::npos) << text << " is not in\n" << all;
        return all.find(text) != std::string::npos;
    }

    v1::Request& asked(std::uint64_t number, const std::string& site, double age) {
        auto& request = *news.requests.add_requests();
        request.set_number(number);
        request.set_conference("giaoban");
        request.set_site(site);
        request.set_site_name("Điểm cầu UBND xã Chiềng Sơn (commune, x.03985)");
        request.set_state("open");
        request.set_age_seconds(age);
        return request;
    }

    Moment now{SteadyTime(seconds(1000)), WallTime(seconds(1'700'000'000))};
    News news;
    std::optional<Console> console;
};

const v1::CommandRequest& commandOf(const std::optional<Errand>& errand) {
    static const v1::CommandRequest kNone;
    EXPECT_TRUE(errand.has_value());
    return errand ? std::get<v1::CommandRequest>(errand->request) : kNone;
}

TEST(ConsoleScreen, FitsTheTerminalWhateverItsSize) {
    for (const char* language : {"vi", "en"}) {
        Desk desk(language);
        for (const Size size : {kSmall, Size{50, 132}, Size{24, 200}, Size{10, 40}, Size{2, 10}}) {
            for (const char* keys : {"", "?", "r", "\t"}) {
                (void)desk.type(keys);
                const auto lines = desk.lines(size);
                EXPECT_EQ(lines.size(), size.rows);
                for (const auto& line : lines) {
                    EXPECT_LE(cli::widthOf(line), size.columns) << line;
                    EXPECT_EQ(line.find('\x1B'), std::string::npos);
                }
                (void)desk.press(Key::Kind::escape);
            }
        }
    }
}

TEST(ConsoleScreen, ShowsWhatATechnicianLooksFor) {
    Desk desk;
    desk.shows("S-1 Họp phòng");
    desk.shows("in 10 min");
    desk.shows("ON AIR");
    desk.shows("Khai mạc");
    desk.shows("1-");
    desk.shows("of 240");
    const auto lines = desk.lines();
    std::size_t first = 0;
    while (first < lines.size() && lines[first].find("── sites") == std::string::npos) {
        ++first;
    }
    ASSERT_LT(first + 6, lines.size());
    EXPECT_NE(lines[first + 1].find("LOST"), std::string::npos) << "problems come first";
    EXPECT_GE(lines.size() - first, 10U) << "the list has room";
}

TEST(ConsoleClock, TurnsAmberRedAndBreaches) {
    Globals globals;
    globals.language = "en";
    setLanguage("en");
    EXPECT_EQ(requestClock(9.94, globals), (Span{"9.9 s", Mark::good}));
    EXPECT_EQ(requestClock(10.0, globals), (Span{"10.0 s !", Mark::warning}));
    EXPECT_EQ(requestClock(19.9, globals).mark, Mark::warning);
    EXPECT_EQ(requestClock(20.0, globals), (Span{"20.0 s !!", Mark::bad}));
    EXPECT_EQ(requestClock(30.0, globals).text, "30.0 s !!");
    EXPECT_EQ(requestClock(30.1, globals), (Span{"30.1 s OVER 30 s", Mark::bad}));
}

TEST(ConsoleClock, RunsOnBetweenNews) {
    Desk desk;
    desk.asked(6, "x.03985", 9.5);
    desk.tell();
    desk.shows("R-6  9.5 s  ");
    EXPECT_TRUE(desk.console->hurried());
    desk.pass(milliseconds(700));
    desk.shows("R-6  10.2 s !");
    desk.pass(seconds(20));
    desk.shows("30.2 s OVER 30 s");
}

TEST(ConsoleKeys, OneKeyEach) {
    Desk desk;
    EXPECT_EQ(commandOf(desk.type("b")).back().conference(), "giaoban");
    EXPECT_EQ(commandOf(desk.type("s")).command_case(), v1::CommandRequest::kConfirmSeen);
    const auto next = desk.type("n");
    ASSERT_TRUE(next);
    const auto& step = std::get<v1::SessionRequest>(next->request);
    EXPECT_EQ(step.step_script().kind(), v1::StepScript::KIND_NEXT);
    EXPECT_EQ(step.session(), "S-1");
    EXPECT_EQ(step.actor().name(), "lan");
    EXPECT_EQ(step.actor().organisation(), "vp-ubnd");
    EXPECT_FALSE(desk.type("z"));
    desk.shows("no such key");
}

TEST(ConsoleKeys, TakeIsWhatTheChairAskedForElseWhatIsReadyElseIsAsked) {
    Desk desk;
    EXPECT_FALSE(desk.type("t"));
    desk.shows("Put on air (name, Enter):");
    (void)desk.press(Key::Kind::escape);
    desk.news.status.mutable_conferences(0)->mutable_sites(20)->set_precued(true);
    desk.tell();
    EXPECT_EQ(commandOf(desk.type("t")).show().site(), "x.00021");
    desk.asked(6, "x.03985", 2);
    desk.tell();
    EXPECT_EQ(commandOf(desk.type("t")).show().site(), "x.03985");
}

TEST(ConsoleKeys, MuteSparesTheChairAndWhoIsOnAir) {
    Desk desk;
    EXPECT_FALSE(desk.type("m")) << "only the chair and who is on air have theirs open";
    desk.news.status.mutable_conferences(0)->mutable_sites(30)->set_microphone_on(true);
    desk.tell();
    const auto muted = desk.type("m");
    const auto& set = commandOf(muted).set_channel();
    ASSERT_EQ(set.sites_size(), 1);
    EXPECT_EQ(set.sites(0), "x.00031");
    EXPECT_FALSE(set.on());
}

TEST(ConsoleKeys, LeavingTakesTwoPressesInARow) {
    Desk desk;
    (void)desk.type("q");
    EXPECT_FALSE(desk.console->done());
    desk.shows("q once more");
    (void)desk.type("/");
    (void)desk.press(Key::Kind::escape);
    (void)desk.type("q");
    EXPECT_FALSE(desk.console->done()) << "another key came between";
    desk.pass(seconds(5));
    (void)desk.type("q");
    EXPECT_FALSE(desk.console->done()) << "that was long ago";
    (void)desk.press(Key::Kind::leave);
    EXPECT_TRUE(desk.console->done());
}

TEST(ConsoleLookUp, AUniqueNameActsAndIsToldBeforehand) {
    Desk desk;
    EXPECT_FALSE(desk.type("rchieng son"));
    desk.shows("= x.03985  commune: UBND xã Chiềng Sơn (Mộc Châu)");
    EXPECT_EQ(commandOf(desk.press(Key::Kind::enter)).request_site().site(), "x.03985");
}

TEST(ConsoleLookUp, AnAmbiguousNameIsRefusedWithNumberedCandidates) {
    Desk desk;
    EXPECT_FALSE(desk.type("rmuong bang"));
    desk.shows("2 sites: Enter shows them");
    EXPECT_FALSE(desk.press(Key::Kind::enter)) << "never a guess";
    desk.shows("1) x.04111");
    desk.shows("2) x.03964");
    desk.shows("ON AIR");
    EXPECT_EQ(commandOf(desk.type("2")).request_site().site(), "x.03964");
    desk.shows("of 240");
}

TEST(ConsoleLookUp, APartOfANameOnlyOffers) {
    Desk desk;
    EXPECT_FALSE(desk.type("tson"));
    EXPECT_FALSE(desk.press(Key::Kind::enter)) << "one candidate is none yet";
    desk.shows("1) x.04111");
    desk.shows("2) x.03985");
    EXPECT_FALSE(desk.type(" la"));
    EXPECT_FALSE(desk.press(Key::Kind::enter));
    desk.shows("no site is called");
}

TEST(ConsoleLookUp, VietnameseIsTypedAndTakenBackByTheCharacter) {
    Desk desk;
    (void)desk.type("r");
    for (const char* key : {"M", "ư", "ờ", "n", "g", " ", "B", "ằ", "n", "x"}) {
        (void)desk.console->press({Key::Kind::text, key}, desk.now);
    }
    (void)desk.press(Key::Kind::backspace);
    (void)desk.type("g");
    EXPECT_EQ(commandOf(desk.press(Key::Kind::enter)).request_site().site(), "x.04111")
        << "with its marks the name is exact";
    (void)desk.type("r");
    (void)desk.console->press({Key::Kind::text, "a\xCC\x86\xCC\x80"}, desk.now);
    (void)desk.press(Key::Kind::backspace);
    EXPECT_FALSE(desk.press(Key::Kind::enter)) << "the marks go with their letter";
    desk.shows("r asked");
}

TEST(ConsoleList, ScrollsByTheSiteNotByThePlace) {
    Desk desk;
    (void)desk.screen();
    for (int i = 0; i < 12; ++i) {
        (void)desk.press(Key::Kind::down);
        (void)desk.screen();
    }
    std::string chosen;
    for (const auto& line : desk.lines()) {
        chosen = line.starts_with("> ") ? line.substr(4, 7) : chosen;
    }
    ASSERT_FALSE(chosen.empty());
    desk.news.status.mutable_conferences(0)->mutable_sites(100)->set_state(v1::SITE_STATE_LOST);
    desk.tell();
    desk.shows("> ");
    bool still = false;
    for (const auto& line : desk.lines()) {
        still = still || (line.starts_with("> ") && line.find(chosen) != std::string::npos);
    }
    EXPECT_TRUE(still);
    (void)desk.press(Key::Kind::end);
    desk.shows("-240 of 240");
    (void)desk.type("/khoong so 12");
    desk.shows("of 11, problems first  /khoong so 12");
    (void)desk.press(Key::Kind::escape);
    desk.shows("of 240");
}

TEST(ConsoleServer, IsSaidToBeAwayAndToBeBack) {
    Desk desk;
    desk.console->learn(Lost{{client::Failure::Kind::unreachable, "refused"}, desk.now});
    desk.pass(seconds(75));
    desk.console->learn(Lost{{client::Failure::Kind::unreachable, "refused"}, desk.now});
    desk.shows("LOST the server since");
    desk.shows("(1 min)");
    desk.shows("ON AIR");
    desk.tell();
    EXPECT_EQ(desk.screen().find("LOST the server"), std::string::npos);
    desk.shows("connected to the server again");
}

TEST(ConsoleServer, AnswersAreToldInTheLastLine) {
    Desk desk;
    const auto back = desk.type("b");
    ASSERT_TRUE(back);
    desk.shows("… back to the main site");
    v1::CommandReply reply;
    reply.set_message("the plan allows nothing outside the script");
    reply.set_advice(
        "go on with mcuctl script next, or stamp the chair's call first: mcuctl request");
    desk.console->learn(Answered{*back, reply, desk.now});
    desk.shows("✗ the plan allows nothing outside the script  →");
    desk.console->learn(Answered{*back, client::Failure{}, desk.now});
    desk.shows("nothing was done");
}

TEST(ConsoleIncidents, OpenOnesStandAboveTheListErrorsFirst) {
    Desk desk;
    const auto add = [&](const char* id, const char* severity, const char* kind) {
        auto& incident = *desk.news.incidents.add_incidents();
        incident.set_id(id);
        incident.set_severity(severity);
        incident.set_kind(kind);
        incident.set_site_name("Điểm cầu UBND xã Mường Lạn (Sốp Cộp)");
        incident.set_cause("media-timeout");
        incident.set_owner("viettel");
        incident.set_opened_at_us(1'699'999'991'000'000);
    };
    add("I-7", "warning", "quality");
    add("mcu.vnpt/I-5", "error", "drop");
    add("I-3", "error", "drop");
    desk.tell();
    desk.shows("INCIDENTS  ✗ mcu.vnpt/I-5 0:09  UBND xã Mường Lạn (Sốp Cộp)  connection lost");
    desk.shows("✗ I-3");
    desk.shows("3 open: mcuctl incident list");
}

TEST(ConsoleMessages, AreAcknowledgedByOneKey) {
    Desk desk;
    EXPECT_FALSE(desk.type("a"));
    auto& message = *desk.news.cascade.add_messages();
    message.set_id(7);
    message.set_from("mcu.tinh");
    message.set_text("Tiếp theo: xã Chiềng Sơn");
    message.set_cue(true);
    desk.tell();
    desk.shows("✉ mcu.tinh");
    EXPECT_EQ(commandOf(desk.type("a")).acknowledge().message(), 7U);
    auto& order = *desk.news.cascade.add_orders();
    order.set_id(41);
    order.set_state("waiting");
    order.set_use("take");
    desk.tell();
    desk.shows("#41");
    EXPECT_EQ(commandOf(desk.type("y")).cascade_confirm().order(), 41U);
}

}  // namespace
}  // namespace mcu::cli::console
