// SPDX-License-Identifier: GPL-3.0-or-later
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "h323/h323_endpoint.h"
#include "h323_phone.h"

namespace mcu::h323::test {
namespace {

using namespace std::chrono_literals;

H323Settings listening(bool tunnelling = true) {
    H323Settings out;
    out.listen = loopback();
    out.tunnelling = tunnelling;
    out.aliases = {"mcu.test"};
    return out;
}

H323Settings room(bool tunnelling = true) {
    auto out = listening(tunnelling);
    out.terminalType = 50;
    out.aliases = {};
    out.product = "room";
    return out;
}

/// A TCP connection of a peer that is up to no good.
class Raw {
public:
    explicit Raw(const NetAddress& to) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        EXPECT_EQ(::connect(socket_, to.sockaddrPointer(), to.sockaddrLength()), 0);
    }

    ~Raw() { ::close(socket_); }

    Raw(const Raw&) = delete;
    Raw& operator=(const Raw&) = delete;

    void send(const Octets& octets) const {
        EXPECT_EQ(::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(octets.size()));
    }

    /// Waits for the far end to close, at most the deadline.
    [[nodiscard]] bool closed() const {
        const timeval limit{60, 0};
        (void)::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        std::array<char, 4096> buffer{};
        ssize_t count = 0;
        do {
            count = ::recv(socket_, buffer.data(), buffer.size(), 0);
        } while (count > 0);
        return count == 0 || errno == ECONNRESET;
    }

private:
    int socket_;
};

class H323Calls : public testing::TestWithParam<std::pair<bool, bool>> {};

TEST_P(H323Calls, SoundAndPictureThenAnEnd) {
    Phone mcu(listening(GetParam().first));
    Phone caller(room(GetParam().second));
    const auto out = caller.dial(mcu.uri());
    ASSERT_TRUE(caller.wait(out, [](const Seen& s) { return s.flows(); }));
    const auto in = mcu.incoming();
    ASSERT_TRUE(mcu.wait(in, [](const Seen& s) { return s.flows(); }));
    const auto seen = mcu.seen(in);
    EXPECT_EQ(seen.incoming.protocol, call::Protocol::h323);
    EXPECT_EQ(seen.incoming.fromUri, "h323:x.03985@127.0.0.1");
    EXPECT_EQ(seen.incoming.toUser, "giaoban");
    EXPECT_EQ(seen.incoming.fromName, "Điểm cầu");
    EXPECT_EQ(seen.product, "room 1");
    EXPECT_EQ(caller.seen(out).product, "HNTH MCU 1");
    EXPECT_EQ(seen.media.back().streams[0].remoteRtp.port(), 20000);
    EXPECT_EQ(seen.media.back().streams[1].remoteRtp.port(), 20002);
    EXPECT_EQ(caller.seen(out).media.back().streams[1].remoteRtp.port(), 30002);
    caller.onLoop([&] { caller.endpoint().hangUp(out, {}); });
    ASSERT_TRUE(mcu.wait(in, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_EQ(mcu.seen(in).cause.code, call::CauseCode::normal);
    EXPECT_TRUE(mcu.seen(in).cause.byRemote);
    ASSERT_TRUE(caller.wait(out, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_TRUE(mcu.waitCounters([](const H323Counters& c) { return c.activeCalls == 0; }));
}

INSTANTIATE_TEST_SUITE_P(TunnelledAndSeparate,
                         H323Calls,
                         testing::Values(std::pair(true, true),
                                         std::pair(false, false),
                                         std::pair(true, false),
                                         std::pair(false, true)));

TEST(H323Endpoint, TheCalledSideCanEndIt) {
    Phone mcu(listening());
    Phone caller(room());
    const auto out = caller.dial(mcu.uri());
    ASSERT_TRUE(caller.wait(out, [](const Seen& s) { return s.flows(); }));
    mcu.onLoop([&] { mcu.endpoint().hangUp(mcu.incoming(), {}); });
    ASSERT_TRUE(caller.wait(out, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_TRUE(caller.seen(out).cause.byRemote);
}

TEST(H323Endpoint, ARefusedCallSaysWhy) {
    Phone mcu(listening(), false);
    Phone caller(room());
    const auto out = caller.dial(mcu.uri());
    const auto in = mcu.incoming();
    mcu.onLoop([&] {
        mcu.endpoint().reject(in, {call::CauseCode::forbidden, 0, "not on the site list", false});
    });
    ASSERT_TRUE(caller.wait(out, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_EQ(caller.seen(out).cause.code, call::CauseCode::forbidden);
    EXPECT_EQ(caller.seen(out).cause.text, "not on the site list");
    EXPECT_FALSE(caller.seen(out).connected);
}

TEST(H323Endpoint, HoldAndBack) {
    Phone mcu(listening());
    Phone caller(room());
    const auto out = caller.dial(mcu.uri());
    ASSERT_TRUE(caller.wait(out, [](const Seen& s) { return s.flows(); }));
    const auto in = mcu.incoming();
    caller.onLoop([&] { caller.endpoint().setHold(out, true); });
    ASSERT_TRUE(mcu.wait(in, [](const Seen& s) { return s.media.back().heldByRemote; }));
    caller.onLoop([&] { caller.endpoint().setHold(out, false); });
    ASSERT_TRUE(
        mcu.wait(in, [](const Seen& s) { return !s.media.back().heldByRemote && s.flows(); }));
}

TEST(H323Endpoint, FastUpdateAndFlowControlReachTheOtherSide) {
    Phone mcu(listening());
    Phone caller(room());
    const auto out = caller.dial(mcu.uri());
    const auto in = mcu.incoming();
    ASSERT_TRUE(mcu.wait(in, [](const Seen& s) { return s.flows(); }));
    ASSERT_TRUE(caller.wait(out, [](const Seen& s) { return s.flows(); }));
    caller.onLoop([&] {
        caller.endpoint().requestFastUpdate(out);
        caller.endpoint().limitIncomingVideo(out, 320);
    });
    ASSERT_TRUE(mcu.wait(in, [](const Seen& s) { return s.fastUpdates == 1; }));
    ASSERT_TRUE(
        mcu.wait(in, [](const Seen& s) { return s.media.back().streams[1].maxKbps == 320; }));
}

TEST(H323Endpoint, RequiredEncryptionRefusesAClearCallAndSaysSo) {
    call::MediaPolicy strict;
    strict.encryption = media::Encryption::required;
    call::MediaPolicy clear;
    clear.encryption = media::Encryption::disabled;
    Phone mcu(listening(), true, strict);
    Phone caller(room(), true, clear);
    const auto out = caller.dial(mcu.uri(), clear);
    ASSERT_TRUE(caller.wait(out, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_EQ(caller.seen(out).cause.code, call::CauseCode::encryptionRequired);
    EXPECT_NE(caller.seen(out).cause.text.find("encryption is required"), std::string::npos);
    const auto dialled = mcu.dial(caller.uri("x.03985"), strict);
    ASSERT_TRUE(mcu.wait(dialled, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_EQ(mcu.seen(dialled).cause.code, call::CauseCode::encryptionRequired);
}

TEST(H323Endpoint, NobodyThereIsToldSoon) {
    Phone caller(room());
    std::string gone;
    {
        Phone short_(listening());
        gone = short_.uri();
    }
    const auto out = caller.dial(gone);
    ASSERT_TRUE(caller.wait(out, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_EQ(caller.seen(out).cause.code, call::CauseCode::unreachable);
    const auto alias = caller.dial("h323:9203985");
    ASSERT_TRUE(caller.wait(alias, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_EQ(caller.seen(alias).cause.code, call::CauseCode::notFound);
    EXPECT_NE(caller.seen(alias).cause.text.find("gatekeeper"), std::string::npos);
}

TEST(H323Endpoint, ASilentConnectionIsDropped) {
    auto settings = listening();
    settings.silence = 1s;
    Phone mcu(settings);
    const Raw silent(mcu.endpoint().boundAddress());
    EXPECT_TRUE(silent.closed());
    EXPECT_EQ(mcu.endpoint().counters().silentDropped, 1U);
}

TEST(H323Endpoint, GarbageEndsItsConnectionAlone) {
    Phone mcu(listening());
    Phone caller(room());
    const auto out = caller.dial(mcu.uri());
    ASSERT_TRUE(caller.wait(out, [](const Seen& s) { return s.flows(); }));
    const Raw web(mcu.endpoint().boundAddress());
    const std::string text = "GET / HTTP/1.1\r\n\r\n";
    web.send(Octets(text.begin(), text.end()));
    EXPECT_TRUE(web.closed());
    const Raw noise(mcu.endpoint().boundAddress());
    noise.send({3, 0, 0, 12, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4});
    EXPECT_TRUE(noise.closed());
    const Raw huge(mcu.endpoint().boundAddress());
    huge.send({3, 0, 0xFF, 0xFF});
    EXPECT_TRUE(huge.closed());
    EXPECT_EQ(caller.seen(out).ends, 0);
    EXPECT_GE(mcu.endpoint().counters().malformed, 1U);
}

TEST(H323Endpoint, ConnectionsOfOneAddressAreLimited) {
    auto settings = listening();
    settings.maxConnectionsPerAddress = 3;
    Phone mcu(settings);
    std::vector<std::unique_ptr<Raw>> held;
    for (int i = 0; i < 3; ++i) {
        held.push_back(std::make_unique<Raw>(mcu.endpoint().boundAddress()));
    }
    const Raw fourth(mcu.endpoint().boundAddress());
    EXPECT_TRUE(fourth.closed());
    EXPECT_TRUE(mcu.waitCounters([](const H323Counters& c) { return c.connectionsRefused == 1; }));
    held.clear();
    Phone caller(room());
    const auto out = caller.dial(mcu.uri());
    EXPECT_TRUE(caller.wait(out, [](const Seen& s) { return s.flows(); }))
        << "closed connections count no more";
}

TEST(H323Endpoint, CallsOverTheLimitAreRefused) {
    auto settings = listening();
    settings.maxCalls = 1;
    Phone mcu(settings);
    Phone caller(room());
    const auto first = caller.dial(mcu.uri());
    ASSERT_TRUE(caller.wait(first, [](const Seen& s) { return s.flows(); }));
    const auto second = caller.dial(mcu.uri());
    ASSERT_TRUE(caller.wait(second, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_EQ(caller.seen(second).cause.code, call::CauseCode::busy);
    EXPECT_EQ(caller.seen(first).ends, 0);
}

TEST(H323Endpoint, APeerThatVanishesEndsTheCall) {
    Phone mcu(listening());
    CallId in;
    {
        Phone caller(room());
        const auto out = caller.dial(mcu.uri());
        ASSERT_TRUE(caller.wait(out, [](const Seen& s) { return s.flows(); }));
        in = mcu.incoming();
    }
    ASSERT_TRUE(mcu.wait(in, [](const Seen& s) { return s.ends == 1; }));
}

/// A gate that keeps its answers until it is told.
class TestGate final : public CallGate {
public:
    void ask(const GateCall& call, std::function<void(const GateAnswer&)> answer) override {
        const std::lock_guard lock(mutex_);
        asked.push_back(call);
        answers_.push_back(std::move(answer));
        changed_.notify_all();
    }

    void connected(const GateCall& /*call*/) override { ++ups; }

    void ended(const GateCall& /*call*/, const call::HangupCause& /*cause*/) override { ++ends; }

    bool answer(std::size_t which, const GateAnswer& with) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, kDeadline, [&] { return answers_.size() > which; })) {
            return false;
        }
        answers_[which](with);
        return true;
    }

    std::vector<GateCall> asked;
    std::atomic<int> ups{0};
    std::atomic<int> ends{0};

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::function<void(const GateAnswer&)>> answers_;
};

TEST(H323Endpoint, TheGateAdmitsRefusesAndRoutes) {
    TestGate gate;
    auto settings = listening();
    settings.gate = &gate;
    Phone mcu(settings);
    Phone far(room());
    // An alias alone: the gate knows where it is.
    const auto out = mcu.dial("h323:9203985");
    GateAnswer where;
    where.destination = far.endpoint().boundAddress();
    where.to = {"9203985", "x.03985"};
    ASSERT_TRUE(gate.answer(0, where));
    ASSERT_TRUE(mcu.wait(out, [](const Seen& s) { return s.flows(); }))
        << mcu.seen(out).cause.text << " " << mcu.seen(out).connected << mcu.seen(out).ends;
    EXPECT_EQ(far.seen(far.incoming()).incoming.toUser, "9203985");
    EXPECT_FALSE(gate.asked[0].incoming);
    EXPECT_FALSE(gate.asked[0].peer.isSet());
    EXPECT_EQ(gate.asked[0].callIdentifier.size(), 16U);
    // A call in that it refuses never reaches us.
    const auto in = far.dial(mcu.uri());
    GateAnswer no;
    no.admitted = false;
    no.refusal = {call::CauseCode::busy, 0, "no bandwidth", false};
    ASSERT_TRUE(gate.answer(1, no));
    ASSERT_TRUE(far.wait(in, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_EQ(far.seen(in).cause.code, call::CauseCode::busy);
    EXPECT_TRUE(gate.asked[1].incoming);
    mcu.onLoop([&] { mcu.endpoint().hangUp(out, {}); });
    ASSERT_TRUE(mcu.wait(out, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_TRUE(mcu.waitCounters([&](const H323Counters&) { return gate.ends == 2; }));
    EXPECT_EQ(gate.ups, 1);
}

}  // namespace
}  // namespace mcu::h323::test
