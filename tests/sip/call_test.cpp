// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "sip/sip_phone.h"

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
