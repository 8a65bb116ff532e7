// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace mcu::pki {

/// SHA-256 of the bytes, 64 hexadecimal digits.
[[nodiscard]] std::string sha256Hex(std::string_view bytes);

/// A detached signature of the bytes as PEM (CMS SignedData, RFC 5652), with the certificate in it;
/// `openssl cms -verify` reads it too. Refused when the key is not the certificate's.
[[nodiscard]] Result<std::string> signDetached(std::string_view bytes,
                                               std::string_view certificatePem,
                                               std::string_view keyPem);

/// Who signed.
struct Signer {
    std::string subject;  ///< as in CertificateFacts
    std::string serialHex;
    std::string sha256Fingerprint;
};

/// Whether the signature is of these bytes and its certificate is vouched for by `caPem` (one
/// certificate or several) at `now`.
[[nodiscard]] Result<Signer> verifyDetached(std::string_view bytes,
                                            std::string_view signaturePem,
                                            std::string_view caPem,
                                            WallTime now);

}  // namespace mcu::pki
