// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "pki/impl/openssl_handles.h"

namespace mcu::pki {

// What is put into certificates, requests and revocation lists, and signed (RFC 5280). Times reach
// a little back, so that a machine whose clock is slow takes them.

/// How far a certificate's and a list's first moment lies before it is signed.
inline constexpr std::chrono::minutes kClockSlack{10};

struct Validity {
    WallTime from;
    WallTime until;
};

/// Who signs.
struct Signer {
    X509* certificate = nullptr;
    EVP_PKEY* key = nullptr;
};

struct RevokedSerial {
    std::string serialHex;
    WallTime at;
};

[[nodiscard]] Result<Handle<EVP_PKEY>> makeKey(const char* curve);

/// Self-signed, may sign certificates of MCUs and lists, nothing below.
[[nodiscard]] Result<Handle<X509>> makeAuthority(const std::string& name,
                                                 EVP_PKEY* key,
                                                 const Validity& validity);
/// For both ends of TLS, CN and DNS name the MCU's id.
[[nodiscard]] Result<Handle<X509>> makeMcu(const std::string& mcuId,
                                           EVP_PKEY* publicKey,
                                           const Validity& validity,
                                           const Signer& signer);
[[nodiscard]] Result<Handle<X509_REQ>> makeSigningRequest(const std::string& mcuId, EVP_PKEY* key);
[[nodiscard]] Result<Handle<X509_CRL>> makeRevocationList(const std::vector<RevokedSerial>& serials,
                                                          std::uint64_t number,
                                                          const Validity& validity,
                                                          const Signer& signer);

}  // namespace mcu::pki
