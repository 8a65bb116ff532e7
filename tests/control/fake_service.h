// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <future>
#include <map>
#include <memory>
#include <stdlib.h>
#include <string>
#include <thread>
#include <unistd.h>
#include <utility>
#include <vector>

#include "base/asio_loop.h"
#include "cascade/service.h"
#include "conference/service.h"
#include "control/control_server.h"

namespace mcu::fakes {

/// A domain that records what it is asked and answers what it is told. On the control thread; tests
/// look at it through ControlledServer::onControl.
class FakeService final : public conference::Service {
public:
    void execute(const conference::Actor& actor,
                 const conference::Command& command,
                 Done done) override {
        actors.push_back(actor);
        commands.push_back(command);
        if (holdAnswers) {
            held.push_back(std::move(done));
        } else {
            done(answer);
        }
    }

    void status(const ConferenceId& conference,
                std::function<void(Result<conference::ServerStatus>)> done) override {
        conference::ServerStatus wanted = state;
        if (conference) {
            std::erase_if(wanted.conferences, [&](const auto& c) { return c.id != conference; });
        }
        done(wanted);
    }

    [[nodiscard]] std::vector<conference::RequestStatus> requests(
        const ConferenceId& conference) const override {
        auto wanted = chairRequests;
        std::erase_if(wanted,
                      [&](const auto& r) { return conference && r.conference != conference; });
        return wanted;
    }

    [[nodiscard]] std::vector<conference::SiteRecord> sites() const override { return records; }

    [[nodiscard]] std::vector<std::string> layouts() const override {
        return {"1x1", "2x2", "1+5"};
    }

    std::uint64_t subscribe(std::function<void(const conference::Event&)> handler) override {
        handlers[++lastSubscription] = std::move(handler);
        return lastSubscription;
    }

    void unsubscribe(std::uint64_t subscription) override { handlers.erase(subscription); }

    void emit(const conference::Event& event) const {
        for (const auto& [id, handler] : handlers) {
            handler(event);
        }
    }

    std::vector<conference::Actor> actors;
    std::vector<conference::Command> commands;
    Result<conference::Outcome> answer = conference::Outcome{};
    bool holdAnswers = false;
    std::vector<Done> held;
    conference::ServerStatus state;
    std::vector<conference::SiteRecord> records;
    std::vector<conference::RequestStatus> chairRequests;
    std::map<std::uint64_t, std::function<void(const conference::Event&)>> handlers;
    std::uint64_t lastSubscription = 0;
};

/// A cascade that records what it is asked and answers what it is told.
class FakeCascade final : public cascade::Service {
public:
    void execute(const conference::Actor& actor,
                 const cascade::Command& command,
                 Done done) override {
        actors.push_back(actor);
        commands.push_back(command);
        done(answer);
    }

    void status(std::function<void(cascade::CascadeStatus)> done) override { done(state); }

    std::vector<conference::Actor> actors;
    std::vector<cascade::Command> commands;
    Result<cascade::Outcome> answer = cascade::Outcome{};
    cascade::CascadeStatus state;
};

/// A FakeService and a FakeCascade behind a real ControlServer on a unix socket, with its own
/// control thread.
class ControlledServer {
public:
    explicit ControlledServer(std::size_t watcherEvents = 4096) {
        std::string pattern = "/tmp/mcu-control-XXXXXX";
        folder_ = mkdtemp(pattern.data());
        settings.unixSocket = folder_ + "/mcud.sock";
        settings.serverId = "mcu.test";
        settings.version = "1.2.3";
        settings.watcherEvents = watcherEvents;
        settings.gatekeeper = [this] { return gatekeeper; };
        thread_ = std::thread([this] { loop.run(); });
        start();
    }

    ~ControlledServer() {
        stop();
        loop.stop();
        thread_.join();
        rmdir(folder_.c_str());
    }

    ControlledServer(const ControlledServer&) = delete;
    ControlledServer& operator=(const ControlledServer&) = delete;

    void start() {
        onControl([this] {
            auto made = control::ControlServer::start(
                settings, {service, loop, cascaded ? &cascade : nullptr});
            startError = made ? "" : made.error().message;
            server = made ? std::move(*made) : nullptr;
        });
    }

    void stop() {
        onControl([this] { server.reset(); });
    }

    /// Runs on the control thread and waits for it.
    void onControl(const std::function<void()>& task) {
        std::promise<void> ran;
        loop.post([&] {
            task();
            ran.set_value();
        });
        ran.get_future().wait();
    }

    [[nodiscard]] std::string address() const { return "unix:" + settings.unixSocket; }

    AsioLoop loop{"control"};
    FakeService service;
    FakeCascade cascade;
    bool cascaded = true;  ///< as of the next start()
    call::GatekeeperStatus gatekeeper;
    control::ControlSettings settings;
    std::unique_ptr<control::ControlServer> server;
    std::string startError;

private:
    std::string folder_;
    std::thread thread_;
};

}  // namespace mcu::fakes
