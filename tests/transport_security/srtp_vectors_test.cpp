// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <gtest/gtest.h>

#include "transport/srtp/aes_ctr.h"
#include "transport/srtp/gcm_cipher.h"
#include "transport/srtp/hmac_sha1.h"
#include "transport/srtp/key_derivation.h"
#include "transport_security/hex.h"

namespace mcu::srtp {
namespace {

using test::fromHex;
using Octets = std::vector<std::byte>;

Octets head(ConstBytes bytes, std::size_t count) {
    return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count)};
}

// RFC 3711 appendix B.2.
TEST(SrtpVectors, AesCounterModeGivesTheKeyStreamOfRfc3711) {
    auto cipher = AesCtr::create(fromHex("2B7E151628AED2A6ABF7158809CF4F3C"));
    ASSERT_TRUE(cipher);
    AesCtr::Iv iv{};
    const auto start = fromHex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000");
    std::copy(start.begin(), start.end(), iv.begin());
    Octets stream(16 * 0xFF02);
    ASSERT_TRUE(cipher->apply(iv, stream));
    EXPECT_EQ(head(stream, 48),
              fromHex("E03EAD0935C95E80E166B16DD92B4EB4"
                      "D23513162B02D0F72A43A2FE4A5F97AB"
                      "41E95B3BB0A2E8DD477901E4FCA894C0"));
    EXPECT_EQ(head(Bytes(stream).subspan(16 * 0xFEFF), 48),
              fromHex("EC8CDF7398607CB0F2D21675EA9EA1E4"
                      "362B7C3C6773516318A077D7FC5073AE"
                      "6A2CC3787889374FBEB4C81B17BA6C44"));
}

// RFC 3711 appendix B.3.
TEST(SrtpVectors, KeyDerivationGivesTheSessionKeysOfRfc3711) {
    const auto master = fromHex(
        "E1F97A0D3E018BE0D64FA32C06DE4139"
        "0EC675AD498AFEEBB6960B3AABE6");
    const auto keys =
        deriveSessionKeys(media::SrtpSuite::aesCm128HmacSha1_80, master, Protocol::rtp);
    ASSERT_TRUE(keys);
    EXPECT_EQ(head(keys->encryption, 16), fromHex("C61E7A93744F39EE10734AFE3FF7A087"));
    EXPECT_EQ(head(keys->salt, 14), fromHex("30CBBC08863D8C85D49DB34A9AE1"));
    EXPECT_EQ(head(keys->authentication, 20), fromHex("CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4"));
}

// RFC 2202 section 3, test cases 1 and 3, cut to 80 bits.
TEST(SrtpVectors, HmacSha1GivesTheTagsOfRfc2202) {
    std::array<std::byte, 20> key;
    key.fill(std::byte{0x0B});
    const auto tag = HmacSha1(key).tagOf(fromHex("48692054 68657265"), {});
    EXPECT_EQ(head(tag, 10), fromHex("b617318655057264e28b"));
    key.fill(std::byte{0xAA});
    const Octets data(46, std::byte{0xDD});
    const Octets rest(4, std::byte{0xDD});
    EXPECT_EQ(head(HmacSha1(key).tagOf(data, rest), 10), fromHex("125d7342b9ac11cd91a3"));
}

SessionKeys quidProQuo(std::string_view key) {
    SessionKeys keys;
    const auto encryption = fromHex(key);
    const auto salt = fromHex("51756964 2070726f 2071756f");
    std::copy(encryption.begin(), encryption.end(), keys.encryption.begin());
    std::copy(salt.begin(), salt.end(), keys.salt.begin());
    return keys;
}

struct GcmVector {
    const char* key;
    const char* sealedRtp;
    const char* sealedRtcp;
};

constexpr GcmVector kGcm128{
    "00010203 04050607 08090a0b 0c0d0e0f",
    "8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a"
    "51c7d19b 36de3adf 8833899d 7f27beb1 6a9152cf 765ee439 0cce",
    "81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda"
    "4ce09b46 86303ded 0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade 800005d4"};

constexpr GcmVector kGcm256{
    "00010203 04050607 08090a0b 0c0d0e0f 10111213 14151617 18191a1b 1c1d1e1f",
    "8040f17b 8041f8d3 5501a0b2 32b1de78 a822fe12 ef9f78fa 332e33aa b1801238 9a58e2f3 b50b2a02"
    "76ffae0f 1ba63799 b87b7aa3 db36dfff d6b0f9bb 7878d7a7 6c13",
    "81c8000d 4d617273 d50ae4d1 f5ce5d30 4ba297e4 7d470c28 2c3ece5d bffe0a50 a2eaa5c1 110555be"
    "8415f658 c61de047 6f1b6fad 1d1eb30c 4446839f 57ff6f6c b26ac3be 800005d4"};

constexpr const char* kClearRtp =
    "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070"
    "61727465 73207472 6573";
constexpr const char* kClearRtcp =
    "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef"
    "deadbeef deadbeef deadbeef";

class Rfc7714 : public testing::TestWithParam<GcmVector> {
protected:
    static std::unique_ptr<PacketCipher> cipher(PacketCipher::Direction direction) {
        const auto keys = quidProQuo(GetParam().key);
        auto made = GcmCipher::create(keys, keys, fromHex(GetParam().key).size(), direction);
        return made ? std::move(*made) : nullptr;
    }
};

// RFC 7714 sections 16.1.1 and 16.2.1.
TEST_P(Rfc7714, SealsAndOpensRtp) {
    auto packet = fromHex(kClearRtp);
    std::size_t length = packet.size();
    packet.resize(length + 16);
    const PacketPlace place{12, 0x5501a0b2, 0xf17b};
    ASSERT_TRUE(cipher(PacketCipher::Direction::seal)->sealRtp(packet, length, place));
    EXPECT_EQ(packet, fromHex(GetParam().sealedRtp));
    ASSERT_TRUE(cipher(PacketCipher::Direction::open)->openRtp(packet, length, place));
    EXPECT_EQ(head(packet, length), fromHex(kClearRtp));
}

// RFC 7714 sections 17.1 and 17.2.
TEST_P(Rfc7714, SealsAndOpensRtcp) {
    auto packet = fromHex(kClearRtcp);
    std::size_t length = packet.size();
    packet.resize(length + 20);
    const PacketPlace place{8, 0x4d617273, 0x5d4};
    ASSERT_TRUE(cipher(PacketCipher::Direction::seal)->sealRtcp(packet, length, place));
    EXPECT_EQ(packet, fromHex(GetParam().sealedRtcp));
    ASSERT_TRUE(cipher(PacketCipher::Direction::open)->openRtcp(packet, length, place));
    EXPECT_EQ(head(packet, length), fromHex(kClearRtcp));
}

INSTANTIATE_TEST_SUITE_P(Keys, Rfc7714, testing::Values(kGcm128, kGcm256), [](const auto& tried) {
    return tried.index == 0 ? "Aes128" : "Aes256";
});

}  // namespace
}  // namespace mcu::srtp
