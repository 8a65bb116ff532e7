// SPDX-License-Identifier: GPL-3.0-or-later
#include "raw_peer.h"
#include "transport_fixture.h"

namespace mcu::transport {
namespace {

using media::Kind;

class Refusal : public TransportTest {
protected:
    media::LocalMedia callWith(const RawPeer& peer) {
        media::Transport::SessionSpec spec;
        spec.video = false;
        const auto local = open(spec);
        media::LocalMedia remote;
        remote.streams = {{Kind::audio, peer.address(), peer.address(), {}, 1, ""}};
        transport_->apply(local.session, agreedWith(remote));
        settle();
        return local;
    }

    media::StreamStats audioOf(const media::LocalMedia& local) {
        return figures().of(local.session, Kind::audio);
    }
};

TEST_F(Refusal, CountsGarbageByReasonAndGoesOn) {
    RawPeer peer;
    RawPeer stranger;
    const auto local = callWith(peer);
    const auto to = local.streams[0].rtp;
    peer.send(to, RawPeer::rtp(kAudioPt, 1, 0, 7, 160));
    ASSERT_TRUE(loop_.runUntil([&] { return audioOf(local).received.packets == 1; }));
    peer.send(to, {std::byte{0x80}, std::byte{8}, std::byte{0}});  // short
    peer.send(to, std::vector<std::byte>(40, std::byte{0x41}));    // not RTP
    peer.send(to, RawPeer::rtp(33, 2, 160, 7, 160));               // payload type
    peer.send(to, RawPeer::rtp(kAudioPt, 900, 160, 8, 160));       // SSRC
    stranger.send(to, RawPeer::rtp(kAudioPt, 2, 160, 7, 160));     // address
    peer.send(to, RawPeer::rtp(kAudioPt, 1, 0, 7, 160));           // twice
    peer.send(to, RawPeer::rtp(kAudioPt, 2, 160, 7, 160));
    ASSERT_TRUE(loop_.runUntil([&] { return audioOf(local).received.packets == 2; }));
    ASSERT_TRUE(loop_.runUntil([&] { return figures().totals.packetsDropped == 6; }));
    const auto stats = audioOf(local);
    EXPECT_EQ(stats.badHeader, 2U);
    EXPECT_EQ(stats.badPayloadType, 1U);
    EXPECT_EQ(stats.badSource, 2U);
    EXPECT_EQ(stats.replayed, 1U);
}

TEST_F(Refusal, CountsAFeedOfAnotherCodecAndSendsNothingOfIt) {
    RawPeer peer;
    const auto local = callWith(peer);
    const auto opus = transport_->createFeed(media::Codec::opus);
    transport_->subscribe(local.session, Kind::audio, opus.id);
    settle();
    opus.sink->push(frame(0));
    opus.sink->push(frame(960));
    ASSERT_TRUE(loop_.runUntil([&] { return audioOf(local).wrongCodec == 2; }));
    EXPECT_EQ(audioOf(local).sent.packets, 0U);
}

TEST_F(Refusal, FollowsAPeerBehindANatToItsFirstSource) {
    RawPeer announced;
    RawPeer real;
    const auto local = callWith(announced);
    real.send(local.streams[0].rtp, RawPeer::rtp(kAudioPt, 1, 0, 7, 160));
    ASSERT_TRUE(loop_.runUntil([&] { return audioOf(local).received.packets == 1; }));
    const auto feed = transport_->createFeed(media::Codec::pcma);
    transport_->subscribe(local.session, Kind::audio, feed.id);
    settle();
    feed.sink->push(frame(0));
    const auto got = real.receive();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->size(), 912U);
}

TEST_F(Refusal, StaysWithTheAnnouncedAddressWhenTold) {
    RawPeer announced;
    RawPeer other;
    media::Transport::SessionSpec spec;
    spec.video = false;
    const auto local = open(spec);
    media::LocalMedia remote;
    remote.streams = {{Kind::audio, announced.address(), announced.address(), {}, 1, ""}};
    auto agreed = agreedWith(remote);
    agreed.streams[0].symmetric = false;
    transport_->apply(local.session, agreed);
    settle();
    other.send(local.streams[0].rtp, RawPeer::rtp(kAudioPt, 1, 0, 7, 160));
    announced.send(local.streams[0].rtp, RawPeer::rtp(kAudioPt, 2, 160, 7, 160));
    ASSERT_TRUE(loop_.runUntil([&] { return audioOf(local).received.packets == 2; }));
    const auto feed = transport_->createFeed(media::Codec::pcma);
    transport_->subscribe(local.session, Kind::audio, feed.id);
    settle();
    feed.sink->push(frame(0));
    EXPECT_TRUE(announced.receive());
}

TEST_F(Refusal, ReportsSilenceOnceAndTheStreamAgainWhenItReturns) {
    TransportSettings settings;
    settings.mediaTimeout = std::chrono::milliseconds(100);
    start(settings);
    RawPeer peer;
    const auto local = callWith(peer);
    const RecordingListener::Key key{local.session.value, Kind::audio};
    ASSERT_TRUE(loop_.runUntil([&] { return listener_.timeouts[key] == 1; }));
    // After the timeout another source may take over.
    RawPeer moved;
    moved.send(local.streams[0].rtp, RawPeer::rtp(kAudioPt, 1, 0, 7, 160));
    ASSERT_TRUE(loop_.runUntil([&] { return listener_.ups[key] == 1; }));
    ASSERT_TRUE(loop_.runUntil([&] { return listener_.timeouts[key] == 2; }));
}

TEST_F(Refusal, FindsTheLossOfTheNetwork) {
    RawPeer peer;
    const auto local = callWith(peer);
    int sent = 0;
    for (std::uint16_t i = 0; i < 1000; ++i) {
        if (i % 33 != 5) {
            peer.send(
                local.streams[0].rtp,
                RawPeer::rtp(kAudioPt, static_cast<std::uint16_t>(65000 + i), i * 160U, 7, 20));
            ++sent;
        }
    }
    ASSERT_TRUE(loop_.runUntil(
        [&] { return audioOf(local).received.packets == static_cast<std::uint64_t>(sent); }));
    EXPECT_EQ(audioOf(local).received.lost, static_cast<std::uint64_t>(1000 - sent));
}

TEST_F(Refusal, SaysClearlyWhenThePortRangeIsFull) {
    TransportSettings settings;
    settings.firstPort = 42100;
    settings.lastPort = 42107;
    start(settings);
    const auto first = tryOpen({});
    const auto second = tryOpen({});
    const auto third = tryOpen({});
    ASSERT_TRUE(first);
    EXPECT_EQ(first->streams[0].rtp.port() % 2, 0);
    EXPECT_EQ(first->streams[0].rtcp.port(), first->streams[0].rtp.port() + 1);
    ASSERT_FALSE(third);
    EXPECT_NE(third.error().message.find("42100-42107"), std::string::npos);
    EXPECT_FALSE(third.error().advice.empty());
    // A call that ends gives its ports back.
    transport_->closeSession(first->session);
    settle();
    EXPECT_TRUE(tryOpen({}));
}

TEST_F(Refusal, CarriesMediaOverIpv6) {
    auto probe = openUdpSocket(*NetAddress::parse("::1", 0), 1 << 16);
    if (!probe) {
        GTEST_SKIP() << "no IPv6 here";
    }
    TransportSettings settings;
    settings.mediaAddress = *NetAddress::parse("::1", 0);
    start(settings);
    const auto pair = connect(true);
    const auto sink = sinkOn(pair.b.session, Kind::audio);
    const auto feed = transport_->createFeed(media::Codec::pcma);
    transport_->subscribe(pair.a.session, Kind::audio, feed.id);
    settle();
    feed.sink->push(frame(0));
    EXPECT_TRUE(loop_.runUntil([&] { return sink->size() == 1; }));
}

}  // namespace
}  // namespace mcu::transport
