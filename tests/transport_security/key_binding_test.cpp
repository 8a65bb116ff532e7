// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/srtp/key_binding.h"

#include <string>

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace mcu::srtp {
namespace {

using media::SrtpSuite;

std::string hmac(const std::string& key, const std::string& text) {
    std::string out(32, '\0');
    unsigned length = 32;
    HMAC(EVP_sha256(),
         key.data(),
         static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(text.data()),
         text.size(),
         reinterpret_cast<unsigned char*>(out.data()),
         &length);
    return out;
}

/// RFC 5869 sections 2.2 and 2.3, written out.
media::SrtpKey hkdf(const media::SrtpKey& key, const std::string& salt, const std::string& info) {
    const auto& octets = key.reveal();
    const std::string input(reinterpret_cast<const char*>(octets.data()), octets.size());
    const auto extracted = hmac(salt, input);
    std::string block;
    std::string out;
    for (char count = 1; out.size() < octets.size(); ++count) {
        block = hmac(extracted, block + info + count);
        out += block;
    }
    const auto* begin = reinterpret_cast<const std::byte*>(out.data());
    return media::SrtpKey(std::vector<std::byte>(begin, begin + octets.size()));
}

media::SrtpKey keyOf(SrtpSuite suite, unsigned seed) {
    std::vector<std::byte> octets(media::keyLengthOf(suite));
    for (std::size_t i = 0; i < octets.size(); ++i) {
        octets[i] = static_cast<std::byte>(seed + 3 * i);
    }
    return media::SrtpKey(std::move(octets));
}

class KeyBinding : public ::testing::TestWithParam<SrtpSuite> {
protected:
    media::SdesKeys keys{GetParam(), keyOf(GetParam(), 1), keyOf(GetParam(), 200), {}};
};

TEST_P(KeyBinding, LeavesKeysThatAreBoundToNothing) {
    const auto same = bindKeys(keys);
    ASSERT_TRUE(same);
    EXPECT_EQ(same->local, keys.local);
    EXPECT_EQ(same->remote, keys.remote);
}

TEST_P(KeyBinding, DerivesAsRfc5869Says) {
    keys.boundTo = Secret<std::string>("from the control channel");
    const auto bound = bindKeys(keys);
    ASSERT_TRUE(bound);
    const auto info = "HNTH-MCU trunk " + std::string(nameOf(GetParam()));
    EXPECT_EQ(bound->local, hkdf(keys.local, keys.boundTo.reveal(), info));
    EXPECT_EQ(bound->remote, hkdf(keys.remote, keys.boundTo.reveal(), info));
    EXPECT_EQ(bound->suite, keys.suite);
    EXPECT_TRUE(bound->boundTo.reveal().empty()) << "they are not to be bound twice";
}

TEST_P(KeyBinding, GivesOtherKeysForAnotherSecret) {
    keys.boundTo = Secret<std::string>("one");
    const auto one = bindKeys(keys);
    keys.boundTo = Secret<std::string>("other");
    const auto other = bindKeys(keys);
    ASSERT_TRUE(one && other);
    EXPECT_FALSE(one->local == other->local);
    EXPECT_FALSE(one->remote == other->remote);
}

INSTANTIATE_TEST_SUITE_P(Suites,
                         KeyBinding,
                         ::testing::Values(SrtpSuite::aesCm128HmacSha1_80,
                                           SrtpSuite::aeadAes128Gcm,
                                           SrtpSuite::aeadAes256Gcm));

}  // namespace
}  // namespace mcu::srtp
