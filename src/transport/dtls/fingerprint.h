// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/x509.h>

namespace mcu::dtls {

/// A hash of a certificate as a=fingerprint gives it (RFC 8122 section 5).
struct Fingerprint {
    const EVP_MD* digest = nullptr;
    std::vector<unsigned char> octets;

    /// From "sha-256" and "AB:CD:...", any case. Empty for sha-1, md5 and what is malformed.
    static std::optional<Fingerprint> parse(std::string_view algorithm, std::string_view text);
    [[nodiscard]] bool matches(const X509* certificate) const;
};

/// "AB:CD:..." of the certificate's sha-256; empty when OpenSSL fails.
[[nodiscard]] std::string sha256FingerprintOf(const X509* certificate);

}  // namespace mcu::dtls
