// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of H.235.6: judged by OpenSSL's own key exchange and ciphers.
#include <algorithm>
#include <cstring>
#include <memory>

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "h323/per/per.h"
#include "h323/security/key_agreement.h"

namespace mcu::h323::security {
namespace {

template <auto Function>
struct With {
    template <typename T>
    void operator()(T* object) const {
        Function(object);
    }
};

using Key = std::unique_ptr<EVP_PKEY, With<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, With<EVP_PKEY_CTX_free>>;
using Number = std::unique_ptr<BIGNUM, With<BN_free>>;

/// OpenSSL's side of an exchange in a group given by prime and generator.
class OpenSslPeer {
public:
    explicit OpenSslPeer(DhGroup group) : group_(group) {
        const auto prime = primeOf(group);
        const Number p(BN_bin2bn(prime.data(), static_cast<int>(prime.size()), nullptr));
        const Number g(BN_new());
        BN_set_word(g.get(), 2);
        own_ = made(p.get(), g.get(), nullptr);
        const KeyContext context(EVP_PKEY_CTX_new(own_.get(), nullptr));
        EVP_PKEY* fresh = nullptr;
        EXPECT_EQ(EVP_PKEY_keygen_init(context.get()), 1);
        EXPECT_EQ(EVP_PKEY_keygen(context.get(), &fresh), 1);
        own_.reset(fresh);
    }

    Octets halfKey() const {
        BIGNUM* number = nullptr;
        EXPECT_EQ(EVP_PKEY_get_bn_param(own_.get(), OSSL_PKEY_PARAM_PUB_KEY, &number), 1);
        const Number kept(number);
        Octets out(sizeOf(group_));
        BN_bn2binpad(number, out.data(), static_cast<int>(out.size()));
        return out;
    }

    Octets secretWith(const Octets& halfKey) const {
        const auto prime = primeOf(group_);
        const Number p(BN_bin2bn(prime.data(), static_cast<int>(prime.size()), nullptr));
        const Number g(BN_new());
        BN_set_word(g.get(), 2);
        const Number theirs(BN_bin2bn(halfKey.data(), static_cast<int>(halfKey.size()), nullptr));
        const auto peer = made(p.get(), g.get(), theirs.get());
        const KeyContext context(EVP_PKEY_CTX_new(own_.get(), nullptr));
        EXPECT_EQ(EVP_PKEY_derive_init(context.get()), 1);
        int pad = 1;
        const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_int(OSSL_EXCHANGE_PARAM_PAD, &pad),
                                         OSSL_PARAM_construct_end()};
        EXPECT_EQ(EVP_PKEY_CTX_set_params(context.get(), parameters), 1);
        EXPECT_EQ(EVP_PKEY_derive_set_peer(context.get(), peer.get()), 1);
        std::size_t size = sizeOf(group_);
        Octets out(size);
        EXPECT_EQ(EVP_PKEY_derive(context.get(), out.data(), &size), 1);
        EXPECT_EQ(size, out.size());
        return out;
    }

private:
    /// Parameters alone, or with a public key.
    static Key made(const BIGNUM* p, const BIGNUM* g, const BIGNUM* pub) {
        const std::unique_ptr<OSSL_PARAM_BLD, With<OSSL_PARAM_BLD_free>> build(
            OSSL_PARAM_BLD_new());
        OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_FFC_P, p);
        OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_FFC_G, g);
        if (pub != nullptr) {
            OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_PUB_KEY, pub);
        }
        const std::unique_ptr<OSSL_PARAM, With<OSSL_PARAM_free>> parameters(
            OSSL_PARAM_BLD_to_param(build.get()));
        const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "DH", nullptr));
        EVP_PKEY* key = nullptr;
        EXPECT_EQ(EVP_PKEY_fromdata_init(context.get()), 1);
        EXPECT_EQ(EVP_PKEY_fromdata(context.get(),
                                    &key,
                                    pub != nullptr ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEY_PARAMETERS,
                                    parameters.get()),
                  1);
        return Key(key);
    }

    DhGroup group_;
    Key own_;
};

class Group : public ::testing::TestWithParam<DhGroup> {};

TEST_P(Group, MakesTheSecretOpenSslMakes) {
    for (int i = 0; i < 5; ++i) {
        const DiffieHellman ours(GetParam());
        const OpenSslPeer peer(GetParam());
        const auto secret = ours.secretWith(peer.halfKey());
        ASSERT_TRUE(secret);
        EXPECT_EQ(secret->reveal(), peer.secretWith(ours.halfKey()));
    }
}

TEST_P(Group, HalfKeysThatGiveTheSecretAwayAreNone) {
    const DiffieHellman ours(GetParam());
    const auto size = sizeOf(GetParam());
    Octets zero(size);
    Octets one(size);
    one.back() = 1;
    auto prime = primeOf(GetParam());
    auto last = prime;
    --last.back();
    for (const auto& bad : {zero, one, last, prime, Octets{}, Octets(size + 1, 0x55)}) {
        EXPECT_FALSE(ours.secretWith(bad));
    }
}

INSTANTIATE_TEST_SUITE_P(Both, Group, ::testing::Values(DhGroup::dh1024, DhGroup::dh2048));

/// Two ends that have spoken; the tokens went over the wire.
struct Ends {
    Ends() {
        caller.offer();
        called.answer(overTheWire(caller.halfKeys()));
        caller.complete(overTheWire(called.halfKeys()));
    }

    static std::vector<HalfKey> overTheWire(const std::vector<HalfKey>& halfKeys) {
        auto setup = Value::of("h225.Alerting-UUIE");
        writeHalfKeys(setup.at("tokens"), halfKeys);
        return readHalfKeys(setup.find("tokens"));
    }

    KeyAgreement caller;
    KeyAgreement called;
};

TEST(KeyAgreement, BothEndsAgreeOnEverything) {
    const Ends ends;
    const std::vector all = {Algorithm::aes256Cbc, Algorithm::aes128Cbc};
    EXPECT_EQ(ends.caller.algorithms(), all);
    EXPECT_EQ(ends.called.algorithms(), all);
    for (const auto algorithm : all) {
        const auto key = KeyAgreement::draw(algorithm);
        const auto sealed = ends.called.seal(algorithm, key);
        ASSERT_TRUE(sealed);
        const auto opened = ends.caller.open(algorithm, *sealed);
        ASSERT_TRUE(opened);
        EXPECT_EQ(*opened, key);
    }
}

TEST(KeyAgreement, TheGroupOfBothDecidesWhatCanBeUsed) {
    KeyAgreement caller;
    caller.offer();
    auto offered = caller.halfKeys();
    std::erase_if(offered, [](const HalfKey& half) { return half.group == DhGroup::dh2048; });
    KeyAgreement called;
    called.answer(offered);
    EXPECT_EQ(called.algorithms(), std::vector{Algorithm::aes128Cbc});
    EXPECT_EQ(called.halfKeys().size(), 1U);
    caller.complete(called.halfKeys());
    EXPECT_EQ(caller.algorithms(), std::vector{Algorithm::aes128Cbc});
    EXPECT_FALSE(caller.seal(Algorithm::aes256Cbc, KeyAgreement::draw(Algorithm::aes256Cbc)));
}

TEST(KeyAgreement, NothingOfferedIsNothingAgreed) {
    KeyAgreement called;
    called.answer({});
    EXPECT_TRUE(called.algorithms().empty());
    EXPECT_TRUE(called.halfKeys().empty());
    KeyAgreement caller;
    caller.offer();
    caller.complete({});
    EXPECT_TRUE(caller.algorithms().empty());
}

/// H.235.6 clause 8.7 done by hand: the last octets of the secret are the key, the vector is zero.
TEST(KeyAgreement, TheSealedKeyIsWhatOpenSslMakesOfIt) {
    for (const auto& facts : kAlgorithms) {
        const OpenSslPeer peer(facts.group);
        KeyAgreement ours;
        ours.answer({{facts.group, peer.halfKey()}});
        ASSERT_TRUE(ours.has(facts.algorithm));
        const auto key = KeyAgreement::draw(facts.algorithm);
        const auto sealed = ours.seal(facts.algorithm, key);
        ASSERT_TRUE(sealed);
        const auto value = decodePer("h235.H235Key", *sealed);
        ASSERT_TRUE(value);
        const auto* material = value->find("secureSharedSecret");
        ASSERT_NE(material, nullptr);
        EXPECT_EQ(material->oid("algorithmOID"), facts.oid);
        const auto secret = peer.secretWith(ours.halfKeys().at(0).octets);
        const auto* master = secret.data() + secret.size() - facts.keyOctets;
        const std::unique_ptr<EVP_CIPHER_CTX, With<EVP_CIPHER_CTX_free>> context(
            EVP_CIPHER_CTX_new());
        const unsigned char zeros[16] = {};
        const auto octets = material->octets("encryptedSessionKey");
        ASSERT_EQ(octets.size(), facts.keyOctets);
        EVP_DecryptInit_ex(context.get(),
                           facts.keyOctets == 32 ? EVP_aes_256_cbc() : EVP_aes_128_cbc(),
                           nullptr,
                           master,
                           zeros);
        EVP_CIPHER_CTX_set_padding(context.get(), 0);
        Octets clear(octets.size() + 16);
        int written = 0;
        ASSERT_EQ(EVP_DecryptUpdate(context.get(),
                                    clear.data(),
                                    &written,
                                    octets.data(),
                                    static_cast<int>(octets.size())),
                  1);
        const auto& drawn = key.reveal();
        ASSERT_EQ(static_cast<std::size_t>(written), drawn.size());
        EXPECT_EQ(std::memcmp(clear.data(), drawn.data(), drawn.size()), 0);
    }
}

TEST(KeyAgreement, SealedKeysThatAreNoneAreRefused) {
    const Ends ends;
    const auto key = KeyAgreement::draw(Algorithm::aes128Cbc);
    const auto sealed = *ends.called.seal(Algorithm::aes128Cbc, key);
    EXPECT_FALSE(ends.caller.open(Algorithm::aes256Cbc, sealed)) << "another algorithm's";
    for (std::size_t length = 0; length < sealed.size(); ++length) {
        EXPECT_FALSE(ends.caller.open(Algorithm::aes128Cbc, std::span(sealed).first(length)));
    }
    auto channel = Value::of("h235.H235Key");
    channel.set("secureChannel", std::span<const std::uint8_t>(Octets(16, 1)));
    EXPECT_FALSE(ends.caller.open(Algorithm::aes128Cbc, *encodePer(channel))) << "in the clear";
}

TEST(HalfKeys, OfAnotherPrimeOrGroupAreNotTaken) {
    auto body = Value::of("h225.Alerting-UUIE");
    auto& tokens = body.at("tokens");
    writeHalfKeys(tokens, {{DhGroup::dh1024, DiffieHellman(DhGroup::dh1024).halfKey()}});
    ASSERT_EQ(readHalfKeys(&tokens).size(), 1U);
    auto other = primeOf(DhGroup::dh1024);
    other[100] ^= 1;
    auto foreign = tokens;
    foreign.at("1.dhkey").set("modSize", std::span<const std::uint8_t>(other));
    EXPECT_TRUE(readHalfKeys(&foreign).empty());
    foreign = tokens;
    foreign.at("1.dhkey").set("generator", std::span<const std::uint8_t>(Octets{1}));
    EXPECT_TRUE(readHalfKeys(&foreign).empty());
    foreign = tokens;
    foreign.at("1").setOid("tokenOID", "0.0.8.235.0.3.40");
    EXPECT_TRUE(readHalfKeys(&foreign).empty());
    // Left out where the identifier says which they are: that is taken.
    foreign = tokens;
    foreign.at("1.dhkey").set("modSize", std::span<const std::uint8_t>());
    foreign.at("1.dhkey").set("generator", std::span<const std::uint8_t>());
    EXPECT_EQ(readHalfKeys(&foreign).size(), 1U);
    EXPECT_TRUE(readHalfKeys(nullptr).empty());
}

}  // namespace
}  // namespace mcu::h323::security
