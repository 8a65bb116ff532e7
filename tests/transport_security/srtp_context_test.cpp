// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/srtp/srtp_context.h"

#include <gtest/gtest.h>

#include "transport_security/packets.h"

namespace mcu::srtp {
namespace {

using media::SrtpSuite;
using test::Octets;
using Verdict = SrtpReceiver::Verdict;

class Srtp : public testing::TestWithParam<SrtpSuite> {
protected:
    test::Random random_{77};
    Octets key_ = test::randomOctets(random_, media::keyLengthOf(GetParam()));
    SrtpSender sender_ = std::move(*SrtpSender::create(GetParam(), key_));
    SrtpReceiver receiver_ = std::move(*SrtpReceiver::create(GetParam(), key_));

    Octets sealedRtp(std::uint16_t sequence, std::uint32_t ssrc = 1) {
        return sealed(test::randomRtp(random_, ssrc, sequence), false);
    }

    Octets sealedRtcp(std::uint32_t ssrc = 1) {
        return sealed(test::randomRtcp(random_, ssrc), true);
    }

    Octets sealed(Octets packet, bool rtcp) {
        std::size_t length = packet.size();
        packet.resize(length + SrtpSender::kMaxTrailer);
        const bool done =
            rtcp ? sender_.protectRtcp(packet, length) : sender_.protectRtp(packet, length);
        packet.resize(done ? length : 0);
        return packet;
    }

    Verdict unprotect(Octets packet) {
        std::size_t length = packet.size();
        return receiver_.unprotectRtp(packet, length);
    }

    Verdict unprotectRtcp(Octets packet) {
        std::size_t length = packet.size();
        return receiver_.unprotectRtcp(packet, length);
    }

    /// Advances the sender through whole roll-overs without the receiver seeing any of it.
    void sendUnseen(std::uint64_t from, std::uint64_t to) {
        for (std::uint64_t index = from; index < to; index += 20000) {
            ASSERT_FALSE(sealedRtp(static_cast<std::uint16_t>(index)).empty());
        }
    }
};

TEST_P(Srtp, RefusesAKeyOfTheWrongLength) {
    const Octets wrong(media::keyLengthOf(GetParam()) - 1);
    const auto sender = SrtpSender::create(GetParam(), wrong);
    ASSERT_FALSE(sender);
    EXPECT_EQ(sender.error().code, ErrorCode::invalidArgument);
    EXPECT_FALSE(SrtpReceiver::create(GetParam(), wrong));
}

TEST_P(Srtp, EveryFlippedBitOfRtpIsNoticed) {
    ASSERT_EQ(unprotect(sealedRtp(10)), Verdict::ok);
    Octets clear(40, std::byte{0});
    clear[0] = std::byte{0x80};
    test::put(clear, 2, 11, 2);
    test::put(clear, 8, 1, 4);
    const Octets packet = sealed(clear, false);
    for (std::size_t bit = 0; bit < packet.size() * 8; ++bit) {
        Octets bad = packet;
        bad[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
        ASSERT_NE(receiver_.authenticateRtp(bad), Verdict::ok) << "bit " << bit;
        ASSERT_NE(unprotect(bad), Verdict::ok) << "bit " << bit;
    }
    EXPECT_EQ(unprotect(packet), Verdict::ok);
}

TEST_P(Srtp, EveryFlippedBitOfRtcpIsNoticed) {
    const Octets packet = sealedRtcp();
    for (std::size_t bit = 0; bit < packet.size() * 8; ++bit) {
        Octets bad = packet;
        bad[bit / 8] ^= static_cast<std::byte>(1 << (bit % 8));
        ASSERT_NE(unprotectRtcp(bad), Verdict::ok) << "bit " << bit;
    }
    EXPECT_EQ(unprotectRtcp(packet), Verdict::ok);
}

TEST_P(Srtp, ReplayIsToldFromForgery) {
    const Octets first = sealedRtp(1);
    const Octets rtcp = sealedRtcp();
    ASSERT_EQ(receiver_.authenticateRtp(first), Verdict::ok);
    EXPECT_EQ(receiver_.authenticateRtp(first), Verdict::replayed);
    EXPECT_EQ(unprotect(first), Verdict::replayed);
    ASSERT_EQ(unprotectRtcp(rtcp), Verdict::ok);
    EXPECT_EQ(unprotectRtcp(rtcp), Verdict::replayed);
    Octets forged = sealedRtp(2);
    forged.back() ^= std::byte{1};
    EXPECT_EQ(unprotect(forged), Verdict::badAuth);
}

TEST_P(Srtp, PacketsOlderThanTheWindowAreRefused) {
    const Octets old = sealedRtp(1);
    const Octets justInside = sealedRtp(2001 - 900);
    ASSERT_EQ(unprotect(sealedRtp(2001)), Verdict::ok);
    EXPECT_EQ(unprotect(old), Verdict::replayed);
    EXPECT_EQ(unprotect(justInside), Verdict::ok);
}

TEST_P(Srtp, ForgedSequenceNumbersDoNotMoveTheRollOver) {
    ASSERT_EQ(unprotect(sealedRtp(65000)), Verdict::ok);
    for (std::uint16_t sequence = 0; sequence < 8; ++sequence) {
        Octets forged = test::randomRtp(random_, 1, sequence);
        forged.resize(forged.size() + SrtpSender::kMaxTrailer);
        ASSERT_EQ(receiver_.authenticateRtp(forged), Verdict::badAuth);
    }
    EXPECT_EQ(unprotect(sealedRtp(65001)), Verdict::ok);
}

TEST_P(Srtp, AReceiverThatJoinsLateFindsTheRollOver) {
    sendUnseen(1, 5 * 65536);
    Verdict verdict = Verdict::badAuth;
    std::uint16_t sequence = 100;
    for (int tries = 0; tries < 16 && verdict != Verdict::ok; ++tries) {
        verdict = unprotect(sealedRtp(sequence++));
    }
    EXPECT_EQ(verdict, Verdict::ok);
    EXPECT_EQ(unprotect(sealedRtp(sequence)), Verdict::ok);
}

TEST_P(Srtp, AStreamWhoseFirstPacketsBeforeTheWrapWereLostIsAcceptedAtOnce) {
    ASSERT_FALSE(sealedRtp(65535).empty());
    EXPECT_EQ(unprotect(sealedRtp(0)), Verdict::ok);
}

TEST_P(Srtp, ALongSilenceDoesNotLoseTheStream) {
    ASSERT_EQ(unprotect(sealedRtp(1)), Verdict::ok);
    sendUnseen(20001, 3 * 65536);
    Verdict verdict = Verdict::badAuth;
    std::uint16_t sequence = 3000;
    for (int tries = 0; tries < 40 && verdict != Verdict::ok; ++tries) {
        verdict = receiver_.authenticateRtp(sealedRtp(sequence++));
    }
    EXPECT_EQ(verdict, Verdict::ok);
    EXPECT_EQ(unprotect(sealedRtp(sequence)), Verdict::ok);
}

TEST_P(Srtp, RtcpBeforeRtpDoesNotDisturbTheRollOver) {
    ASSERT_EQ(unprotectRtcp(sealedRtcp()), Verdict::ok);
    EXPECT_EQ(unprotect(sealedRtp(65535)), Verdict::ok);
    EXPECT_EQ(unprotect(sealedRtp(0)), Verdict::ok);
}

TEST_P(Srtp, KeepsStateForEightSourcesAndOnlyForAuthenticOnes) {
    for (std::uint32_t ssrc = 100; ssrc < 200; ++ssrc) {
        Octets forged = test::randomRtp(random_, ssrc, 1);
        forged.resize(forged.size() + SrtpSender::kMaxTrailer);
        ASSERT_EQ(unprotect(forged), Verdict::badAuth);
    }
    for (std::uint32_t ssrc = 1; ssrc <= SrtpReceiver::kMaxSources; ++ssrc) {
        ASSERT_EQ(unprotect(sealedRtp(1, ssrc)), Verdict::ok);
    }
    SrtpSender other = std::move(*SrtpSender::create(GetParam(), key_));
    Octets ninth = test::randomRtp(random_, 9, 1);
    std::size_t length = ninth.size();
    ninth.resize(length + SrtpSender::kMaxTrailer);
    ASSERT_TRUE(other.protectRtp(ninth, length));
    ninth.resize(length);
    EXPECT_EQ(unprotect(ninth), Verdict::replayed);
    EXPECT_EQ(unprotect(sealedRtp(2, 1)), Verdict::ok);
}

TEST_P(Srtp, TheSenderNeverUsesAnIndexTwice) {
    ASSERT_FALSE(sealedRtp(500).empty());
    EXPECT_TRUE(sealedRtp(500).empty());
    EXPECT_FALSE(sealedRtp(499).empty());
    EXPECT_FALSE(sealedRtp(500, 2).empty());
}

TEST_P(Srtp, TheSenderRefusesWhatIsNotAPacketOrHasNoRoom) {
    Octets packet = test::randomRtp(random_, 1, 1);
    std::size_t length = packet.size();
    EXPECT_FALSE(sender_.protectRtp(packet, length));
    EXPECT_FALSE(sender_.protectRtcp(packet, length));
    length = packet.size() + 1;
    EXPECT_FALSE(sender_.protectRtp(packet, length));
    Octets notRtp(64, std::byte{0x17});
    length = 32;
    EXPECT_FALSE(sender_.protectRtp(notRtp, length));
    EXPECT_FALSE(sender_.protectRtcp(notRtp, length));
}

TEST_P(Srtp, ShortAndRandomInputIsRefused) {
    for (std::size_t size = 0; size < 60; ++size) {
        for (int i = 0; i < 50; ++i) {
            Octets packet = test::randomOctets(random_, size);
            ASSERT_NE(receiver_.authenticateRtp(packet), Verdict::ok);
            ASSERT_NE(unprotectRtcp(packet), Verdict::ok);
            ASSERT_NE(unprotect(packet), Verdict::ok);
        }
    }
    Octets lyingExtension(40, std::byte{0xFF});
    lyingExtension[0] = std::byte{0x90};
    EXPECT_EQ(unprotect(lyingExtension), Verdict::malformed);
}

TEST_P(Srtp, ContextsCanBeMoved) {
    ASSERT_EQ(unprotect(sealedRtp(1)), Verdict::ok);
    sender_ = SrtpSender(std::move(sender_));
    SrtpReceiver moved(std::move(receiver_));
    receiver_ = std::move(moved);
    EXPECT_EQ(unprotect(sealedRtp(2)), Verdict::ok);
}

INSTANTIATE_TEST_SUITE_P(Suites,
                         Srtp,
                         testing::Values(SrtpSuite::aesCm128HmacSha1_80,
                                         SrtpSuite::aeadAes128Gcm,
                                         SrtpSuite::aeadAes256Gcm),
                         [](const auto& tried) { return std::string(nameOf(tried.param)); });

}  // namespace
}  // namespace mcu::srtp
