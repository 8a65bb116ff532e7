// SPDX-License-Identifier: GPL-3.0-or-later
// The service on real sockets of the loopback: a gatekeeper and a client of it.
#include <array>
#include <future>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>

#include "base/asio_loop.h"
#include "h323/gatekeeper/ras_service.h"
#include "h323/ras/stage.h"

namespace mcu::h323 {

using namespace std::chrono_literals;
using gatekeeper::CallAnswer;
using gatekeeper::RasService;
using gatekeeper::RasSettings;
using gatekeeper::RasStatus;

class Noted final : public RasService::Listener {
public:
    void onRoomRegistered(const gatekeeper::Registration& room, bool /*fresh*/) override {
        registered.push_back(room.names.front());
    }

    void onRoomGone(const gatekeeper::Registration& /*room*/, const std::string& why) override {
        gone.push_back(why);
    }

    void onRoomRefused(const gatekeeper::RoomRefused& refusal) override {
        refused.push_back(refusal.why);
    }

    void onClientState(const ras::ClientStatus& /*status*/) override {}

    void onEndCall(std::uint64_t call, const call::HangupCause& /*cause*/) override {
        ended.push_back(call);
    }

    void onBandwidth(std::uint64_t /*call*/, std::uint32_t /*kbps*/) override {}

    std::vector<std::string> registered;
    std::vector<std::string> gone;
    std::vector<std::string> refused;
    std::vector<std::uint64_t> ended;
};

class RasOnTheWire : public ::testing::Test {
protected:
    void SetUp() override {
        thread = std::thread([this] { loop.run(); });
    }

    void TearDown() override {
        onLoop([this] {
            client.reset();
            keeper.reset();
        });
        loop.stop();
        thread.join();
    }

    void onLoop(const std::function<void()>& task) {
        std::promise<void> done;
        loop.post([&] {
            task();
            done.set_value();
        });
        done.get_future().wait();
    }

    void startKeeper(const std::function<void(RasSettings&)>& change = [](RasSettings&) {}) {
        RasSettings settings;
        settings.gatekeeper.emplace();
        settings.gatekeeper->listedOnly = false;
        settings.gatekeeperListen = at("127.0.0.1:0");
        change(settings);
        onLoop([&] {
            auto made = RasService::open(settings, loop, noted);
            ASSERT_TRUE(made) << made.error().message;
            keeper = std::move(*made);
            keeper->setOwnNames({"giaoban"});
            keeper->begin(at("127.0.0.1:1720"));
        });
    }

    void startClient(
        const std::string& name,
        const std::function<void(RasSettings&)>& change = [](RasSettings&) {}) {
        RasSettings settings;
        settings.client.emplace();
        settings.client->gatekeepers = {keeper->status().gatekeeperAddress};
        settings.client->names = {name};
        settings.clientListen = at("0.0.0.0:0");
        change(settings);
        onLoop([&] {
            auto made = RasService::open(settings, loop, notedByClient);
            ASSERT_TRUE(made) << made.error().message;
            client = std::move(*made);
            client->begin(at("0.0.0.0:1720"));
        });
    }

    static bool eventually(const std::function<bool()>& condition) {
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        while (!condition()) {
            if (std::chrono::steady_clock::now() > deadline) {
                return false;
            }
            std::this_thread::sleep_for(5ms);
        }
        return true;
    }

    CallAnswer ask(RasService& service, std::uint64_t key, const ras::Names& to) {
        ras::AdmissionCall call;
        call.call = key;
        call.to = to;
        call.reference = 5;
        call.callIdentifier = sixteen(static_cast<std::uint8_t>(key));
        call.conferenceIdentifier = sixteen(9);
        call.kbps = 500;
        std::promise<CallAnswer> promise;
        service.ask(call, [&](const CallAnswer& answer) { promise.set_value(answer); });
        auto future = promise.get_future();
        EXPECT_EQ(future.wait_for(20s), std::future_status::ready);
        return future.get();
    }

    AsioLoop loop{"test"};
    std::thread thread;
    Noted noted;
    Noted notedByClient;
    std::unique_ptr<RasService> keeper;
    std::unique_ptr<RasService> client;
};

TEST_F(RasOnTheWire, RegistersAsksAndLeaves) {
    startKeeper();
    startClient("far.mcu");
    ASSERT_TRUE(eventually([&] { return keeper->status().rooms.size() == 1; }));
    const auto room = keeper->status().rooms.front();
    EXPECT_EQ(room.names, ras::Names{"far.mcu"});
    // Any address is told as the one that faces the gatekeeper.
    EXPECT_EQ(room.signalling, at("127.0.0.1:1720"));
    ASSERT_TRUE(
        eventually([&] { return client->status().client->state == ras::ClientState::registered; }));
    // By name to the gatekeeper's own server, and to nobody.
    const auto found = ask(*client, 1, {"GiaoBan"});
    EXPECT_TRUE(found.admitted);
    EXPECT_EQ(found.destination, at("127.0.0.1:1720"));
    EXPECT_TRUE(eventually([&] { return keeper->status().calls == 1U; }));
    const auto nobody = ask(*client, 2, {"nobody"});
    EXPECT_FALSE(nobody.admitted);
    EXPECT_EQ(nobody.refusal.code, call::CauseCode::notFound);
    client->ended(1, {}, false);
    client->ended(2, {}, false);
    EXPECT_TRUE(eventually([&] { return keeper->status().calls == 0; }));
    EXPECT_TRUE(eventually([&] { return client->status().client->calls == 0; }));
    // The gatekeeper's own calls find the room in its table.
    EXPECT_EQ(ask(*keeper, 3, {"far.mcu"}).destination, at("127.0.0.1:1720"));
    EXPECT_FALSE(ask(*keeper, 4, {"nobody"}).admitted);
    onLoop([&] { client.reset(); });
    EXPECT_TRUE(eventually([&] { return keeper->status().rooms.empty(); }));
    onLoop([&] { EXPECT_EQ(noted.gone, std::vector<std::string>{"unregistered"}); });
}

TEST_F(RasOnTheWire, ShowsItsPassword) {
    startKeeper([](RasSettings& settings) { settings.gatekeeper->requirePassword = true; });
    keeper->setListed({{"far.mcu", {"far.mcu", Secret<std::string>(std::string("geheim"))}}});
    startClient("far.mcu", [](RasSettings& settings) {
        settings.client->password = Secret<std::string>(std::string("geheim"));
    });
    ASSERT_TRUE(eventually([&] { return keeper->status().rooms.size() == 1; }));
    EXPECT_TRUE(keeper->status().rooms.front().authenticated);
}

TEST_F(RasOnTheWire, ARoomThatIsDroppedComesBack) {
    startKeeper();
    startClient("far.mcu");
    ASSERT_TRUE(eventually([&] { return keeper->status().rooms.size() == 1; }));
    const auto id = keeper->status().rooms.front().id;
    std::promise<bool> dropped;
    keeper->drop("far.mcu", [&](bool there) { dropped.set_value(there); });
    EXPECT_TRUE(dropped.get_future().get());
    EXPECT_TRUE(eventually([&] {
        const auto rooms = keeper->status().rooms;
        return rooms.size() == 1 && rooms.front().id != id;
    }));
}

TEST_F(RasOnTheWire, APortThatIsTakenIsSaid) {
    startKeeper();
    RasSettings settings;
    settings.gatekeeper.emplace();
    settings.gatekeeperListen = keeper->status().gatekeeperAddress;
    const auto second = RasService::open(settings, loop, noted);
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error().message, ::testing::HasSubstr("h323.built_in_gatekeeper.listen"));
    EXPECT_THAT(second.error().advice, ::testing::HasSubstr("another gatekeeper"));
}

/// 10000 datagrams of noise: the gatekeeper goes on.
TEST_F(RasOnTheWire, NoiseDoesNotStopIt) {
    startKeeper([](RasSettings& settings) { settings.gatekeeper->messagesPerSecond = 1e6; });
    const auto address = keeper->status().gatekeeperAddress;
    const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
    ASSERT_GE(fd, 0);
    std::uint32_t state = 1;
    for (int i = 0; i < 10000; ++i) {
        std::array<std::uint8_t, 48> noise{};
        for (auto& octet : noise) {
            state = state * 1664525U + 1013904223U;
            octet = static_cast<std::uint8_t>(state >> 24U);
        }
        (void)::sendto(fd,
                       noise.data(),
                       1 + state % noise.size(),
                       0,
                       address.sockaddrPointer(),
                       address.sockaddrLength());
    }
    ::close(fd);
    startClient("far.mcu");
    EXPECT_TRUE(eventually([&] { return keeper->status().rooms.size() == 1; }));
}

}  // namespace mcu::h323
