// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/control_server.h"

#include <atomic>
#include <filesystem>
#include <fstream>
#include <future>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

#include "control/fake_service.h"
#include "mcu/client.h"

namespace mcu::control {
namespace {

using fakes::ControlledServer;
namespace v1 = hnth::mcu::v1;

client::Client clientOf(const ControlledServer& server,
                        std::chrono::seconds deadline = std::chrono::seconds(60)) {
    client::Settings settings;
    settings.server = server.address();
    settings.deadline = deadline;
    return *client::Client::make(settings);
}

v1::CommandRequest showRequest(const std::string& site) {
    v1::CommandRequest request;
    request.mutable_actor()->set_name("lan");
    request.mutable_show()->set_site(site);
    return request;
}

template <typename Condition>
bool eventually(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) {
            return false;
        }
        std::this_thread::yield();
    }
    return true;
}

TEST(ControlServer, CarriesACommandAndItsActorToTheGateAndTheOutcomeBack) {
    ControlledServer server;
    ASSERT_EQ(server.startError, "");
    server.onControl([&] {
        server.service.answer =
            conference::Outcome{"shown", {SiteId{"x.1"}}, {std::byte{0x89}, std::byte{0}}, 41.5};
    });
    const auto reply = clientOf(server).execute(showRequest("x.1"));
    ASSERT_TRUE(reply) << reply.error().text;
    EXPECT_TRUE(reply->ok());
    EXPECT_EQ(reply->message_id(), "outcome.show");
    EXPECT_EQ(reply->sites(0), "x.1");
    EXPECT_EQ(reply->png(), std::string("\x89\0", 2));
    EXPECT_EQ(reply->took_ms(), 41.5);
    server.onControl([&] {
        ASSERT_EQ(server.service.actors.size(), 1U);
        EXPECT_EQ(server.service.actors[0].name, "lan");
        EXPECT_EQ(server.service.actors[0].origin, "unix:" + std::to_string(getuid()));
        EXPECT_EQ(std::get<conference::Show>(server.service.commands[0]).site, "x.1");
    });
}

TEST(ControlServer, ARefusalIsAnAnswer) {
    ControlledServer server;
    server.onControl([&] {
        server.service.answer = Error(ErrorCode::ambiguous, "two", "choose", "site.ambiguous");
    });
    const auto reply = clientOf(server).execute(showRequest("muong bang"));
    ASSERT_TRUE(reply);
    EXPECT_FALSE(reply->ok());
    EXPECT_EQ(reply->error_code(), v1::ERROR_CODE_AMBIGUOUS);
    EXPECT_EQ(reply->message(), "two");
    EXPECT_EQ(reply->advice(), "choose");
    EXPECT_EQ(reply->message_id(), "site.ambiguous");
}

TEST(ControlServer, RefusesACommandWithoutAnActor) {
    ControlledServer server;
    auto request = showRequest("x.1");
    request.mutable_actor()->set_name("");
    EXPECT_EQ(clientOf(server).execute(request)->message_id(), "request.no-actor");
    request.mutable_actor()->set_name("a\nb");
    EXPECT_EQ(clientOf(server).execute(request)->message_id(), "request.no-actor");
    server.onControl([&] { EXPECT_TRUE(server.service.commands.empty()); });
}

TEST(ControlServer, TheSocketIsForItsGroupOnly) {
    const ControlledServer server;
    struct stat found{};
    ASSERT_EQ(stat(server.settings.unixSocket.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777U, 0660U);
}

TEST(ControlServer, RefusesASocketAnotherServerListensOn) {
    ControlledServer server;
    server.onControl([&] {
        const auto second = ControlServer::start(server.settings, {server.service, server.loop});
        ASSERT_FALSE(second);
        EXPECT_NE(second.error().message.find("already listens"), std::string::npos);
    });
    EXPECT_TRUE(clientOf(server).version());
}

TEST(ControlServer, TakesOverTheSocketOfADeadServer) {
    ControlledServer server;
    server.stop();
    const int dead = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    server.settings.unixSocket.copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    close(dead);
    server.start();
    EXPECT_EQ(server.startError, "");
    EXPECT_EQ(clientOf(server).version()->server_id(), "mcu.test");
}

TEST(ControlServer, RefusesTcpWithoutClientCertificates) {
    ControlledServer server;
    server.stop();
    server.settings.listen = "127.0.0.1:0";
    server.start();
    EXPECT_NE(server.startError.find("cannot read the PEM file of control.certificate"),
              std::string::npos);
    server.settings.listen.clear();
}

TEST(ControlServer, NeverGivesAPasswordAndKeepsItWhenAPutHasNone) {
    ControlledServer server;
    server.onControl([&] {
        conference::SiteRecord record;
        record.id = {"x.1"};
        record.password = Secret<std::string>("geheim");
        server.service.records = {record};
    });
    const auto client = clientOf(server);
    const auto sites = client.sites();
    ASSERT_EQ(sites->sites_size(), 1);
    EXPECT_FALSE(sites->sites(0).has_password());
    v1::CommandRequest request;
    request.mutable_actor()->set_name("lan");
    request.mutable_put_site()->mutable_site()->set_id("x.1");
    ASSERT_TRUE(client.execute(request));
    request.mutable_put_site()->mutable_site()->set_password("");
    ASSERT_TRUE(client.execute(request));
    server.onControl([&] {
        EXPECT_EQ(std::get<conference::PutSite>(server.service.commands[0]).site.password.reveal(),
                  "geheim");
        EXPECT_EQ(std::get<conference::PutSite>(server.service.commands[1]).site.password.reveal(),
                  "");
    });
}

TEST(ControlServer, AnswersOpenCallsWhenItStops) {
    ControlledServer server;
    server.onControl([&] { server.service.holdAnswers = true; });
    auto reply = std::async(std::launch::async,
                            [&] { return clientOf(server).execute(showRequest("x.1")); });
    ASSERT_TRUE(eventually([&] {
        bool held = false;
        server.onControl([&] { held = !server.service.held.empty(); });
        return held;
    }));
    server.stop();
    const auto failed = reply.get();
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, client::Failure::Kind::unreachable);
    server.onControl(
        [&] { server.service.held.front()(conference::Outcome{}); });  // too late, and harmless
}

TEST(ControlServer, FailsACallWhoseTaskTheClosedLoopDrops) {
    ControlledServer server;
    AsioLoop closed("closed");
    closed.stop();
    closed.run();
    server.settings.unixSocket += "2";
    auto made = ControlServer::start(server.settings, {server.service, closed});
    ASSERT_TRUE(made) << made.error().message;
    const auto reply = clientOf(server).execute(showRequest("x.1"));
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().kind, client::Failure::Kind::unreachable);
    made->reset();
    server.settings.unixSocket.pop_back();
}

TEST(ControlServer, StreamsEventsOfTheWantedConference) {
    ControlledServer server;
    std::vector<std::string> seen;
    const auto client = clientOf(server);
    client::Client::Watcher watcher;
    watcher.connected = [&] {
        server.onControl([&] {
            for (const char* conference : {"a", "b", "", "a"}) {
                conference::Event event;
                event.number = seen.size();
                event.conference = {conference};
                event.kind = std::string("test.") + conference;
                event.fields = {{"k", "v"}};
                server.service.emit(event);
            }
        });
    };
    watcher.event = [&](const v1::Event& event) {
        seen.push_back(event.kind());
        return seen.size() < 3;
    };
    EXPECT_FALSE(client.watch("a", watcher));
    EXPECT_EQ(seen, (std::vector<std::string>{"test.a", "test.", "test.a"}));
}

TEST(ControlServer, LetsASlowWatcherGoWithoutWaiting) {
    ControlledServer server(64);
    const auto client = clientOf(server);
    client::Client::Watcher watcher;
    watcher.connected = [&] {
        // Far more than the queue and the connection's window hold; nothing is read meanwhile.
        server.onControl([&] {
            conference::Event event;
            event.text = std::string(20000, 'x');
            for (int i = 0; i < 2000; ++i) {
                server.service.emit(event);
            }
        });
    };
    watcher.event = [](const v1::Event&) { return true; };
    const auto failure = client.watch("", watcher);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind, client::Failure::Kind::tooSlow);
    EXPECT_TRUE(clientOf(server).version());
}

TEST(ControlServer, LetsWatchersGoWhenItStops) {
    ControlledServer server;
    std::promise<void> connected;
    auto ended = std::async(std::launch::async, [&] {
        client::Client::Watcher watcher;
        watcher.connected = [&] { connected.set_value(); };
        watcher.event = [](const v1::Event&) { return true; };
        return clientOf(server).watch("", watcher);
    });
    connected.get_future().wait();
    server.stop();
    const auto failure = ended.get();
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->kind, client::Failure::Kind::unreachable);
    server.onControl([&] { EXPECT_TRUE(server.service.handlers.empty()); });
}

TEST(ControlServer, ThreadsDoNotGrowWithWatchers) {
    ControlledServer server;
    auto threads = [] {
        return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
    };
    std::atomic<int> connected = 0;
    std::vector<std::future<void>> watchers;
    const auto client = clientOf(server);
    for (int i = 0; i < 20; ++i) {
        watchers.push_back(std::async(std::launch::async, [&] {
            client::Client::Watcher watcher;
            watcher.connected = [&] { ++connected; };
            watcher.event = [](const v1::Event&) { return true; };
            (void)client.watch("", watcher);
        }));
    }
    ASSERT_TRUE(eventually([&] { return connected == 20; }));
    EXPECT_LE(threads() - 20, 30);  // ours, gRPC's pools of client and server; not one a watcher
    server.stop();
}

TEST(ControlServer, RefusesAnOversizedRequest) {
    ControlledServer server;
    const auto reply = clientOf(server).execute(showRequest(std::string(2 << 20, 'x')));
    EXPECT_FALSE(reply);
    server.onControl([&] { EXPECT_TRUE(server.service.commands.empty()); });
}

}  // namespace
}  // namespace mcu::control
