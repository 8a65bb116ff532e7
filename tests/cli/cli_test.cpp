// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>

#include "cli/command_line.h"
#include "cli/progress.h"
#include "cli/sample_status.h"
#include "control/fake_service.h"
#include "control/impl/command_codec.h"

namespace mcu::cli {
namespace {

using fakes::ControlledServer;

class Mcuctl : public testing::Test {
protected:
    Ran run(std::vector<std::string> line) {
        line.insert(line.begin(), {"--lang", "en", "--server", server_.address()});
        return runLine(line);
    }

    /// The command the server got, as text.
    std::string sent(const std::vector<std::string>& line) {
        const auto ran = run(line);
        EXPECT_EQ(ran.code, 0) << ran.err;
        std::string text;
        server_.onControl(
            [&] { text = control::toProto(server_.service.commands.back()).ShortDebugString(); });
        return text;
    }

    void answer(const Result<conference::Outcome>& outcome) {
        server_.onControl([&] { server_.service.answer = outcome; });
    }

    ControlledServer server_;
};

TEST_F(Mcuctl, SendsWhatTheWordsSay) {
    const std::vector<std::pair<std::vector<std::string>, std::string>> table = {
        {{"show", "x.1"}, R"(show { conference: "c" site: "x.1" })"},
        {{"show", "--keep-microphones", "x.1"},
         R"(show { conference: "c" site: "x.1" keep_microphones: true })"},
        {{"mute", "a", "b"},
         R"(set_channel { conference: "c" channel: CHANNEL_MICROPHONE sites: "a" sites: "b" })"},
        {{"unmute", "--all"},
         R"(set_channel { conference: "c" channel: CHANNEL_MICROPHONE on: true all: true })"},
        {{"deafen", "a"}, R"(set_channel { conference: "c" channel: CHANNEL_SPEAKER sites: "a" })"},
        {{"camera", "on", "a"},
         R"(set_channel { conference: "c" channel: CHANNEL_CAMERA on: true sites: "a" })"},
        {{"call", "a"}, R"(call_sites { conference: "c" sites: "a" })"},
        {{"hangup", "--all"}, R"(hang_up_sites { conference: "c" all: true })"},
        {{"site", "add", "a", "--uri", "sip:a@h"},
         R"(add_site { conference: "c" site: "a" uri: "sip:a@h" call: true })"},
        {{"site", "call-absent"}, R"(call_absent { conference: "c" })"},
        {{"site", "redial", "off", "--all"}, R"(set_redial { conference: "c" all: true })"},
        {{"site", "volume", "a", "-6"}, R"(set_volume { conference: "c" site: "a" decibel: -6 })"},
        {{"site", "delete", "a"}, R"(delete_site { site: "a" })"},
        {{"layout", "set", "1+5", "a", "-", "b", "--view", "chair"},
         R"(set_layout { conference: "c" view { kind: KIND_CHAIR } layout: "1+5" sites: "a" sites: "" sites: "b" })"},
        {{"view", "banner", "Sau 19h", "--roll", "--low"},
         R"(set_banner { conference: "c" view { kind: KIND_PROGRAMME } text: "Sau 19h" rolling: true low: true })"},
        {{"view", "banner", "--off", "--view", "chair"},
         R"(set_banner { conference: "c" view { kind: KIND_CHAIR } })"},
        {{"view", "poll", "a", "b", "--each", "5"},
         R"(poll { conference: "c" view { kind: KIND_PROGRAMME } sites: "a" sites: "b" each_ms: 5000 })"},
        {{"view", "look", "--off"}, R"(chair_look { conference: "c" })"},
        {{"view", "precue", "a"}, R"(precue { conference: "c" site: "a" })"},
        {{"conference", "voice", "on", "--hold", "3"},
         R"(set_voice_switching { conference: "c" on: true hold_ms: 3000 })"},
        {{"conference", "unlock"}, R"(lock_conference { conference: "c" })"},
        {{"conference", "close", "d"}, R"(close_conference { conference: "d" })"},
    };
    for (const auto& [line, expected] : table) {
        auto full = line;
        full.insert(full.end(), {"--conference", "c"});
        EXPECT_EQ(sent(full), expected);
    }
    EXPECT_NE(
        sent({"conference",
              "create",
              "d",
              "--picture",
              "640x360@25",
              "--no-captions",
              "--sites",
              "a",
              "b"})
            .find(
                R"(width: 640 height: 360 frames_per_second: 25 mute_on_entry: true max_own_views: 4 sites: "a" sites: "b")"),
        std::string::npos);
}

TEST_F(Mcuctl, TakesTheOnlyConferenceAndAsksWhenThereAreMore) {
    EXPECT_EQ(run({"show", "x.1"}).code, 1);
    server_.onControl([&] {
        server_.service.state.conferences.resize(1);
        server_.service.state.conferences[0].id = {"one"};
    });
    EXPECT_EQ(sent({"show", "x.1"}), R"(show { conference: "one" site: "x.1" })");
    server_.onControl([&] {
        server_.service.state.conferences.resize(2);
        server_.service.state.conferences[1].id = {"two"};
    });
    const auto ran = run({"show", "x.1"});
    EXPECT_EQ(ran.code, 2);
    EXPECT_NE(ran.err.find("one, two"), std::string::npos);
}

TEST_F(Mcuctl, ExitCodesTellWhatCameOfIt) {
    const std::vector<std::string> line = {"--conference", "c", "show", "x"};
    EXPECT_EQ(run(line).code, 0);
    answer(Error(ErrorCode::refused, "no"));
    EXPECT_EQ(run(line).code, 1);
    answer(Error(ErrorCode::invalidArgument, "no"));
    EXPECT_EQ(run(line).code, 2);
    answer(Error(ErrorCode::notAllowed, "no"));
    EXPECT_EQ(run(line).code, 4);
    server_.stop();
    EXPECT_EQ(run(line).code, 3);
    EXPECT_EQ(run({"watch"}).code, 3);
    EXPECT_EQ(run({"status"}).code, 3);
    EXPECT_EQ(runLine({"--server", "nonsense", "status"}).code, 2);
}

TEST_F(Mcuctl, AServerThatDoesNotAnswerIsUnreachable) {
    server_.onControl([&] { server_.service.holdAnswers = true; });
    EXPECT_EQ(run({"--conference", "c", "--timeout", "0.2", "show", "x"}).code, 3);
}

TEST_F(Mcuctl, SaysWhoGivesTheCommand) {
    run({"--conference", "c", "show", "x"});
    run({"--conference", "c", "--actor", "hùng", "show", "x"});
    server_.onControl([&] {
        EXPECT_EQ(server_.service.actors[0].name, "lan");
        EXPECT_EQ(server_.service.actors[1].name, "hùng");
    });
}

TEST_F(Mcuctl, PrintsJson) {
    answer(conference::Outcome{"done", {SiteId{"x.1"}}, {}, 5});
    const auto ran = run({"--json", "--conference", "c", "show", "x"});
    EXPECT_EQ(ran.out.substr(0, 11), R"({"ok":true,)");
    EXPECT_NE(ran.out.find(R"("sites":["x.1"])"), std::string::npos);
    answer(Error(ErrorCode::notFound, "no site", "", "site.unknown"));
    const auto refused = run({"--json", "--conference", "c", "show", "x"});
    EXPECT_EQ(refused.code, 1);
    EXPECT_NE(refused.out.find(R"("error_code":"not-found")"), std::string::npos);
    EXPECT_EQ(run({"--json", "layout", "list"}).out, "{\"layouts\":[\"1x1\",\"2x2\",\"1+5\"]}\n");
    EXPECT_EQ(run({"--json", "conference", "list"}).out, "[]\n");
}

TEST_F(Mcuctl, SavesASnapshot) {
    answer(conference::Outcome{"", {}, {std::byte{0x89}, std::byte{'P'}, std::byte{0}}, 0});
    const std::string path = server_.settings.unixSocket + ".png";
    EXPECT_EQ(run({"--conference", "c", "view", "snapshot", "chair", "--output", path}).code, 0);
    std::ostringstream content;
    content << std::ifstream(path).rdbuf();
    EXPECT_EQ(content.str(), std::string("\x89P\0", 3));
    std::remove(path.c_str());
    EXPECT_EQ(run({"--conference", "c", "view", "snapshot", "--output", "/nonexistent/a.png"}).code,
              1);
}

TEST_F(Mcuctl, PutKeepsWhatIsNotNamed) {
    server_.onControl([&] {
        conference::SiteRecord record;
        record.id = {"x.1"};
        record.name = "Chiềng Sơn";
        record.level = "commune";
        record.maxKbps = 512;
        server_.service.records = {record};
    });
    run({"site", "put", "x.1", "--uri", "sip:a@h"});
    server_.onControl([&] {
        const auto& site = std::get<conference::PutSite>(server_.service.commands.back()).site;
        EXPECT_EQ(site.name, "Chiềng Sơn");
        EXPECT_EQ(site.maxKbps, 512U);
        EXPECT_EQ(site.uri, "sip:a@h");
    });
}

TEST_F(Mcuctl, WaitFollowsTheSitesToTheirEnd) {
    server_.onControl([&] {
        auto& conferences = server_.service.state.conferences;
        conferences.resize(1);
        conferences[0].id = {"c"};
        conferences[0].sites.resize(2);
        conferences[0].sites[0].id = {"x.1"};
        conferences[0].sites[0].state = conference::SiteState::connected;
        conferences[0].sites[1].id = {"x.2"};
        conferences[0].sites[1].state = conference::SiteState::failed;
        conferences[0].sites[1].cause = "busy";
        server_.service.answer =
            conference::Outcome{"calling", {SiteId{"x.1"}, SiteId{"x.2"}}, {}, 0};
    });
    const auto ran = run({"site", "call-absent", "--wait"});
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.out.find("1 of 2 connected"), std::string::npos) << ran.out;
}

TEST_F(Mcuctl, WaitingForManySitesTellsWhatFailedAndHowFarItIs) {
    server_.onControl([&] {
        auto& conferences = server_.service.state.conferences;
        conferences.resize(1);
        conferences[0].id = {"c"};
        conference::Outcome called{"calling", {}, {}, 0};
        for (int i = 0; i < 12; ++i) {
            auto& site = conferences[0].sites.emplace_back();
            site.id = {"x." + std::to_string(i)};
            site.name = "Room " + std::to_string(i);
            site.state = i == 5 ? conference::SiteState::failed : conference::SiteState::connected;
            site.cause = i == 5 ? "busy" : "";
            called.sites.push_back(site.id);
        }
        server_.service.answer = called;
    });
    const auto ran = run({"site", "call-absent", "--wait"});
    EXPECT_EQ(ran.code, 1);
    EXPECT_NE(ran.out.find("Room 5"), std::string::npos) << ran.out;
    EXPECT_EQ(ran.out.find("Room 4"), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find("[####################] 11 of 12 connected, 1 not"), std::string::npos)
        << ran.out;
}

TEST(Progress, SaysHowLongItTakesOnceThereIsSomethingToSayItBy) {
    using std::chrono::seconds;
    EXPECT_EQ(progressBar(5, 20), "[#####---------------]");
    EXPECT_EQ(progressBar(7, 0), "[--------------------]");
    EXPECT_FALSE(timeLeft(2, 240, seconds(1)));
    EXPECT_EQ(timeLeft(60, 240, seconds(4)), seconds(12));
    EXPECT_FALSE(timeLeft(240, 240, seconds(4)));
}

TEST_F(Mcuctl, WatchPrintsEventsAndComesBackWithTheServer) {
    auto emitUntilSeen = [&](const std::atomic<bool>& done, const char* text) {
        while (!done) {
            server_.onControl([&] {
                conference::Event event;
                event.kind = "site.connected";
                event.severity = "info";
                event.text = text;
                server_.service.emit(event);
            });
            std::this_thread::yield();
        }
    };
    std::atomic<bool> done = false;
    Ran ran;
    std::thread watcher([&] {
        ran = run({"watch", "--count", "1"});
        done = true;
    });
    emitUntilSeen(done, "X is connected");
    watcher.join();
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_NE(ran.out.find("X is connected"), std::string::npos);
}

TEST_F(Mcuctl, CompletionAsksTheServer) {
    server_.onControl([&] {
        conference::SiteRecord record;
        record.id = {"x.1"};
        record.aliases = {"chiengson"};
        server_.service.records = {record};
    });
    const auto sites = run({"completion", "words", "--", "show"});
    EXPECT_EQ(sites.code, 0) << sites.err;
    EXPECT_NE(sites.out.find("x.1\nchiengson\n"), std::string::npos);
    EXPECT_NE(run({"completion", "words", "--", "site"}).out.find("call-absent\n"),
              std::string::npos);
    EXPECT_NE(run({"completion", "words"}).out.find("conference\n"), std::string::npos);
    EXPECT_NE(run({"completion", "bash"}).out.find("complete -o default -F _mcuctl mcuctl"),
              std::string::npos);
}

}  // namespace
}  // namespace mcu::cli
