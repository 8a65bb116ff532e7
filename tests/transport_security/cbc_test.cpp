// SPDX-License-Identifier: GPL-3.0-or-later
// Payload encryption of H.235.6, judged by OpenSSL's own CBC and ciphertext stealing.
#include <cstring>
#include <memory>
#include <vector>

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include "transport/cbc/payload_cipher.h"

namespace mcu::cbc {
namespace {

constexpr std::size_t kHead = 12;

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

std::vector<std::byte> keyOf(std::size_t size) {
    std::vector<std::byte> key(size);
    for (std::size_t i = 0; i < size; ++i) {
        key[i] = static_cast<std::byte>(i * 7 + 3);
    }
    return key;
}

/// An RTP packet: sequence 0x1234, timestamp 0x56789ABC.
std::vector<std::byte> packetOf(std::size_t payload) {
    std::vector<std::byte> packet = {std::byte{0x80},
                                     std::byte{0x61},
                                     std::byte{0x12},
                                     std::byte{0x34},
                                     std::byte{0x56},
                                     std::byte{0x78},
                                     std::byte{0x9A},
                                     std::byte{0xBC},
                                     std::byte{1},
                                     std::byte{2},
                                     std::byte{3},
                                     std::byte{4}};
    for (std::size_t i = 0; i < payload; ++i) {
        packet.push_back(static_cast<std::byte>(i * 13 + 5));
    }
    return packet;
}

constexpr unsigned char kIv[16] = {
    0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC, 0x12, 0x34, 0x56, 0x78};

/// OpenSSL's answer; `name` such as "AES-128-CBC", or with "-CTS".
std::vector<std::byte> openSsl(const char* name,
                               const std::vector<std::byte>& key,
                               std::span<const std::byte> clear) {
    const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context(EVP_CIPHER_CTX_new());
    EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, name, nullptr);
    EXPECT_NE(cipher, nullptr);
    char mode[] = "CS2";
    OSSL_PARAM parameters[] = {OSSL_PARAM_construct_end(), OSSL_PARAM_construct_end()};
    if (std::strstr(name, "CTS") != nullptr) {
        parameters[0] = OSSL_PARAM_construct_utf8_string(OSSL_CIPHER_PARAM_CTS_MODE, mode, 0);
    }
    EXPECT_EQ(EVP_EncryptInit_ex2(context.get(),
                                  cipher,
                                  reinterpret_cast<const unsigned char*>(key.data()),
                                  kIv,
                                  parameters),
              1);
    EVP_CIPHER_CTX_set_padding(context.get(), 0);
    std::vector<std::byte> out(clear.size() + 32);
    int written = 0;
    EXPECT_EQ(EVP_EncryptUpdate(context.get(),
                                reinterpret_cast<unsigned char*>(out.data()),
                                &written,
                                reinterpret_cast<const unsigned char*>(clear.data()),
                                static_cast<int>(clear.size())),
              1);
    out.resize(static_cast<std::size_t>(written));
    EVP_CIPHER_free(cipher);
    return out;
}

class Cbc : public ::testing::TestWithParam<std::size_t> {
protected:
    std::vector<std::byte> key_ = keyOf(GetParam());
    PayloadCipher cipher_ = std::move(*PayloadCipher::create(key_));
    const char* plain_ = GetParam() == 32 ? "AES-256-CBC" : "AES-128-CBC";
    const char* stealing_ = GetParam() == 32 ? "AES-256-CBC-CTS" : "AES-128-CBC-CTS";
};

TEST_P(Cbc, SealsAsOpenSslDoesAndOpensAgain) {
    for (std::size_t size = 0; size < 100; ++size) {
        const auto clear = packetOf(size);
        auto padded = clear;
        const auto padding = (16 - size % 16) % 16;
        padded.resize(padded.size() + padding, static_cast<std::byte>(padding));
        auto packet = clear;
        std::size_t length = packet.size();
        packet.resize(length + PayloadCipher::kMaxPadding);
        ASSERT_TRUE(cipher_.seal(packet, length, kHead));
        packet.resize(length);
        ASSERT_EQ(length, padded.size());
        EXPECT_EQ((packet[0] & std::byte{0x20}) != std::byte{}, padding != 0);
        const auto expected = openSsl(plain_, key_, std::span(padded).subspan(kHead));
        EXPECT_TRUE(
            std::equal(packet.begin() + kHead, packet.end(), expected.begin(), expected.end()));
        ASSERT_TRUE(cipher_.open(packet, length, kHead));
        packet.resize(length);
        EXPECT_EQ(packet, clear) << "of " << size << " octets";
    }
}

TEST_P(Cbc, OpensWhatOpenSslStole) {
    for (std::size_t size = 17; size < 100; ++size) {
        if (size % 16 == 0) {
            continue;
        }
        const auto clear = packetOf(size);
        const auto stolen = openSsl(stealing_, key_, std::span(clear).subspan(kHead));
        ASSERT_EQ(stolen.size(), size);
        auto packet = clear;
        std::copy(stolen.begin(), stolen.end(), packet.begin() + kHead);
        std::size_t length = packet.size();
        ASSERT_TRUE(cipher_.open(packet, length, kHead));
        EXPECT_EQ(length, clear.size());
        EXPECT_EQ(packet, clear) << "of " << size << " octets";
    }
}

TEST_P(Cbc, RefusesWhatCannotBe) {
    auto tiny = packetOf(5);
    std::size_t length = tiny.size();
    EXPECT_FALSE(cipher_.open(tiny, length, kHead)) << "less than a block";
    auto packet = packetOf(32);
    packet[0] |= std::byte{0x20};
    length = packet.size();
    // What decrypts to a last octet over 32 has more padding than payload.
    bool refused = false;
    for (int i = 0; i < 64 && !refused; ++i) {
        auto tried = packet;
        tried.back() = static_cast<std::byte>(i);
        length = tried.size();
        refused = !cipher_.open(tried, length, kHead);
    }
    EXPECT_TRUE(refused);
    EXPECT_FALSE(PayloadCipher::create(keyOf(24)));
    auto full = packetOf(20);
    length = full.size();
    EXPECT_FALSE(cipher_.seal(full, length, kHead)) << "no room for the padding";
}

/// Endpoints that leave all but the last octet of the padding as it was.
TEST_P(Cbc, OnlyTheLastOctetOfPaddingCounts) {
    auto padded = packetOf(32);
    padded.back() = std::byte{5};
    const auto sealed = openSsl(plain_, key_, std::span(padded).subspan(kHead));
    auto packet = padded;
    std::copy(sealed.begin(), sealed.end(), packet.begin() + kHead);
    packet[0] |= std::byte{0x20};
    std::size_t length = packet.size();
    ASSERT_TRUE(cipher_.open(packet, length, kHead));
    EXPECT_EQ(length, kHead + 27);
}

INSTANTIATE_TEST_SUITE_P(Keys, Cbc, ::testing::Values(16U, 32U));

}  // namespace
}  // namespace mcu::cbc
