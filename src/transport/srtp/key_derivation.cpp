// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/srtp/key_derivation.h"

#include <algorithm>

#include <openssl/crypto.h>

#include "transport/srtp/aes_ctr.h"

namespace mcu::srtp {

namespace {

// RFC 3711 sections 4.3.1 and 4.3.2.
constexpr unsigned kLabelEncryption = 0;
constexpr unsigned kLabelAuthentication = 1;
constexpr unsigned kLabelSalt = 2;
constexpr unsigned kRtcpLabels = 3;

/// PRF_n of section 4.3.3: the key stream for x = (label || r) XOR master salt, r being 0.
bool derive(AesCtr& prf, const std::array<std::byte, 14>& salt, unsigned label, Bytes out) {
    AesCtr::Iv iv{};
    std::copy(salt.begin(), salt.end(), iv.begin());
    iv[7] ^= static_cast<std::byte>(label);
    std::fill(out.begin(), out.end(), std::byte{0});
    return prf.apply(iv, out);
}

}  // namespace

SessionKeys::~SessionKeys() {
    OPENSSL_cleanse(encryption.data(), encryption.size());
    OPENSSL_cleanse(authentication.data(), authentication.size());
    OPENSSL_cleanse(salt.data(), salt.size());
}

std::size_t encryptionKeyLength(media::SrtpSuite suite) {
    return suite == media::SrtpSuite::aeadAes256Gcm ? 32 : 16;
}

Result<SessionKeys> deriveSessionKeys(media::SrtpSuite suite,
                                      ConstBytes masterKeyAndSalt,
                                      Protocol protocol) {
    if (masterKeyAndSalt.size() != media::keyLengthOf(suite)) {
        return Error(ErrorCode::invalidArgument,
                     "SRTP master key and salt of " + std::to_string(masterKeyAndSalt.size()) +
                         " bytes, " + std::string(nameOf(suite)) + " takes " +
                         std::to_string(media::keyLengthOf(suite)));
    }
    const std::size_t keyLength = encryptionKeyLength(suite);
    auto prf = AesCtr::create(masterKeyAndSalt.first(keyLength));
    if (!prf) {
        return prf.error();
    }
    // The 96 bit salt of the AEAD suites is the high part of the 112 bit one (RFC 7714 section 11).
    std::array<std::byte, 14> masterSalt{};
    const auto salt = masterKeyAndSalt.subspan(keyLength);
    std::copy(salt.begin(), salt.end(), masterSalt.begin());
    const unsigned base = protocol == Protocol::rtcp ? kRtcpLabels : 0;
    SessionKeys keys;
    const bool done =
        derive(
            *prf, masterSalt, base + kLabelEncryption, Bytes(keys.encryption).first(keyLength)) &&
        derive(*prf, masterSalt, base + kLabelAuthentication, keys.authentication) &&
        derive(*prf, masterSalt, base + kLabelSalt, Bytes(keys.salt).first(salt.size()));
    OPENSSL_cleanse(masterSalt.data(), masterSalt.size());
    if (!done) {
        return Error(ErrorCode::internal, "SRTP session keys cannot be derived");
    }
    return keys;
}

}  // namespace mcu::srtp
