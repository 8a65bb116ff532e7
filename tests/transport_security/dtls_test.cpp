// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "transport/srtp/srtp_context.h"
#include "transport_security/dtls_pair.h"
#include "transport_security/packets.h"

namespace mcu::dtls {
namespace {

using State = DtlsAssociation::State;
using test::DtlsPair;

SteadyTime now() {
    return std::chrono::steady_clock::now();
}

class Dtls : public testing::Test {
protected:
    DtlsIdentity ours_ = std::move(*DtlsIdentity::generate());
    DtlsIdentity theirs_ = std::move(*DtlsIdentity::generate());

    DtlsPair pair(const std::string& serverSeenByClient, const std::string& clientSeenByServer) {
        return {std::move(*DtlsAssociation::create(
                    ours_, DtlsPair::peerWith(serverSeenByClient, true), now())),
                std::move(*DtlsAssociation::create(
                    theirs_, DtlsPair::peerWith(clientSeenByServer, false), now()))};
    }

    DtlsPair honestPair() { return pair(theirs_.fingerprint(), ours_.fingerprint()); }

    static bool bothDone(const DtlsPair& ends) {
        return ends.client.state() == State::done && ends.server.state() == State::done;
    }

    static void expectMatchingKeys(DtlsPair& ends) {
        const auto client = ends.client.takeKeys();
        const auto server = ends.server.takeKeys();
        ASSERT_TRUE(client && server);
        EXPECT_EQ(client->suite, media::SrtpSuite::aeadAes256Gcm);
        EXPECT_EQ(client->suite, server->suite);
        EXPECT_EQ(client->local, server->remote);
        EXPECT_EQ(client->remote, server->local);
        EXPECT_NE(client->local, client->remote);
        EXPECT_FALSE(ends.client.takeKeys());
        auto sender = srtp::SrtpSender::create(client->suite, client->local.reveal());
        auto receiver = srtp::SrtpReceiver::create(server->suite, server->remote.reveal());
        ASSERT_TRUE(sender && receiver);
        test::Random random(1);
        auto packet = test::randomRtp(random, 1, 1);
        std::size_t length = packet.size();
        packet.resize(length + srtp::SrtpSender::kMaxTrailer);
        ASSERT_TRUE(sender->protectRtp(packet, length));
        EXPECT_EQ(receiver->unprotectRtp(std::span(packet).first(length), length),
                  srtp::SrtpReceiver::Verdict::ok);
    }
};

TEST_F(Dtls, FingerprintIsThirtyTwoOctetsAndDiffersEachTime) {
    EXPECT_EQ(ours_.fingerprint().size(), 95U);
    EXPECT_EQ(ours_.fingerprint()[2], ':');
    EXPECT_NE(ours_.fingerprint(), theirs_.fingerprint());
}

TEST_F(Dtls, BothEndsGetTheSameKeys) {
    auto ends = honestPair();
    ends.exchange({});
    ASSERT_TRUE(bothDone(ends)) << ends.client.error().message << ends.server.error().message;
    EXPECT_FALSE(ends.client.nextTimeout(now()));
    EXPECT_FALSE(ends.server.nextTimeout(now()));
    expectMatchingKeys(ends);
}

TEST_F(Dtls, FirstFlightsLostAreSentAgain) {
    auto ends = honestPair();
    ASSERT_TRUE(ends.runUntil([&] { return bothDone(ends); },
                              [](bool, int number) { return number <= 2; }));
    expectMatchingKeys(ends);
}

TEST_F(Dtls, EveryThirdDatagramLostDelaysOnly) {
    auto ends = honestPair();
    ASSERT_TRUE(ends.runUntil([&] { return bothDone(ends); },
                              [](bool, int number) { return number % 3 == 1; }));
    expectMatchingKeys(ends);
}

TEST_F(Dtls, LastFlightLostIsRepeatedByAServerThatIsDone) {
    auto ends = honestPair();
    int fromServer = 0;
    bool serverDone = false;
    ASSERT_TRUE(ends.runUntil([&] { return bothDone(ends); },
                              [&](bool fromClient, int) {
                                  if (!fromClient && ends.server.state() == State::done &&
                                      !serverDone) {
                                      serverDone = ++fromServer >= 2;
                                      return true;
                                  }
                                  return false;
                              }));
    EXPECT_GT(fromServer, 0);
    expectMatchingKeys(ends);
}

TEST_F(Dtls, DuplicatedDatagramsDoNoHarm) {
    auto ends = honestPair();
    std::array<std::byte, DtlsAssociation::kMtu> datagram;
    for (int round = 0; round < 10; ++round) {
        for (auto [from, to] :
             {std::pair(&ends.client, &ends.server), std::pair(&ends.server, &ends.client)}) {
            while (const std::size_t size = from->takeOutgoing(datagram)) {
                to->feed(std::span(datagram).first(size), now());
                to->feed(std::span(datagram).first(size), now());
            }
        }
    }
    ASSERT_TRUE(bothDone(ends));
    expectMatchingKeys(ends);
}

TEST_F(Dtls, ClientRefusesAServerOfAnotherFingerprint) {
    auto ends = pair(ours_.fingerprint(), ours_.fingerprint());
    ends.exchange({});
    EXPECT_EQ(ends.client.state(), State::failed);
    EXPECT_EQ(ends.client.error().code, ErrorCode::refused);
    EXPECT_FALSE(ends.client.takeKeys());
    EXPECT_EQ(ends.server.state(), State::failed);
    EXPECT_FALSE(ends.server.takeKeys());
}

TEST_F(Dtls, ServerRefusesAClientOfAnotherFingerprint) {
    auto ends = pair(theirs_.fingerprint(), theirs_.fingerprint());
    ends.exchange({});
    EXPECT_EQ(ends.server.state(), State::failed);
    EXPECT_EQ(ends.server.error().code, ErrorCode::refused);
    EXPECT_FALSE(ends.server.takeKeys());
}

TEST_F(Dtls, WeakOrMalformedFingerprintsAreRefused) {
    auto peer = DtlsPair::peerWith(ours_.fingerprint(), true);
    peer.fingerprintAlgorithm = "SHA-256";
    EXPECT_TRUE(DtlsAssociation::create(ours_, peer, now()));
    for (const char* algorithm : {"sha-1", "md5", "", "sha-512", "sha-256 "}) {
        peer.fingerprintAlgorithm = algorithm;
        EXPECT_FALSE(DtlsAssociation::create(ours_, peer, now())) << algorithm;
    }
    peer.fingerprintAlgorithm = "sha-256";
    for (const std::string& text : {std::string(),
                                    std::string(95, ':'),
                                    std::string(95, 'A'),
                                    ours_.fingerprint() + ":00",
                                    ours_.fingerprint().substr(3)}) {
        peer.fingerprint = text;
        EXPECT_FALSE(DtlsAssociation::create(ours_, peer, now())) << text;
    }
}

TEST_F(Dtls, TwoServersWaitAndThenGiveUp) {
    DtlsPair ends(std::move(*DtlsAssociation::create(
                      ours_, DtlsPair::peerWith(theirs_.fingerprint(), false), now())),
                  std::move(*DtlsAssociation::create(
                      theirs_, DtlsPair::peerWith(ours_.fingerprint(), false), now())));
    ends.exchange({});
    EXPECT_EQ(ends.client.state(), State::handshaking);
    const auto late = now() + DtlsAssociation::kHandshakeLimit;
    ASSERT_TRUE(ends.client.nextTimeout(now()));
    EXPECT_LE(*ends.client.nextTimeout(now()), late);
    EXPECT_EQ(ends.client.handleTimeout(late), State::failed);
    EXPECT_EQ(ends.client.error().code, ErrorCode::timeout);
}

TEST_F(Dtls, TwoClientsFailWithoutKeys) {
    DtlsPair ends(std::move(*DtlsAssociation::create(
                      ours_, DtlsPair::peerWith(theirs_.fingerprint(), true), now())),
                  std::move(*DtlsAssociation::create(
                      theirs_, DtlsPair::peerWith(ours_.fingerprint(), true), now())));
    ends.exchange({});
    EXPECT_NE(ends.client.state(), State::done);
    EXPECT_NE(ends.server.state(), State::done);
    EXPECT_FALSE(ends.client.takeKeys());
}

TEST_F(Dtls, GarbageIsIgnored) {
    auto ends = honestPair();
    test::Random random(5);
    for (int i = 0; i < 2000; ++i) {
        auto noise = test::randomOctets(random, random() % 200);
        if (i % 2 == 0 && noise.size() >= 13) {  // looks like a record
            noise[0] = static_cast<std::byte>(20 + random() % 4);
            noise[1] = std::byte{0xFE};
            noise[2] = std::byte{0xFD};
            noise[11] = std::byte{0};
            noise[12] = static_cast<std::byte>(noise.size() - 13);
            noise[3] = std::byte{1};  // an epoch without keys
        }
        ends.server.feed(noise, now());
        ends.client.feed(noise, now());
    }
    ends.exchange({});
    EXPECT_TRUE(bothDone(ends)) << ends.client.error().message << ends.server.error().message;
    for (int i = 0; i < 500; ++i) {
        ends.server.feed(test::randomOctets(random, random() % 200), now());
    }
    EXPECT_EQ(ends.server.state(), State::done);
}

TEST_F(Dtls, DatagramsAreToldFromStunAndRtp) {
    for (int first = 0; first < 256; ++first) {
        const std::array<std::byte, 1> datagram{static_cast<std::byte>(first)};
        EXPECT_EQ(DtlsAssociation::isDtls(datagram), first >= 20 && first <= 63);
    }
    EXPECT_FALSE(DtlsAssociation::isDtls({}));
}

}  // namespace
}  // namespace mcu::dtls
