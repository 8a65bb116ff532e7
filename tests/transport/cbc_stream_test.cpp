// SPDX-License-Identifier: GPL-3.0-or-later
// Streams with payload encryption (media::CbcKeys): what goes over the socket, and what is taken.
#include "raw_peer.h"
#include "transport/cbc/payload_cipher.h"
#include "transport_fixture.h"

namespace mcu::transport {
namespace {

using media::Kind;

media::SrtpKey keyOf(std::size_t octets, unsigned seed) {
    std::vector<std::byte> bytes(octets);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<std::byte>(seed + 7 * i);
    }
    return media::SrtpKey(bytes);
}

/// RTCP, which is in the clear.
bool isReport(const std::vector<std::byte>& datagram) {
    const auto type = std::to_integer<unsigned>(datagram[1]);
    return type >= 192 && type <= 223;
}

class CbcStream : public TransportTest, public ::testing::WithParamInterface<std::size_t> {
protected:
    media::AgreedMedia securedWith(const media::LocalMedia& remote, unsigned local, unsigned far) {
        auto agreed = agreedWith(remote);
        for (auto& stream : agreed.streams) {
            stream.keying = media::CbcKeys{keyOf(GetParam(), local), keyOf(GetParam(), far)};
        }
        return agreed;
    }
};

TEST_P(CbcStream, CarriesFramesBetweenSessions) {
    const auto a = open();
    const auto b = open();
    transport_->apply(a.session, securedWith(b, 1, 2));
    transport_->apply(b.session, securedWith(a, 2, 1));
    const auto feed = transport_->createFeed(media::Codec::h264);
    transport_->subscribe(a.session, Kind::video, feed.id);
    const auto sink = sinkOn(b.session, Kind::video);
    settle();
    const auto sent = frame(3000, true, 3);
    feed.sink->push(sent);
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 3; }));
    for (std::size_t i = 0; i < 3; ++i) {
        const auto expected = sent->payload(i);
        EXPECT_EQ(sink->packets()[i].payload,
                  std::vector<std::byte>(expected.begin(), expected.end()));
    }
    const auto stats = figures().of(b.session, Kind::video);
    EXPECT_TRUE(stats.secured);
    EXPECT_EQ(stats.suite, GetParam() == 32 ? "AES_CBC_256" : "AES_CBC_128");
    EXPECT_EQ(listener_.secured.at({b.session.value, Kind::video}), stats.suite);
}

TEST_P(CbcStream, WhatGoesOverTheSocketIsEncryptedAndOpensWithTheKey) {
    const auto local = open();
    RawPeer peer;
    media::LocalMedia remote;
    remote.streams = {{Kind::video, peer.address(), peer.address(), {}, 1, ""}};
    transport_->apply(local.session, securedWith(remote, 1, 2));
    const auto feed = transport_->createFeed(media::Codec::h264);
    transport_->subscribe(local.session, Kind::video, feed.id);
    settle();
    auto cipher = cbc::PayloadCipher::create(keyOf(GetParam(), 1).reveal());
    ASSERT_TRUE(cipher);
    for (std::uint32_t i = 0; i < 2; ++i) {
        // One at a time: the kernel hands several over as one.
        const auto sent = frame(3000 * i, i == 0, 1);
        feed.sink->push(sent);
        auto packet = peer.receive();
        while (packet && isReport(*packet)) {
            packet = peer.receive();
        }
        ASSERT_TRUE(packet);
        const auto expected = sent->payload(0);
        const std::vector<std::byte> clear(expected.begin(), expected.end());
        EXPECT_FALSE(std::equal(clear.begin(), clear.begin() + 16, packet->begin() + 12));
        std::size_t length = packet->size();
        ASSERT_TRUE(cipher->open(*packet, length, 12));
        ASSERT_EQ(length, 12 + clear.size());
        EXPECT_TRUE(std::equal(clear.begin(), clear.end(), packet->begin() + 12));
    }
}

TEST_P(CbcStream, DropsWhatCannotBeDecrypted) {
    const auto local = open();
    RawPeer peer;
    media::LocalMedia remote;
    remote.streams = {{Kind::audio, peer.address(), peer.address(), {}, 1, ""}};
    transport_->apply(local.session, securedWith(remote, 1, 2));
    const auto sink = sinkOn(local.session, Kind::audio);
    settle();
    const auto to = local.streams[0].rtp;
    peer.send(to, RawPeer::rtp(kAudioPt, 100, 0, 77, 9));  // in the clear, less than a block
    auto good = RawPeer::rtp(kAudioPt, 101, 160, 77, 160);
    auto cipher = cbc::PayloadCipher::create(keyOf(GetParam(), 2).reveal());
    std::size_t length = good.size();
    good.resize(length + cbc::PayloadCipher::kMaxPadding);
    ASSERT_TRUE(cipher->seal(good, length, 12));
    good.resize(length);
    peer.send(to, good);
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 1; }));
    const auto stats = figures().of(local.session, Kind::audio);
    EXPECT_EQ(stats.clearRefused, 1U);
    EXPECT_EQ(stats.received.packets, 1U);
    EXPECT_EQ(sink->packets()[0].payload.size(), 160U);
}

TEST_P(CbcStream, TakesPacketsUnderTheKeyBeforeByTheirPayloadType) {
    constexpr std::uint8_t kNewPt = 110;
    const auto local = open();
    RawPeer peer;
    media::LocalMedia remote;
    remote.streams = {{Kind::audio, peer.address(), peer.address(), {}, 1, ""}};
    auto agreed = securedWith(remote, 1, 2);
    transport_->apply(local.session, agreed);
    const auto sink = sinkOn(local.session, Kind::audio);
    settle();
    const auto send = [&](std::uint8_t payloadType, std::uint16_t sequence, unsigned key) {
        auto packet = RawPeer::rtp(payloadType, sequence, sequence * 160U, 77, 160);
        auto cipher = cbc::PayloadCipher::create(keyOf(GetParam(), key).reveal());
        std::size_t length = packet.size();
        packet.resize(length + cbc::PayloadCipher::kMaxPadding);
        ASSERT_TRUE(cipher->seal(packet, length, 12));
        packet.resize(length);
        peer.send(local.streams[0].rtp, packet);
    };
    send(kAudioPt, 100, 2);
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 1; }));
    auto& stream = agreed.streams.front();
    stream.receive.push_back(stream.receive.front());
    stream.receive.front().payloadType = kNewPt;
    auto& keys = std::get<media::CbcKeys>(stream.keying);
    keys.former = {kAudioPt, *keys.remote};
    keys.remote = keyOf(GetParam(), 3);
    transport_->apply(local.session, agreed);
    settle();
    send(kAudioPt, 101, 2);
    send(kNewPt, 102, 3);
    send(kAudioPt, 103, 2);  // late, under the old key
    ASSERT_TRUE(loop_.runUntil([&] { return sink->size() == 4; }));
    for (const auto& packet : sink->packets()) {
        EXPECT_EQ(packet.payload, sink->packets()[0].payload);
    }
    EXPECT_EQ(figures().of(local.session, Kind::audio).clearRefused, 0U);
}

INSTANTIATE_TEST_SUITE_P(Keys, CbcStream, ::testing::Values(16U, 32U));

}  // namespace
}  // namespace mcu::transport
