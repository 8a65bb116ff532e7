// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/srtp/hmac_sha1.h"

#include <algorithm>

#include <openssl/crypto.h>
#include <openssl/sha.h>

// OpenSSL 3 marks the low-level SHA-1 calls deprecated; copying its plain state is several times
// cheaper than copying an EVP_MD_CTX (docs/decisions/0030-own-srtp-on-openssl.md).
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace mcu::srtp {

struct HmacSha1::Pads {
    SHA_CTX inner;
    SHA_CTX outer;
};

HmacSha1::HmacSha1(const std::array<std::byte, 20>& key) : pads_(std::make_unique<Pads>()) {
    std::array<std::byte, SHA_CBLOCK> block{};
    std::copy(key.begin(), key.end(), block.begin());
    for (auto& octet : block) {
        octet ^= std::byte{0x36};
    }
    SHA1_Init(&pads_->inner);
    SHA1_Update(&pads_->inner, block.data(), block.size());
    for (auto& octet : block) {
        octet ^= std::byte{0x36 ^ 0x5C};
    }
    SHA1_Init(&pads_->outer);
    SHA1_Update(&pads_->outer, block.data(), block.size());
    OPENSSL_cleanse(block.data(), block.size());
}

HmacSha1::~HmacSha1() {
    if (pads_) {
        OPENSSL_cleanse(pads_.get(), sizeof(Pads));
    }
}

HmacSha1::HmacSha1(HmacSha1&&) noexcept = default;

HmacSha1::Tag HmacSha1::tagOf(ConstBytes data, ConstBytes suffix) noexcept {
    std::array<unsigned char, SHA_DIGEST_LENGTH> digest;
    SHA_CTX hash = pads_->inner;
    SHA1_Update(&hash, data.data(), data.size());
    SHA1_Update(&hash, suffix.data(), suffix.size());
    SHA1_Final(digest.data(), &hash);
    hash = pads_->outer;
    SHA1_Update(&hash, digest.data(), digest.size());
    SHA1_Final(digest.data(), &hash);
    Tag tag;
    std::transform(digest.begin(), digest.begin() + kTagLength, tag.begin(), [](unsigned char c) {
        return static_cast<std::byte>(c);
    });
    return tag;
}

}  // namespace mcu::srtp
