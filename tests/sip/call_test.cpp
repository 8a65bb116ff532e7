// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include <gmock/gmock.h>

#include "sip/sip_phone.h"
#include "sip/test_certificate.h"

namespace mcu::sip::test {

namespace {

using call::CauseCode;
using call::HangupCause;
using media::Direction;
using media::Kind;

void hangUp(Phone& phone, CallId id, CauseCode code = CauseCode::normal) {
    phone.onLoop([&] { phone.endpoint().hangUp(id, HangupCause{code, 0, "", false}); });
}

void expectCallWorks(Phone& room, Phone& server, const std::string& uri) {
    const auto out = room.dial(uri, "x.03985");
    ASSERT_TRUE(room.waitConnected(out));
    const auto in = server.incoming();
    ASSERT_TRUE(server.waitConnected(in));
    EXPECT_EQ(server.seen(in).incoming.toUser, "class");
    EXPECT_THAT(server.seen(in).incoming.fromUri, testing::StartsWith("sip:x.03985@"));
    EXPECT_EQ(server.seen(in).product, "HNTH MCU");
    const auto media = room.seen(out).media.at(0);
    ASSERT_NE(media.find(Kind::audio), nullptr);
    ASSERT_NE(media.find(Kind::video), nullptr);
    EXPECT_TRUE(media.find(Kind::audio)->encrypted());
    EXPECT_EQ(media.find(Kind::video)->send.h264.packetizationMode, 1);
    hangUp(room, out);
    ASSERT_TRUE(server.waitEnded(in));
    ASSERT_TRUE(room.waitEnded(out));
    EXPECT_TRUE(server.seen(in).cause.byRemote);
    EXPECT_EQ(server.seen(in).cause.code, CauseCode::normal);
}

}  // namespace

TEST(SipCall, RunsOverUdp) {
    Phone server(onUdp());
    Phone room(onUdp());
    expectCallWorks(room, server, "sip:class@" + server.address());
}

TEST(SipCall, RunsOverTcp) {
    SipSettings settings;
    settings.listeners = {{SipTransport::tcp, loopback()}};
    Phone server(settings);
    Phone room(settings);
    expectCallWorks(room, server, "sip:class@" + server.address() + ";transport=tcp;transport=tcp");
}

TEST(SipCall, RunsOverTls) {
    const TestCertificate certificate;
    SipSettings settings;
    settings.listeners = {{SipTransport::tls, loopback()}};
    settings.tls = certificate.settings();
    Phone server(settings);
    Phone room(settings);
    expectCallWorks(room, server, "sip:class@" + server.address() + ";transport=tls");
}

TEST(SipCall, TlsRefusesAClientWithoutACertificate) {
    const TestCertificate certificate;
    SipSettings settings;
    settings.listeners = {{SipTransport::tls, loopback()}};
    settings.tls = certificate.settings();
    settings.tls.verifyClients = true;
    Phone server(settings);
    const std::string client =
        "openssl s_client -connect " + server.address() + " -no_ign_eof </dev/null ";
    const std::string keys = " -cert " + certificate.file() + " -key " + certificate.key();
    EXPECT_EQ(std::system((client + "-tls1_2" + keys + " >/dev/null 2>&1").c_str()), 0);
    EXPECT_NE(std::system((client + "-tls1_2 >/dev/null 2>&1").c_str()), 0);
    EXPECT_NE(std::system(
                  (client + "-tls1_1 -cipher ALL@SECLEVEL=0" + keys + " >/dev/null 2>&1").c_str()),
              0);
    Phone room(settings);
    expectCallWorks(room, server, "sip:class@" + server.address() + ";transport=tls");
}

TEST(SipCall, OpensSeveralListenersAndDialsByTransport) {
    SipSettings settings;
    settings.listeners = {{SipTransport::udp, loopback()}, {SipTransport::tcp, loopback()}};
    Phone server(settings);
    Phone room(settings);
    const auto bound = server.endpoint().boundListeners();
    ASSERT_EQ(bound.size(), 2U);
    EXPECT_NE(bound[0].address.port(), 0);
    const auto tcp = room.dial("sip:class@" + server.address(1) + ";transport=tcp");
    ASSERT_TRUE(room.waitConnected(tcp));
    EXPECT_EQ(server.seen(server.incoming()).incoming.transport, "tcp");
    const auto tls = room.dial("sip:class@" + server.address(1) + ";transport=tls");
    ASSERT_TRUE(room.waitEnded(tls));
    EXPECT_EQ(room.seen(tls).cause.code, CauseCode::unreachable);
    const auto nonsense = room.dial("mailto:x@y z");
    ASSERT_TRUE(room.waitEnded(nonsense));
    EXPECT_EQ(room.seen(nonsense).cause.code, CauseCode::notFound);
}

TEST(SipCall, RejectsWithTheStatusOfTheCause) {
    struct Case {
        CauseCode code;
        int status;
        CauseCode seen;
    };

    Phone server(onUdp(), false);
    Phone room(onUdp());
    std::size_t index = 0;
    for (const auto& c : {Case{CauseCode::busy, 486, CauseCode::busy},
                          Case{CauseCode::forbidden, 403, CauseCode::forbidden},
                          Case{CauseCode::notFound, 404, CauseCode::notFound},
                          Case{CauseCode::declined, 603, CauseCode::declined},
                          Case{CauseCode::noAnswer, 480, CauseCode::noAnswer},
                          Case{CauseCode::encryptionRequired, 488, CauseCode::encryptionRequired},
                          Case{CauseCode::localShutdown, 503, CauseCode::unreachable}}) {
        const auto out = room.dial("sip:class@" + server.address());
        const auto in = server.incoming(index++);
        server.onLoop([&] { server.endpoint().reject(in, HangupCause{c.code, 0, "", false}); });
        ASSERT_TRUE(room.waitEnded(out));
        EXPECT_EQ(room.seen(out).cause.protocolStatus, c.status);
        EXPECT_EQ(room.seen(out).cause.code, c.seen);
        ASSERT_TRUE(server.waitEnded(in));
        EXPECT_EQ(server.seen(in).ends, 1);
    }
}

TEST(SipCall, CancelsACallThatIsNotAnswered) {
    Phone server(onUdp(), false);
    Phone room(onUdp());
    const auto out = room.dial("sip:class@" + server.address());
    const auto in = server.incoming();
    hangUp(room, out);
    ASSERT_TRUE(server.waitEnded(in));
    EXPECT_TRUE(server.seen(in).cause.byRemote);
    ASSERT_TRUE(room.waitEnded(out));
    EXPECT_EQ(room.seen(out).ends, 1);
}

TEST(SipCall, EncryptionRequiredEndsACallToAClearPeer) {
    Phone server(onUdp());
    server.demand(media::Encryption::disabled);
    Phone room(onUdp());
    room.demand(media::Encryption::required);
    const auto out = room.dial("sip:class@" + server.address());
    ASSERT_TRUE(room.waitEnded(out));
    EXPECT_FALSE(room.seen(out).connected);
    const auto back = server.dial("sip:room@" + room.address());
    ASSERT_TRUE(server.waitEnded(back));
    EXPECT_EQ(server.seen(back).cause.code, CauseCode::encryptionRequired);
}

TEST(SipCall, RefreshesTheSessionAndOutlivesItsInterval) {
    auto settings = onUdp();
    settings.sessionExpires = std::chrono::seconds(2);
    settings.minSessionExpires = std::chrono::seconds(1);
    settings.keepAlive = std::chrono::seconds(1);
    Phone server(settings);
    Phone room(settings);
    const auto out = room.dial("sip:class@" + server.address());
    ASSERT_TRUE(room.waitConnected(out));
    // Three intervals: without refreshes the call would end within one.
    EXPECT_FALSE(
        room.waitFor([&](auto& calls) { return calls[out].ends > 0; }, std::chrono::seconds(7)));
    EXPECT_EQ(server.seen(server.incoming()).ends, 0);
}

TEST(SipCall, EndsAllCallsWhenTheEndpointGoes) {
    Phone server(onUdp());
    CallId in;
    {
        Phone room(onUdp());
        ASSERT_TRUE(room.waitConnected(room.dial("sip:class@" + server.address())));
        in = server.incoming();
        ASSERT_TRUE(server.waitConnected(in));
    }
    EXPECT_TRUE(server.waitEnded(in));
    EXPECT_TRUE(server.seen(in).cause.byRemote);
}

TEST(SipCall, HoldsAndResumesWithTheSameKeysAndPayloadTypes) {
    Phone server(onUdp());
    Phone room(onUdp());
    const auto out = room.dial("sip:class@" + server.address());
    ASSERT_TRUE(room.waitConnected(out));
    const auto in = server.incoming();
    ASSERT_TRUE(server.waitConnected(in));
    server.onLoop([&] { server.endpoint().setHold(in, true); });
    ASSERT_TRUE(room.waitCall(out, [](const Seen& s) { return s.media.size() == 2; }));
    ASSERT_TRUE(server.waitCall(in, [](const Seen& s) { return s.media.size() == 2; }));
    const auto held = room.seen(out).media;
    EXPECT_TRUE(held[1].heldByRemote);
    EXPECT_EQ(held[1].streams[0].direction, Direction::receiveOnly);
    EXPECT_EQ(server.seen(in).media[1].streams[0].direction, Direction::sendOnly);
    EXPECT_EQ(held[0].streams[0].send.payloadType, held[1].streams[0].send.payloadType);
    const auto& before = std::get<media::SdesKeys>(held[0].streams[1].keying);
    const auto& after = std::get<media::SdesKeys>(held[1].streams[1].keying);
    EXPECT_EQ(before.local, after.local);
    EXPECT_EQ(before.remote, after.remote);
    server.onLoop([&] { server.endpoint().setHold(in, false); });
    ASSERT_TRUE(room.waitCall(out, [](const Seen& s) { return s.media.size() == 3; }));
    EXPECT_FALSE(room.seen(out).media[2].heldByRemote);
    EXPECT_EQ(room.seen(out).media[2].streams[0].direction, Direction::sendReceive);
    hangUp(server, in);
    ASSERT_TRUE(room.waitEnded(out));
}

}  // namespace mcu::sip::test
