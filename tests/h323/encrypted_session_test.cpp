// SPDX-License-Identifier: GPL-3.0-or-later
// H.245 with media encryption (H.235.6): two sessions against each other.
#include <array>
#include <vector>

#include <gtest/gtest.h>

#include "two_sessions.h"

namespace mcu::h323::h245 {
namespace {

using namespace test;
using media::Encryption;
using security::Algorithm;
using security::KeyAgreement;
using What = SessionEvent::Kind;

struct Keys {
    std::shared_ptr<KeyAgreement> a = std::make_shared<KeyAgreement>();
    std::shared_ptr<KeyAgreement> b = std::make_shared<KeyAgreement>();

    explicit Keys(bool weak = false) {
        a->offer();
        auto offered = a->halfKeys();
        if (weak) {
            std::erase_if(offered,
                          [](const auto& half) { return half.group == security::DhGroup::dh2048; });
        }
        b->answer(offered);
        a->complete(b->halfKeys());
    }
};

Side sideWith(int terminalType,
              std::uint16_t port,
              std::shared_ptr<const KeyAgreement> keys,
              Encryption encryption) {
    auto policy = policyOf();
    policy.encryption = encryption;
    return Side(terminalType, port, policy, true, {}, std::move(keys));
}

std::unique_ptr<Pair> met(const Keys& keys, Encryption a, Encryption b) {
    auto pair =
        std::make_unique<Pair>(sideWith(190, 6000, keys.a, a), sideWith(50, 7000, keys.b, b));
    pair->start();
    return pair;
}

/// What one side sends with is what the other receives with, and no two channels share a key.
void expectKeysFit(const Pair& pair, std::size_t octets) {
    const auto a = pair.a.session.agreed();
    const auto b = pair.b.session.agreed();
    std::vector<media::SrtpKey> all;
    for (std::size_t i = 0; i < 2; ++i) {
        ASSERT_TRUE(a.streams[i].encrypted());
        ASSERT_TRUE(b.streams[i].encrypted());
        const auto& ours = std::get<media::CbcKeys>(a.streams[i].keying);
        const auto& theirs = std::get<media::CbcKeys>(b.streams[i].keying);
        EXPECT_EQ(ours.local, theirs.remote);
        EXPECT_EQ(ours.remote, theirs.local);
        EXPECT_EQ(ours.local->reveal().size(), octets);
        all.push_back(*ours.local);
        all.push_back(*ours.remote);
        // The static payload types are of clear sound alone.
        EXPECT_GE(a.streams[i].send.payloadType, 96);
        EXPECT_EQ(a.streams[i].send.payloadType, b.streams[i].receive.at(0).payloadType);
        EXPECT_EQ(b.streams[i].send.payloadType, a.streams[i].receive.at(0).payloadType);
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t j = i + 1; j < all.size(); ++j) {
            EXPECT_FALSE(all[i] == all[j]);
        }
    }
}

TEST(EncryptedSession, Aes256WhereBothKnowTheGreaterGroup) {
    for (const auto policy : {Encryption::preferred, Encryption::required}) {
        const auto pair = met(Keys(), policy, Encryption::preferred);
        expectKeysFit(*pair, 32);
    }
}

TEST(EncryptedSession, Aes128WhereOneKnowsTheSmallerGroupOnly) {
    const auto pair = met(Keys(true), Encryption::required, Encryption::required);
    expectKeysFit(*pair, 16);
}

TEST(EncryptedSession, ClearWhereOneSideDisablesIt) {
    const auto pair = met(Keys(), Encryption::preferred, Encryption::disabled);
    for (const auto* side : {&pair->a, &pair->b}) {
        for (const auto& stream : side->session.agreed().streams) {
            EXPECT_EQ(stream.direction, media::Direction::sendReceive);
            EXPECT_FALSE(stream.encrypted());
        }
    }
}

TEST(EncryptedSession, RequiredAgainstAPeerThatTakesNothingEncryptedFails) {
    const auto pair = met(Keys(), Encryption::required, Encryption::disabled);
    ASSERT_EQ(pair->a.told(What::failed), 1);
    EXPECT_EQ(pair->a.events.back().cause.code, call::CauseCode::encryptionRequired);
}

TEST(EncryptedSession, AClearChannelIsRefusedWhereEncryptionIsRequired) {
    const auto pair = met(Keys(), Encryption::required, Encryption::preferred);
    Pdus opened;
    OutgoingChannel clear;
    capability::Choice choice;
    choice.format.codec = media::Codec::pcma;
    choice.format.payloadType = 8;
    clear.open(300, 1, choice, localMedia(7000).streams[0], {}, pair->now, opened);
    pair->b.out = opened;
    pair->exchange();
    EXPECT_EQ(pair->a.values.back().chosen("response.openLogicalChannelReject.cause"),
              "securityDenied");
}

TEST(EncryptedSession, AKeyThatDoesNotComeMakesTheChannelClearOrNone) {
    // The slave's own agreement is with somebody else: what the master sends it cannot open.
    Keys keys;
    const Keys others;
    keys.b = others.b;
    const auto pair = met(keys, Encryption::preferred, Encryption::preferred);
    for (const auto& stream : pair->b.session.agreed().streams) {
        EXPECT_FALSE(
            media::sends(stream.direction) && stream.encrypted() &&
            std::get<media::CbcKeys>(stream.keying).local ==
                std::get<media::CbcKeys>(pair->a.session.agreed().streams[0].keying).remote);
    }
    EXPECT_EQ(pair->a.told(What::failed), 0);
}

TEST(EncryptedSession, NewChannelsGetNewKeys) {
    const auto pair = met(Keys(), Encryption::preferred, Encryption::preferred);
    const auto before = std::get<media::CbcKeys>(pair->a.session.agreed().streams[0].keying);
    pair->b.session.setHold(true, pair->now, pair->b.out);
    pair->exchange();
    pair->b.session.setHold(false, pair->now, pair->b.out);
    pair->exchange();
    const auto after = std::get<media::CbcKeys>(pair->a.session.agreed().streams[0].keying);
    EXPECT_FALSE(before.local == after.local);
    expectKeysFit(*pair, 32);
}

media::CbcKeys keysOf(const Side& side, std::size_t stream) {
    return std::get<media::CbcKeys>(side.session.agreed().streams.at(stream).keying);
}

void expectChanged(const Pair& pair, const std::array<std::array<media::CbcKeys, 2>, 2>& before) {
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_FALSE(keysOf(pair.a, i).local == before[0][i].local);
        EXPECT_FALSE(keysOf(pair.b, i).local == before[1][i].local);
    }
    expectKeysFit(pair, 32);
}

std::array<std::array<media::CbcKeys, 2>, 2> allKeys(const Pair& pair) {
    return {{{keysOf(pair.a, 0), keysOf(pair.a, 1)}, {keysOf(pair.b, 0), keysOf(pair.b, 1)}}};
}

void passTime(Pair& pair, Duration by) {
    pair.now += by;
    pair.a.session.onTime(pair.now, pair.a.out);
    pair.b.session.onTime(pair.now, pair.b.out);
    pair.exchange();
}

TEST(NewKeys, TheMasterGivesThemInTimeAndBothCountForAWhile) {
    const auto pair = met(Keys(), Encryption::required, Encryption::required);
    const auto before = allKeys(*pair);
    passTime(*pair, std::chrono::minutes(30));
    EXPECT_EQ(allKeys(*pair), before);
    EXPECT_EQ(*pair->a.session.deadline() <= pair->now + std::chrono::minutes(30), true);
    passTime(*pair, std::chrono::minutes(31));
    expectChanged(*pair, before);
    for (std::size_t i = 0; i < 2; ++i) {
        for (const auto& [side, far] : {std::pair(&pair->a, 1), std::pair(&pair->b, 0)}) {
            const auto stream = side->session.agreed().streams.at(i);
            const auto& keys = std::get<media::CbcKeys>(stream.keying);
            ASSERT_TRUE(keys.former);
            EXPECT_TRUE(std::optional(keys.former->key) == before.at(far)[i].local);
            ASSERT_EQ(stream.receive.size(), 2U);
            EXPECT_EQ(stream.receive[1].payloadType, keys.former->payloadType);
            EXPECT_NE(stream.receive[0].payloadType, stream.receive[1].payloadType);
        }
    }
    passTime(*pair, std::chrono::seconds(11));
    for (const auto* side : {&pair->a, &pair->b}) {
        for (const auto& stream : side->session.agreed().streams) {
            EXPECT_FALSE(std::get<media::CbcKeys>(stream.keying).former);
            EXPECT_EQ(stream.receive.size(), 1U);
        }
    }
    expectKeysFit(*pair, 32);
    EXPECT_EQ(pair->a.sent("openLogicalChannel") + pair->b.sent("openLogicalChannel"), 4);
}

TEST(NewKeys, TheSenderGoesOnWithTheOldOneUntilTheReceiverHasTheNew) {
    const auto pair = met(Keys(), Encryption::required, Encryption::required);
    const auto before = allKeys(*pair);
    pair->now += std::chrono::minutes(61);
    pair->a.session.onTime(pair->now, pair->a.out);
    EXPECT_EQ(keysOf(pair->a, 0).local, before[0][0].local);
    EXPECT_FALSE(keysOf(pair->a, 0).remote == before[0][0].remote)
        << "it takes the new one already";
    ASSERT_TRUE(keysOf(pair->a, 0).former);
    EXPECT_TRUE(std::optional(keysOf(pair->a, 0).former->key) == before[0][0].remote);
    // What the slave never hears of changes nothing; both stay good.
    pair->a.out.clear();
    passTime(*pair, std::chrono::minutes(1));
    EXPECT_EQ(keysOf(pair->a, 0).local, before[0][0].local);
    EXPECT_TRUE(keysOf(pair->a, 0).former);
    EXPECT_EQ(allKeys(*pair)[1], before[1]);
}

TEST(NewKeys, ASlaveThatGetsNoneAsks) {
    const Keys keys;
    auto policy = policyOf();
    policy.encryption = Encryption::required;
    auto pair = std::make_unique<Pair>(Side(190, 6000, policy, true, {}, keys.a, Duration::zero()),
                                       sideWith(50, 7000, keys.b, Encryption::required));
    pair->start();
    const auto before = allKeys(*pair);
    passTime(*pair, std::chrono::minutes(70));
    EXPECT_EQ(allKeys(*pair), before);
    passTime(*pair, std::chrono::minutes(6));
    EXPECT_EQ(pair->b.values.back().chosen("command.miscellaneousCommand.type"),
              "encryptionUpdateAck");
    expectChanged(*pair, before);
}

TEST(NewKeys, OnlyTheMasterGivesThem) {
    static constexpr std::array<std::uint8_t, 4> kNoKey{1, 2, 3, 4};
    const auto pair = met(Keys(), Encryption::required, Encryption::required);
    const auto before = allKeys(*pair);
    auto command = keyCommand(101, false);
    auto& sync =
        command.at("command.miscellaneousCommand.type.encryptionUpdateCommand.encryptionSync");
    sync.set("synchFlag", std::int64_t{110});
    sync.set("h235Key", std::span(kNoKey));
    pair->b.out = {command};
    pair->exchange();
    // And one that cannot be opened is not taken.
    auto spoilt = keyCommand(101, true);
    auto& other = spoilt.at("command.miscellaneousCommand.type.encryptionUpdate");
    other.set("synchFlag", std::int64_t{110});
    other.set("h235Key", std::span(kNoKey));
    pair->a.out = {spoilt};
    pair->exchange();
    EXPECT_EQ(allKeys(*pair), before);
}

}  // namespace
}  // namespace mcu::h323::h245
