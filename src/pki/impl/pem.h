// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pki/impl/openssl_handles.h"

namespace mcu::pki {

// PEM texts (RFC 7468) to OpenSSL's objects and back. Nothing here ever asks for a pass phrase: an
// encrypted text is unreadable.

/// What a file of revocation lists may hold: room for some 100 000 serials.
inline constexpr std::size_t kMaxCrlPem = 8U << 20U;

[[nodiscard]] Result<Handle<X509>> certificateFrom(std::string_view pem);
/// All certificates, at least one.
[[nodiscard]] Result<std::vector<Handle<X509>>> certificatesFrom(std::string_view pem);
/// All revocation lists, at least one.
[[nodiscard]] Result<std::vector<Handle<X509_CRL>>> revocationListsFrom(std::string_view pem);
[[nodiscard]] Result<Handle<X509_REQ>> requestFrom(std::string_view pem);
[[nodiscard]] Result<Handle<EVP_PKEY>> keyFrom(std::string_view pem);

[[nodiscard]] std::string pemOf(X509* certificate);
[[nodiscard]] std::string pemOf(X509_CRL* list);
[[nodiscard]] std::string pemOf(X509_REQ* request);

/// A private key as PEM in memory that is wiped when it goes.
class KeyText {
public:
    explicit KeyText(EVP_PKEY* key);

    /// Empty when it could not be written.
    [[nodiscard]] std::string_view text() const;

private:
    Handle<BIO> memory_;
};

/// SHA-256 of octets as "AB:CD:...".
[[nodiscard]] std::string sha256Text(const unsigned char* octets, std::size_t size);
/// SHA-256 of a public key (SubjectPublicKeyInfo).
[[nodiscard]] std::string keyFingerprint(EVP_PKEY* key);
/// A serial as upper case hexadecimal octets.
[[nodiscard]] std::string serialText(const ASN1_INTEGER* serial);

}  // namespace mcu::pki
