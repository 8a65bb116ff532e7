// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mcu::pki {

/// A certificate request (PKCS #10, RFC 2986) as values.
struct RequestFacts {
    std::string mcuId;
    /// SHA-256 of the public key, "AB:CD:...": read out on the telephone, it shows that the request
    /// that came is the one that was sent.
    std::string keyFingerprint;
};

/// Reads a request and checks that its sender has the key, that the key is P-256 or P-384, and the
/// id. Any thread.
[[nodiscard]] Result<RequestFacts> readRequest(std::string_view pem);

/// Where an MCU keeps its certificate: the names within its folder.
struct McuFiles {
    explicit McuFiles(const std::filesystem::path& folder);

    std::filesystem::path key;          ///< mcu.key, 0600, never leaves the machine
    std::filesystem::path request;      ///< mcu.csr, for the authority
    std::filesystem::path certificate;  ///< mcu.pem ┐
    std::filesystem::path authority;    ///< ca.pem  ├ from the authority
    std::filesystem::path revoked;      ///< crl.pem ┘
};

/// At the MCU: makes its key (ECDSA P-256) and the request for its certificate in `folder`, which
/// is created when missing. A key that is there already stays and is the one asked for; a new key
/// begins in a new folder, so that certificate and key never part. May block on the disk.
[[nodiscard]] Result<RequestFacts> makeRequest(const std::filesystem::path& folder,
                                               const std::string& mcuId);

}  // namespace mcu::pki
