// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include <gtest/gtest.h>

#include "base/asio_loop.h"
#include "cascade/cascade_service.h"
#include "cascade/fake_cascade_host.h"
#include "cascade/fake_check_keeper.h"
#include "cascade/fake_exchange.h"
#include "cascade/fake_session_keeper.h"
#include "pki/workshop.h"

namespace mcu::cascade::test {

using pki::McuFiles;
using pki::test::Province;

inline constexpr auto kPatience = std::chrono::seconds(20);

/// A server with a cascade, its domain a fake, on a control thread of its own.
class Node {
public:
    Node(const std::string& id, const McuFiles& files) : host(loop_) {
        settings.self = McuId{id};
        settings.name = "MCU " + id;
        settings.version = "0.1.0";
        settings.certificate = files.certificate;
        settings.key = files.key;
        settings.authority = files.authority;
        settings.revoked = files.revoked;
        settings.sipAddress = "127.0.0.1:5071";
    }

    ~Node() { stop(); }

    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    Node& withSlave(const std::string& id, int uplinks = 2) {
        settings.listen = "127.0.0.1:0";
        settings.slaves.push_back({McuId{id}, "MCU " + id, ConferenceId{"hop"}, uplinks});
        return *this;
    }

    Node& withMaster(const std::string& id, int port, int uplinks = 2) {
        MasterSettings master;
        master.mcu = McuId{id};
        master.address = "127.0.0.1:" + std::to_string(port);
        master.conference = ConferenceId{"hop"};
        master.uplinks = uplinks;
        settings.master = master;
        return *this;
    }

    Node& start() {
        thread_ = std::thread([this] { loop_.run(); });
        on([this] {
            auto made = CascadeService::start(
                settings, loop_, host, [this](auto users) { credentials = std::move(users); });
            ASSERT_TRUE(made.has_value()) << made.error().message;
            service = std::move(*made);
            service->carryIncidents(exchange);
            service->carryChecks(checks);
            service->carrySessions(sessions);
            host.onReport = [this](const Event& event) {
                // As the domain: what is reported is in the event stream, which the cascade hears.
                if (service) {
                    service->noteEvent(event);
                }
            };
        });
        return *this;
    }

    /// Ends the cascade and its thread, without a word from its domain.
    void stop() {
        if (!thread_.joinable()) {
            return;
        }
        on([this] { service.reset(); });
        loop_.stop();
        thread_.join();
    }

    /// Runs on the control thread and waits for it.
    template <typename Task>
    std::invoke_result_t<Task> on(Task task) {
        using Value = std::invoke_result_t<Task>;
        std::packaged_task<Value()> packaged(std::move(task));
        auto result = packaged.get_future();
        EXPECT_TRUE(loop_.post([&packaged] { packaged(); }));
        return result.get();
    }

    /// Waits until it holds on the control thread.
    template <typename Condition>
    bool eventually(Condition condition, std::chrono::milliseconds within = kPatience) {
        const auto deadline = std::chrono::steady_clock::now() + within;
        while (!on(condition)) {
            if (std::chrono::steady_clock::now() > deadline) {
                return false;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return true;
    }

    int port() {
        return on([this] { return service->port(); });
    }

    CascadeStatus status() {
        CascadeStatus out;
        on([&] { service->status([&](CascadeStatus status) { out = std::move(status); }); });
        return out;
    }

    LinkStatus link(const std::string& mcu) {
        for (const auto& one : status().links) {
            if (one.mcu.value == mcu) {
                return one;
            }
        }
        return {};
    }

    bool reaches(const std::string& mcu,
                 LinkState state,
                 std::chrono::milliseconds within = kPatience) {
        const auto deadline = std::chrono::steady_clock::now() + within;
        while (link(mcu).state != state) {
            if (std::chrono::steady_clock::now() > deadline) {
                const auto last = link(mcu);
                ADD_FAILURE() << mcu << " is " << nameOf(last.state) << ": " << last.cause;
                return false;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return true;
    }

    Result<Outcome> execute(const Command& command) {
        Result<Outcome> out = Error();
        on([&] {
            service->execute(
                {"lan", "unix", ""}, command, [&](Result<Outcome> done) { out = std::move(done); });
        });
        return out;
    }

    void want(std::vector<FarWish> wishes) {
        on([&] { host.listener->onFarSitesWanted(ConferenceId{"hop"}, wishes); });
    }

    [[nodiscard]] Loop& loop() { return loop_; }

private:
    AsioLoop loop_{"control"};
    std::thread thread_;

public:
    FakeCascadeHost host;
    FakeExchange exchange;
    FakeCheckKeeper checks;
    FakeSessionKeeper sessions;
    Settings settings;
    std::map<std::string, Secret<std::string>> credentials;
    std::unique_ptr<CascadeService> service;
};

}  // namespace mcu::cascade::test
