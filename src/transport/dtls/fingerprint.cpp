// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/dtls/fingerprint.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace mcu::dtls {

namespace {

const EVP_MD* digestNamed(std::string_view algorithm) {
    std::string name(algorithm);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    if (name == "sha-256") {
        return EVP_sha256();
    }
    if (name == "sha-384") {
        return EVP_sha384();
    }
    return name == "sha-512" ? EVP_sha512() : nullptr;
}

int valueOf(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    const int lower = std::tolower(static_cast<unsigned char>(digit));
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

std::optional<Fingerprint> Fingerprint::parse(std::string_view algorithm, std::string_view text) {
    Fingerprint fingerprint;
    fingerprint.digest = digestNamed(algorithm);
    if (fingerprint.digest == nullptr) {
        return std::nullopt;
    }
    const auto size = static_cast<std::size_t>(EVP_MD_get_size(fingerprint.digest));
    if (text.size() != size * 3 - 1) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < size; ++i) {
        const int high = valueOf(text[i * 3]);
        const int low = valueOf(text[i * 3 + 1]);
        if (high < 0 || low < 0 || (i + 1 < size && text[i * 3 + 2] != ':')) {
            return std::nullopt;
        }
        fingerprint.octets.push_back(static_cast<unsigned char>(high * 16 + low));
    }
    return fingerprint;
}

bool Fingerprint::matches(const X509* certificate) const {
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
    unsigned length = 0;
    return X509_digest(certificate, digest, hash.data(), &length) == 1 && length == octets.size() &&
           CRYPTO_memcmp(hash.data(), octets.data(), length) == 0;
}

std::string sha256FingerprintOf(const X509* certificate) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
    unsigned length = 0;
    if (X509_digest(certificate, EVP_sha256(), hash.data(), &length) != 1) {
        return {};
    }
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        if (i > 0) {
            text += ':';
        }
        text += kDigits[hash[i] >> 4];
        text += kDigits[hash[i] & 15];
    }
    return text;
}

}  // namespace mcu::dtls
