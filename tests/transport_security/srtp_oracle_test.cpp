// SPDX-License-Identifier: GPL-3.0-or-later
// Every packet is compared octet for octet with what libsrtp2 makes or accepts.
#include <gtest/gtest.h>

#include "transport/srtp/srtp_context.h"
#include "transport_security/libsrtp_peer.h"
#include "transport_security/packets.h"

namespace mcu::srtp {
namespace {

using media::SrtpSuite;
using test::LibsrtpPeer;
using test::Octets;
using Verdict = SrtpReceiver::Verdict;

class SrtpOracle : public testing::TestWithParam<SrtpSuite> {
protected:
    test::Random random_{20260104};
    Octets key_ = test::randomOctets(random_, media::keyLengthOf(GetParam()));
    SrtpSender sender_ = std::move(*SrtpSender::create(GetParam(), key_));
    SrtpReceiver receiver_ = std::move(*SrtpReceiver::create(GetParam(), key_));
    LibsrtpPeer oracleSender_{GetParam(), key_, LibsrtpPeer::Direction::sends};
    LibsrtpPeer oracleReceiver_{GetParam(), key_, LibsrtpPeer::Direction::receives};

    void SetUp() override {
        ASSERT_TRUE(oracleSender_.usable());
        ASSERT_TRUE(oracleReceiver_.usable());
    }

    /// The packet with room for a trailer.
    static Octets roomy(const Octets& packet) {
        Octets buffer = packet;
        buffer.resize(packet.size() + SRTP_MAX_TRAILER_LEN + 16);
        return buffer;
    }

    static Octets cut(Octets buffer, std::size_t length) {
        buffer.resize(length);
        return buffer;
    }

    /// What both senders make of a clear packet; empty when they differ.
    Octets protectByBoth(const Octets& clear, bool rtcp) {
        Octets ours = roomy(clear);
        Octets theirs = roomy(clear);
        std::size_t ourLength = clear.size();
        std::size_t theirLength = clear.size();
        const bool weDid =
            rtcp ? sender_.protectRtcp(ours, ourLength) : sender_.protectRtp(ours, ourLength);
        const bool theyDid = rtcp ? oracleSender_.protectRtcp(theirs, theirLength)
                                  : oracleSender_.protectRtp(theirs, theirLength);
        EXPECT_TRUE(weDid);
        EXPECT_TRUE(theyDid);
        ours.resize(ourLength);
        theirs.resize(theirLength);
        EXPECT_EQ(ours, theirs);
        return ours == theirs ? ours : Octets{};
    }
};

TEST_P(SrtpOracle, RtpIsTheSameInBothDirectionsAcrossTwoRollOvers) {
    std::uint32_t sequence = 65000;
    while (sequence < 2 * 65536 + 300) {
        const Octets clear =
            test::randomRtp(random_, 0xCAFE0001, static_cast<std::uint16_t>(sequence));
        const Octets sealed = protectByBoth(clear, false);
        ASSERT_FALSE(sealed.empty()) << "at " << sequence;
        Octets ours = sealed;
        std::size_t length = ours.size();
        ASSERT_EQ(receiver_.unprotectRtp(ours, length), Verdict::ok) << "at " << sequence;
        ASSERT_EQ(cut(ours, length), clear);
        Octets theirs = sealed;
        length = theirs.size();
        ASSERT_TRUE(oracleReceiver_.unprotectRtp(theirs, length));
        ASSERT_EQ(cut(theirs, length), clear);
        sequence += sequence % 65536 > 65000 || sequence % 65536 < 300 ? 1 : 1 + random_() % 500;
    }
}

TEST_P(SrtpOracle, RtcpIsTheSameInBothDirections) {
    for (int i = 0; i < 500; ++i) {
        const Octets clear = test::randomRtcp(random_, i % 2 == 0 ? 0xCAFE0001 : 0xCAFE0002);
        // libsrtp2 begins with index 1 (it counts before it uses), RFC 3711 section 3.2.1 with 0.
        const Octets sealed = [&] {
            if (i < 2) {
                Octets skipped = roomy(clear);
                std::size_t skippedLength = clear.size();
                EXPECT_TRUE(sender_.protectRtcp(skipped, skippedLength));
            }
            return protectByBoth(clear, true);
        }();
        ASSERT_FALSE(sealed.empty()) << "at " << i;
        Octets ours = sealed;
        std::size_t length = ours.size();
        ASSERT_EQ(receiver_.unprotectRtcp(ours, length), Verdict::ok);
        ASSERT_EQ(cut(ours, length), clear);
        Octets theirs = sealed;
        length = theirs.size();
        ASSERT_TRUE(oracleReceiver_.unprotectRtcp(theirs, length));
        ASSERT_EQ(cut(theirs, length), clear);
    }
}

TEST_P(SrtpOracle, ReorderedAndRepeatedPacketsGetTheSameVerdict) {
    std::vector<Octets> sealed;
    for (std::uint32_t sequence = 65300; sequence < 65536 + 700; ++sequence) {
        sealed.push_back(protectByBoth(
            test::randomRtp(random_, 0xCAFE0001, static_cast<std::uint16_t>(sequence)), false));
        ASSERT_FALSE(sealed.back().empty());
    }
    // Each packet twice, moved by up to 200 places.
    std::vector<std::pair<std::size_t, std::size_t>> order;
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        for (int copy = 0; copy < 2; ++copy) {
            order.emplace_back(i < 10 ? i : i + random_() % 200, i);
        }
    }
    std::stable_sort(order.begin(), order.end(), [](auto a, auto b) { return a.first < b.first; });
    std::size_t accepted = 0;
    for (const auto& [place, i] : order) {
        Octets ours = sealed[i];
        Octets theirs = sealed[i];
        std::size_t ourLength = ours.size();
        std::size_t theirLength = theirs.size();
        const bool authenticateOnly = random_() % 2 == 0;
        const Verdict verdict = authenticateOnly ? receiver_.authenticateRtp(ours)
                                                 : receiver_.unprotectRtp(ours, ourLength);
        const bool theyDid = oracleReceiver_.unprotectRtp(theirs, theirLength);
        ASSERT_EQ(verdict == Verdict::ok, theyDid) << "packet " << i;
        ASSERT_TRUE(verdict == Verdict::ok || verdict == Verdict::replayed);
        accepted += theyDid ? 1 : 0;
        if (theyDid && !authenticateOnly) {
            ASSERT_EQ(cut(ours, ourLength), cut(theirs, theirLength));
        }
    }
    EXPECT_EQ(accepted, sealed.size());
}

// RFC 3711 section 3.4 and RFC 7714 section 9.3: the peer may leave RTCP readable.
TEST_P(SrtpOracle, RtcpWithoutTheEncryptedFlagIsTaken) {
    LibsrtpPeer plain(GetParam(), key_, LibsrtpPeer::Direction::sends, false);
    ASSERT_TRUE(plain.usable());
    for (int i = 0; i < 100; ++i) {
        const Octets clear = test::randomRtcp(random_, 0xCAFE0001);
        Octets packet = roomy(clear);
        std::size_t length = clear.size();
        ASSERT_TRUE(plain.protectRtcp(packet, length));
        packet.resize(length);
        ASSERT_EQ(cut(packet, clear.size()), clear);
        Octets forged = packet;
        forged[9 % forged.size()] ^= std::byte{1};
        ASSERT_NE(receiver_.unprotectRtcp(forged, length), Verdict::ok);
        ASSERT_EQ(receiver_.unprotectRtcp(packet, length), Verdict::ok);
        ASSERT_EQ(cut(packet, length), clear);
    }
}

INSTANTIATE_TEST_SUITE_P(Suites,
                         SrtpOracle,
                         testing::Values(SrtpSuite::aesCm128HmacSha1_80,
                                         SrtpSuite::aeadAes128Gcm,
                                         SrtpSuite::aeadAes256Gcm),
                         [](const auto& tried) { return std::string(nameOf(tried.param)); });

}  // namespace
}  // namespace mcu::srtp
