// SPDX-License-Identifier: GPL-3.0-or-later
// Call signalling over TLS.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include "fakes/self_signed.h"
#include "h323/impl/dial_address.h"
#include "h323_phone.h"

namespace mcu::h323::test {
namespace {

using call::CauseCode;

class H323OverTls : public testing::Test {
protected:
    /// An end that listens over TLS alone, with the certificate, and believes it.
    [[nodiscard]] H323Settings secure(bool tunnelling = true) const {
        H323Settings out;
        out.tls.listen = loopback();
        out.tls.certificateFile = certificate_.file();
        out.tls.keyFile = certificate_.key();
        out.tls.caFile = certificate_.file();
        out.tunnelling = tunnelling;
        out.product = "Room";
        return out;
    }

    static std::string uri(Phone& phone) {
        return "h323:giaoban@" + phone.endpoint().boundTlsAddress().toString() + ";transport=tls";
    }

    mcu::fakes::SelfSigned certificate_;
};

TEST_F(H323OverTls, ACallGoesBothWays) {
    Phone server(secure());
    Phone room(secure());
    EXPECT_FALSE(server.endpoint().boundAddress().isSet());
    const auto out = room.dial(uri(server));
    ASSERT_TRUE(room.wait(out, [](const Seen& s) { return s.flows(); }));
    const auto in = server.incoming();
    EXPECT_EQ(server.seen(in).incoming.transport, "tls");
    room.onLoop([&] { room.endpoint().sendUserInput(out, "5"); });
    ASSERT_TRUE(server.wait(in, [](const Seen& s) { return s.keys == "5"; }));
    server.onLoop([&] { server.endpoint().hangUp(in, {}); });
    ASSERT_TRUE(room.wait(out, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_EQ(room.seen(out).cause.code, CauseCode::normal);
    EXPECT_TRUE(server.waitCounters([](const H323Counters& c) { return c.activeCalls == 0; }));
}

TEST_F(H323OverTls, BesideCallsInTheClear) {
    auto both = secure();
    both.listen = loopback();
    Phone server(both);
    Phone room(secure());
    const auto clear = room.dial(server.uri());
    ASSERT_TRUE(room.wait(clear, [](const Seen& s) { return s.flows(); }));
    EXPECT_EQ(server.seen(server.incoming()).incoming.transport, "tcp");
    const auto out = room.dial(uri(server));
    ASSERT_TRUE(room.wait(out, [](const Seen& s) { return s.flows(); }));
}

TEST_F(H323OverTls, AnUnknownCertificateIsNotCalled) {
    Phone server(secure());
    const mcu::fakes::SelfSigned other;
    auto stranger = secure();
    stranger.tls.caFile = other.file();
    Phone room(stranger);
    const auto out = room.dial(uri(server));
    ASSERT_TRUE(room.wait(out, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_EQ(room.seen(out).cause.code, CauseCode::unreachable);
    EXPECT_THAT(room.seen(out).cause.text, testing::HasSubstr("TLS"));
    EXPECT_EQ(server.endpoint().counters().incomingCalls, 0U);
}

TEST_F(H323OverTls, ACallerWithoutACertificateIsRefusedWhereOneIsAskedFor) {
    auto strict = secure();
    strict.tls.verifyClients = true;
    Phone server(strict);
    auto bare = secure();
    bare.tls.listen = {};
    bare.tls.certificateFile.clear();
    bare.tls.keyFile.clear();
    Phone room(bare);
    const auto refused = room.dial(uri(server));
    ASSERT_TRUE(room.wait(refused, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_EQ(server.endpoint().counters().incomingCalls, 0U);
    Phone known(secure());
    const auto taken = known.dial(uri(server));
    ASSERT_TRUE(known.wait(taken, [](const Seen& s) { return s.flows(); }));
}

TEST_F(H323OverTls, APeerThatDoesNotTunnelIsRefused) {
    Phone server(secure());
    Phone room(secure(false));
    const auto out = room.dial(uri(server));
    ASSERT_TRUE(room.wait(out, [](const Seen& s) { return s.ends == 1; }));
    const auto in = server.incoming();
    ASSERT_TRUE(server.wait(in, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_EQ(server.seen(in).cause.code, CauseCode::encryptionRequired);
}

TEST_F(H323OverTls, WhatIsNoTlsIsDropped) {
    auto quick = secure();
    quick.silence = std::chrono::seconds(1);
    Phone server(quick);
    const auto to = server.endpoint().boundTlsAddress();
    const int silent = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int clear = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    for (const int each : {silent, clear}) {
        ASSERT_EQ(::connect(each, to.sockaddrPointer(), to.sockaddrLength()), 0);
    }
    const std::string setup("\x03\x00\x00\x08\x08\x02\x00\x01", 8);
    ASSERT_EQ(::send(clear, setup.data(), setup.size(), MSG_NOSIGNAL), 8);
    std::array<char, 256> buffer{};
    while (::recv(clear, buffer.data(), buffer.size(), 0) > 0) {
    }
    EXPECT_TRUE(server.waitCounters([](const H323Counters& c) { return c.silentDropped == 1; }));
    while (::recv(silent, buffer.data(), buffer.size(), 0) > 0) {
    }
    ::close(silent);
    ::close(clear);
    Phone room(secure());
    const auto out = room.dial(uri(server));
    ASSERT_TRUE(room.wait(out, [](const Seen& s) { return s.flows(); }));
}

TEST_F(H323OverTls, WithoutTlsConfiguredSuchAnAddressIsNotCalled) {
    H323Settings plain;
    plain.listen = loopback();
    Phone server(secure());
    Phone room(plain);
    const auto out = room.dial(uri(server));
    ASSERT_TRUE(room.wait(out, [](const Seen& s) { return s.ends == 1; }));
    EXPECT_THAT(room.seen(out).cause.text, testing::HasSubstr("not configured"));
}

TEST(H323DialAddress, TlsHasItsOwnPort) {
    EXPECT_EQ(parseDialAddress("h323:a@10.0.0.1")->port, 1720);
    EXPECT_FALSE(parseDialAddress("h323:a@10.0.0.1")->tls);
    EXPECT_EQ(parseDialAddress("h323:a@10.0.0.1;transport=tls")->port, 1300);
    EXPECT_TRUE(parseDialAddress("h323:a@10.0.0.1;transport=tls")->tls);
    EXPECT_EQ(parseDialAddress("h323:a@10.0.0.1:1301;transport=tls")->port, 1301);
}

TEST(H323Tls, AWrongFileIsToldAtStart) {
    H323Settings settings;
    settings.tls.listen = loopback();
    settings.tls.certificateFile = "/nonexistent.pem";
    AsioLoop loop("test");

    class Nobody final : public call::CallListener {
        void onIncoming(const call::IncomingCall&) override {}

        void onRinging(CallId) override {}

        void onMedia(CallId, const media::AgreedMedia&) override {}

        void onConnected(CallId, const std::string&) override {}

        void onFastUpdate(CallId) override {}

        void onEnded(CallId, const call::HangupCause&) override {}

        void onRegistered(const std::string&, const std::string&, Duration) override {}
    } nobody;

    const auto made = H323Endpoint::create(settings, loop, nobody);
    ASSERT_FALSE(made);
    EXPECT_THAT(made.error().message, testing::HasSubstr("/nonexistent.pem"));
}

}  // namespace
}  // namespace mcu::h323::test
