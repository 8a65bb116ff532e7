// SPDX-License-Identifier: GPL-3.0-or-later
// The chair's calls, the cascade and talkback from the command line.
#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

#include "cli/cascade_view.h"
#include "cli/clock_text.h"
#include "cli/command_line.h"
#include "cli/requests_view.h"
#include "cli/sample_cascade.h"
#include "cli/sample_status.h"
#include "cli/text.h"
#include "cli/width.h"
#include "control/fake_service.h"
#include "control/impl/command_codec.h"
#include "control/impl/status_codec.h"

namespace mcu::cli {
namespace {

class CascadeCli : public testing::Test {
protected:
    Ran run(std::vector<std::string> line) {
        line.insert(line.begin(), {"--lang", "en", "--server", server_.address()});
        return runLine(line);
    }

    /// The command the cascade got, as text.
    std::string sent(const std::vector<std::string>& line) {
        const auto ran = run(line);
        EXPECT_EQ(ran.code, 0) << ran.err;
        std::string text;
        server_.onControl([&] {
            EXPECT_FALSE(server_.cascade.commands.empty());
            text = control::toProto(server_.cascade.commands.back()).ShortDebugString();
        });
        return text;
    }

    void give(const cascade::CascadeStatus& status) {
        server_.onControl([&] { server_.cascade.state = status; });
    }

    fakes::ControlledServer server_;
};

std::vector<std::string> linesOf(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

TEST_F(CascadeCli, SendsWhatTheWordsSay) {
    give(sampleMaster());
    const std::vector<std::pair<std::vector<std::string>, std::string>> table = {
        {{"cascade", "connect"}, "cascade_connect { }"},
        {{"cascade", "connect", "mcu.vnpt"}, R"(cascade_connect { mcu: "mcu.vnpt" })"},
        {{"cascade", "disconnect", "mcu.vnpt", "--reason", "bảo trì"},
         R"(cascade_disconnect { mcu: "mcu.vnpt" reason: "b\341\272\243o tr\303\254" })"},
        {{"cascade", "policy", "confirm"}, "cascade_policy { policy: POLICY_CONFIRM }"},
        {{"cascade", "policy", "auto"}, "cascade_policy { policy: POLICY_AUTO }"},
        {{"cascade", "hold", "line work"}, R"(cascade_hold { on: true reason: "line work" })"},
        {{"cascade", "hold", "--off"}, "cascade_hold { }"},
        {{"cascade", "confirm"}, "cascade_confirm { }"},
        {{"cascade", "confirm", "41"}, "cascade_confirm { order: 41 }"},
        {{"cascade", "refuse", "41", "--reason", "no"},
         R"(cascade_refuse { order: 41 reason: "no" })"},
        {{"cascade", "select", "x.1", "--uplink", "1"},
         R"(cascade_select { site: "x.1" trunk: 1 })"},
        {{"cascade", "select", "--off"}, "cascade_select { }"},
        {{"say", "hello"}, R"(say { text: "hello" })"},
        {{"say", "mcu.vnpt", "get", "x.1", "ready"},
         R"(say { mcu: "mcu.vnpt" text: "get x.1 ready" })"},
        {{"say", "--cue", "mcu.typo", "next"}, R"(say { mcu: "mcu.typo" text: "next" cue: true })"},
        {{"say", "five", "minutes"}, R"(say { text: "five minutes" })"},
        {{"say", "back", "status"}, R"(say { text: "back status" })"},
        {{"ack"}, "acknowledge { }"},
        {{"ack", "3"}, "acknowledge { message: 3 }"},
    };
    for (const auto& [line, expected] : table) {
        EXPECT_EQ(sent(line), expected);
    }
    EXPECT_EQ(run({"cascade", "policy", "maybe"}).code, 2);
    EXPECT_EQ(run({"cascade", "select"}).code, 2);
    EXPECT_EQ(run({"cascade", "hold"}).code, 2);
    EXPECT_EQ(run({"say"}).code, 2);
}

/// C.3: an alias or the exact name will do, and nothing is guessed.
TEST_F(CascadeCli, SelectTakesAnAliasOrTheExactName) {
    server_.onControl([&] {
        conference::SiteRecord record;
        record.id = {"x.03985"};
        record.name = "Chiềng Sơn";
        record.aliases = {"mocchau/chiengson"};
        server_.service.records = {record};
    });
    for (const char* word : {"x.03985", "Chiềng Sơn", "mocchau/chiengson"}) {
        EXPECT_EQ(sent({"cascade", "select", word}), R"(cascade_select { site: "x.03985" })");
    }
    EXPECT_EQ(sent({"cascade", "select", "chieng son"}),
              R"(cascade_select { site: "chieng son" })");
}

TEST_F(CascadeCli, SendsTheChairsCalls) {
    const std::vector<std::pair<std::vector<std::string>, std::string>> table = {
        {{"request", "x.1"}, R"(request_site { conference: "c" site: "x.1" })"},
        {{"request", "--cancel"}, R"(cancel_request { conference: "c" })"},
        {{"request", "--cancel", "x.1", "--reason", "no power"},
         R"(cancel_request { conference: "c" site: "x.1" reason: "no power" })"},
        {{"seen"}, R"(confirm_seen { conference: "c" })"},
        {{"seen", "x.1"}, R"(confirm_seen { conference: "c" site: "x.1" })"},
        {{"back"}, R"(back { conference: "c" })"},
        {{"next", "x.1"}, R"(precue { conference: "c" site: "x.1" })"},
        {{"next", "--off"}, R"(precue { conference: "c" })"},
    };
    for (auto [line, expected] : table) {
        line.insert(line.end(), {"--conference", "c"});
        EXPECT_EQ(run(line).code, 0);
        server_.onControl([&] {
            EXPECT_EQ(control::toProto(server_.service.commands.back()).ShortDebugString(),
                      expected);
        });
    }
    EXPECT_EQ(run({"request"}).code, 2);
    EXPECT_EQ(run({"request", "x.1", "--reason", "r"}).code, 2);
}

TEST_F(CascadeCli, ARequestSaysItsNumberAndUntilWhen) {
    server_.onControl([&] {
        conference::RequestStatus request;
        request.number = 6;
        request.conference = {"c"};
        request.site = {"x.1"};
        request.state = "open";
        request.askedAt = WallTime(std::chrono::seconds(1663224067));
        server_.service.chairRequests = {request};
        server_.service.answer = conference::Outcome{"", {SiteId{"x.1"}}, {}, 0};
    });
    const auto ran = run({"request", "x.1", "--conference", "c"});
    EXPECT_NE(ran.out.find("R-6"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find(":41:07"), std::string::npos);
    EXPECT_NE(ran.out.find(":41:37"), std::string::npos);
    EXPECT_NE(ran.out.find("mcuctl show x.1"), std::string::npos);
}

TEST_F(CascadeCli, WithoutACascadeItSaysSo) {
    server_.stop();
    server_.cascaded = false;
    server_.start();
    const auto refused = run({"cascade", "confirm"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.err.find("no cascade configured"), std::string::npos);
    const auto status = run({"cascade", "status"});
    EXPECT_EQ(status.code, 0);
    EXPECT_NE(status.out.find("no cascade configured"), std::string::npos);
    EXPECT_NE(run({"cascade", "status", "--json"}).out.find(R"("role":"alone")"),
              std::string::npos);
}

TEST_F(CascadeCli, TheSlaveSeesItsOrderTheKeysAndTheClock) {
    give(sampleSlave());
    const auto out = run({"cascade", "status"}).out;
    EXPECT_NE(out.find("mcuctl cascade confirm 41"), std::string::npos) << out;
    EXPECT_NE(out.find("mcuctl cascade refuse 41"), std::string::npos);
    EXPECT_NE(out.find("R-6  12."), std::string::npos);
    EXPECT_NE(out.find("the master shows 1x1: x.00001  next: x.00003"), std::string::npos);
    EXPECT_NE(out.find("mcuctl ack 3"), std::string::npos);
    EXPECT_LT(out.find("R-6"), out.find("#41"));
    EXPECT_LT(out.find("#41"), out.find("↑ mcu.tinh"));
}

TEST_F(CascadeCli, TheMasterIsNotOfferedTheSlavesKeys) {
    give(sampleMaster());
    const auto out = run({"cascade", "status"}).out;
    EXPECT_EQ(out.find("cascade confirm"), std::string::npos) << out;
    EXPECT_NE(out.find("CONTROL LOST"), std::string::npos);
    EXPECT_NE(out.find("đang sửa đường truyền"), std::string::npos);
    EXPECT_NE(out.find("ESCALATED"), std::string::npos);
}

TEST_F(CascadeCli, AMiddleMcuAnswersItsMastersOrdersOnly) {
    auto status = sampleSlave();
    status.role = "middle";
    const auto below = sampleMaster();
    status.links.push_back(below.links[1]);
    status.orders.push_back(below.orders[0]);
    give(status);
    const auto out = run({"cascade", "status"}).out;
    EXPECT_NE(out.find("cascade confirm 41"), std::string::npos) << out;
    EXPECT_NE(out.find("#40"), std::string::npos);
    EXPECT_EQ(out.find("cascade confirm 40"), std::string::npos);
}

TEST_F(CascadeCli, ThePageFitsTheScreenHoweverMuchThereIs) {
    auto status = sampleSlave();
    status.holdReason = std::string(300, 'x');
    status.held = true;
    for (int i = 0; i < 9; ++i) {
        status.links.push_back(sampleLink("mcu.number" + std::to_string(i)));
        status.links.back().cause = "refused\x1B[2J by the other side " + std::string(90, 'y');
        status.orders.push_back(status.orders[0]);
        status.messages.push_back(status.messages[0]);
        status.requests.push_back(status.requests[0]);
    }
    give(status);
    for (const char* language : {"vi", "en"}) {
        const auto ran = run({"cascade", "status", "--lang", language});
        const auto lines = linesOf(ran.out);
        EXPECT_LE(lines.size(), 23U);
        for (const auto& line : lines) {
            EXPECT_LE(widthOf(line), 80U) << line;
            EXPECT_EQ(line.find('\x1B'), std::string::npos);
        }
    }
    EXPECT_GT(linesOf(run({"cascade", "status", "--all"}).out).size(), 40U);
}

TEST_F(CascadeCli, MessagesShowWhoHasAcknowledged) {
    auto status = sampleSlave();
    auto ours = status.messages[0];
    ours.id = 4;
    ours.from = {"mcu.vnpt"};
    ours.author = "hung";
    ours.cue = false;
    ours.text = "sẵn sàng";
    ours.acknowledgedBy = "lan";
    status.messages.push_back(ours);
    give(status);
    const auto out = run({"messages"}).out;
    EXPECT_NE(out.find("mcu.tinh lan → mcu.vnpt  CUE: Tiếp theo: xã Chiềng Sơn"), std::string::npos)
        << out;
    EXPECT_NE(out.find("mcuctl ack 3"), std::string::npos);
    EXPECT_EQ(out.find("mcuctl ack 4"), std::string::npos);
    EXPECT_NE(out.find("acknowledged by lan"), std::string::npos);
    EXPECT_EQ(run({"messages", "--json"}).out.substr(0, 7), R"([{"id":)");
}

TEST_F(CascadeCli, CompletionKnowsLinksOrdersAndMessages) {
    give(sampleSlave());
    EXPECT_NE(run({"completion", "words", "--", "cascade", "connect"}).out.find("mcu.tinh\n"),
              std::string::npos);
    EXPECT_NE(run({"completion", "words", "--", "cascade", "confirm"}).out.find("41\n"),
              std::string::npos);
    EXPECT_NE(run({"completion", "words", "--", "ack"}).out.find("3\n"), std::string::npos);
    EXPECT_NE(run({"completion", "words", "--", "cascade", "policy"}).out.find("confirm\n"),
              std::string::npos);
}

TEST_F(CascadeCli, TheStatusPageTellsLinksOwnersAndTheOpenCall) {
    auto state = sampleStatus();
    auto& sites = state.conferences[0].sites;
    sites[1].owner = {"mcu.vnpt"};
    sites[1].carriedBy = {"link.mcu.vnpt.0"};
    sites[2].owner = {"mcu.viettel"};
    sites[2].stale = true;
    conference::SiteStatus trunk;
    trunk.id = {"link.mcu.vnpt.0"};
    trunk.trunk = true;
    trunk.encrypted = true;
    trunk.state = conference::SiteState::connected;
    sites.push_back(trunk);
    give(sampleMaster());
    server_.onControl([&] {
        server_.service.state = state;
        conference::RequestStatus request;
        request.number = 6;
        request.site = {"x.00002"};
        request.siteName = "Mường Bằng";
        request.state = "taken";
        request.ageSeconds = 12.4;
        server_.service.chairRequests = {request};
    });
    const auto lines = linesOf(run({"status"}).out);
    EXPECT_EQ(lines.size(), 23U);
    EXPECT_EQ(lines[0], "☎ R-6  12.4 s  being shown  Mường Bằng");
    const auto out = run({"status", "--all"}).out;
    EXPECT_NE(out.find("connected 234/240"), std::string::npos) << out;  // rooms only
    EXPECT_NE(out.find("↓ mcu.vnpt"), std::string::npos);
    EXPECT_NE(out.find("⇄ link.mcu.vnpt.0    connected  brings M"), std::string::npos) << out;
    EXPECT_NE(out.find("as last told"), std::string::npos);
}

TEST_F(CascadeCli, TheSiteListTellsWhoseRoomEachIs) {
    server_.onControl([&] {
        conference::SiteRecord record;
        record.id = {"t.ubnd"};
        record.name = "UBND tỉnh";
        server_.service.records = {record};
        auto& conferences = server_.service.state.conferences;
        conferences.resize(1);
        conferences[0].sites.resize(1);
        conferences[0].sites[0].id = {"x.03985"};
        conferences[0].sites[0].name = "Chiềng Sơn";
        conferences[0].sites[0].owner = {"mcu.vnpt"};
    });
    const auto out = run({"site", "list"}).out;
    EXPECT_NE(out.find("x.03985"), std::string::npos) << out;
    EXPECT_NE(out.find("mcu.vnpt"), std::string::npos);
    EXPECT_NE(out.find("t.ubnd"), std::string::npos);
}

v1::RequestList clockList(double age) {
    v1::RequestList list;
    auto& request = *list.add_requests();
    request.set_number(6);
    request.set_state("taken");
    request.set_site_name("Điểm cầu UBND xã Chiềng Sơn");
    request.set_age_seconds(age);
    request.set_taken_seconds(2.19);
    request.set_picture_seconds(-1);
    request.set_two_way_seconds(-1);
    return list;
}

TEST(Clock, TurnsAmberRedAndSaysThatItIsOver) {
    setLanguage("en");
    Globals globals;
    globals.language = "en";
    globals.colour = true;
    const auto shows = [&](double age, const char* text) {
        return renderRequests(clockList(age), globals, 12).find(text) != std::string::npos;
    };
    EXPECT_TRUE(shows(9.9, "\033[32m9.9 s\033[0m"));
    EXPECT_TRUE(shows(10, "\033[33m10.0 s\033[0m"));
    EXPECT_TRUE(shows(20, "\033[1;31m20.0 s\033[0m"));
    EXPECT_TRUE(shows(30.2, "\033[1;31m30.2 s OVER 30 s\033[0m"));
}

TEST(Clock, TheTableShowsEveryInstantWithinTheScreen) {
    setLanguage("vi");
    Globals globals;
    auto list = clockList(5);
    auto& done = *list.add_requests();
    done.set_number(5);
    done.set_state("two-way-up");
    done.set_site_name("Điểm cầu UBND xã Mường Bằng (Mai Sơn) (commune, x.04111)");
    done.set_owner("mcu.viettel");
    done.set_taken_seconds(2.19);
    done.set_picture_seconds(2.8);
    done.set_sound_up_seconds(2.81);
    done.set_sound_down_seconds(2.82);
    done.set_two_way_seconds(2.83);
    const auto text = renderRequests(list, globals, 12);
    for (const char* each : {"R-6", "R-5", "2,19", "2,80", "2,81", "2,82", "2,83", "ĐẠT ≤ 30 s"}) {
        EXPECT_NE(text.find(each), std::string::npos) << each << "\n" << text;
    }
    for (const auto& line : linesOf(text)) {
        EXPECT_LE(widthOf(line), 80U) << line;
    }
    EXPECT_NE(renderRequests(list, globals, 1).find("+1"), std::string::npos);
}

}  // namespace
}  // namespace mcu::cli
