// SPDX-License-Identifier: GPL-3.0-or-later
#include "raw_peer.h"
#include "transport/srtp/srtp_sender.h"
#include "transport_fixture.h"

namespace mcu::transport {
namespace {

using media::Kind;
using media::SrtpSuite;

media::SrtpKey keyOf(SrtpSuite suite, unsigned seed) {
    std::vector<std::byte> bytes(media::keyLengthOf(suite));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::byte>(seed + 7 * i);
    }
    return media::SrtpKey(bytes);
}

class SdesStream : public TransportTest {
protected:
    static media::AgreedMedia securedWith(const media::LocalMedia& remote,
                                          SrtpSuite suite,
                                          unsigned localSeed,
                                          unsigned remoteSeed) {
        auto agreed = agreedWith(remote);
        for (auto& stream : agreed.streams) {
            stream.keying =
                media::SdesKeys{suite, keyOf(suite, localSeed), keyOf(suite, remoteSeed)};
        }
        return agreed;
    }
};

class SrtpStream : public SdesStream, public ::testing::WithParamInterface<SrtpSuite> {};

TEST_P(SrtpStream, CarriesFramesBetweenSessionsWithSdesKeys) {
    const auto a = open();
    const auto b = open();
    transport_->apply(a.session, securedWith(b, GetParam(), 1, 2));
    transport_->apply(b.session, securedWith(a, GetParam(), 2, 1));
    const auto feed = transport_->createFeed(media::Codec::h264);
    transport_->subscribe(a.session, Kind::video, feed.id);
    settle();
    // Authenticated but not decrypted while nobody looks.
    feed.sink->push(frame(0, true, 3));
    ASSERT_TRUE(
        loop_.runUntil([&] { return figures().of(b.session, Kind::video).received.packets == 3; }));
    EXPECT_EQ(figures().of(b.session, Kind::video).received.bytes, 2900U);
    const auto sink = sinkOn(b.session, Kind::video);
    settle();
    const auto sent = frame(3000, false, 3);
    feed.sink->push(sent);
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 3; }));
    for (std::size_t i = 0; i < 3; ++i) {
        const auto expected = sent->payload(i);
        EXPECT_EQ(sink->packets()[i].payload,
                  std::vector<std::byte>(expected.begin(), expected.end()));
    }
    const auto stats = figures().of(b.session, Kind::video);
    EXPECT_TRUE(stats.secured);
    EXPECT_EQ(stats.suite, nameOf(GetParam()));
    EXPECT_EQ(listener_.secured.at({b.session.value, Kind::video}), nameOf(GetParam()));
}

TEST_P(SrtpStream, NamesTheSiteOnATrunkInTheAuthenticatedHeader) {
    const auto a = open();
    const auto b = open();
    transport_->apply(a.session, securedWith(b, GetParam(), 1, 2));
    transport_->apply(b.session, securedWith(a, GetParam(), 2, 1));
    const auto feed = transport_->createFeed(media::Codec::h264);
    const auto sink = sinkOn(b.session, Kind::video);
    transport_->expect(b.session, Kind::video, 72);
    transport_->subscribe(a.session, Kind::video, feed.id, 71);
    settle();
    feed.sink->push(frame(0, true, 2));
    ASSERT_TRUE(
        loop_.runUntil([&] { return figures().of(b.session, Kind::video).otherContributor == 2; }));
    EXPECT_EQ(sink->size(), 0U);
    transport_->subscribe(a.session, Kind::video, feed.id, 72);
    settle();
    const auto sent = frame(3000, false, 2);
    feed.sink->push(sent);
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 2; }));
    for (std::size_t i = 0; i < 2; ++i) {
        const auto expected = sent->payload(i);
        EXPECT_EQ(sink->packets()[i].payload,
                  std::vector<std::byte>(expected.begin(), expected.end()));
    }
    const auto stats = figures().of(b.session, Kind::video);
    EXPECT_EQ(stats.received.packets, 4U);
    EXPECT_EQ(stats.badAuth, 0U);
    EXPECT_EQ(stats.otherContributor, 2U);
}

TEST_P(SrtpStream, CarriesPacketsOfBoundKeysToTheHolderOfTheSecretAlone) {
    const auto bound =
        [this](const media::LocalMedia& remote, unsigned ours, unsigned theirs, const char* to) {
            auto agreed = securedWith(remote, GetParam(), ours, theirs);
            for (auto& stream : agreed.streams) {
                std::get<media::SdesKeys>(stream.keying).boundTo = Secret<std::string>(to);
            }
            return agreed;
        };
    const auto a = open();
    const auto b = open();
    transport_->apply(a.session, bound(b, 1, 2, "handed over elsewhere"));
    transport_->apply(b.session, securedWith(a, GetParam(), 2, 1));  // who has read the signalling
    const auto feed = transport_->createFeed(media::Codec::h264);
    transport_->subscribe(a.session, Kind::video, feed.id);
    const auto sink = sinkOn(b.session, Kind::video);
    settle();
    feed.sink->push(frame(0, true, 3));
    ASSERT_TRUE(loop_.runUntil([&] { return figures().of(b.session, Kind::video).badAuth >= 3; }));
    EXPECT_EQ(sink->size(), 0U);
    transport_->apply(b.session, bound(a, 2, 1, "handed over elsewhere"));
    settle();
    feed.sink->push(frame(3000, true, 3));
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 3; }));
}

INSTANTIATE_TEST_SUITE_P(Suites,
                         SrtpStream,
                         ::testing::Values(SrtpSuite::aesCm128HmacSha1_80,
                                           SrtpSuite::aeadAes128Gcm,
                                           SrtpSuite::aeadAes256Gcm));

TEST_F(SdesStream, RefusesClearForgedAndReplayedPackets) {
    constexpr auto kSuite = SrtpSuite::aesCm128HmacSha1_80;
    const auto local = open();
    RawPeer peer;
    media::LocalMedia remote;
    remote.streams = {{Kind::audio, peer.address(), peer.address(), {}, 1, ""}};
    transport_->apply(local.session, securedWith(remote, kSuite, 1, 2));
    const auto sink = sinkOn(local.session, Kind::audio);
    settle();
    const auto to = local.streams[0].rtp;
    const auto clear = RawPeer::rtp(kAudioPt, 100, 0, 77, 160);
    peer.send(to, clear);
    auto sender = srtp::SrtpSender::create(kSuite, keyOf(kSuite, 2).reveal());
    ASSERT_TRUE(sender);
    auto good = clear;
    std::size_t length = good.size();
    good.resize(length + srtp::SrtpSender::kMaxTrailer);
    ASSERT_TRUE(sender->protectRtp(good, length));
    good.resize(length);
    auto forged = good;
    forged[20] ^= std::byte{1};
    peer.send(to, forged);
    peer.send(to, good);
    peer.send(to, good);
    ASSERT_TRUE(
        loop_.runUntil([&] { return figures().of(local.session, Kind::audio).replayed == 1; }));
    const auto stats = figures().of(local.session, Kind::audio);
    EXPECT_EQ(stats.received.packets, 1U);
    EXPECT_EQ(stats.badAuth + stats.clearRefused, 2U);
    EXPECT_EQ(sink->size(), 1U);
}

TEST_F(SdesStream, KeepsReplayProtectionWhenAReinviteRepeatsTheKeys) {
    constexpr auto kSuite = SrtpSuite::aeadAes128Gcm;
    const auto local = open();
    RawPeer peer;
    media::LocalMedia remote;
    remote.streams = {{Kind::audio, peer.address(), peer.address(), {}, 1, ""}};
    transport_->apply(local.session, securedWith(remote, kSuite, 1, 2));
    settle();
    auto sender = srtp::SrtpSender::create(kSuite, keyOf(kSuite, 2).reveal());
    ASSERT_TRUE(sender);
    auto packet = RawPeer::rtp(kAudioPt, 5, 0, 77, 160);
    std::size_t length = packet.size();
    packet.resize(length + srtp::SrtpSender::kMaxTrailer);
    ASSERT_TRUE(sender->protectRtp(packet, length));
    packet.resize(length);
    const auto stats = [&] { return figures().of(local.session, Kind::audio); };
    peer.send(local.streams[0].rtp, packet);
    ASSERT_TRUE(loop_.runUntil([&] { return stats().received.packets == 1; }));
    transport_->apply(local.session, securedWith(remote, kSuite, 1, 2));
    settle();
    peer.send(local.streams[0].rtp, packet);
    ASSERT_TRUE(loop_.runUntil([&] { return stats().replayed == 1; }));
    EXPECT_EQ(stats().received.packets, 1U);
}

TEST_F(SdesStream, SendsNothingInTheClearWhileKeysAreMissing) {
    const auto pair = connect();
    auto agreed = agreedWith(pair.b);
    agreed.streams[0].keying = media::DtlsPeer{};
    transport_->apply(pair.a.session, agreed);
    const auto feed = transport_->createFeed(media::Codec::pcma);
    transport_->subscribe(pair.a.session, Kind::audio, feed.id);
    settle();
    feed.sink->push(frame(0));
    settle();
    EXPECT_EQ(figures().of(pair.a.session, Kind::audio).sent.packets, 0U);
}

}  // namespace
}  // namespace mcu::transport
