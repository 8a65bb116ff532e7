// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "pki/impl/openssl_handles.h"

namespace mcu::pki {

/// The files of an authority's folder.
struct AuthorityFiles {
    explicit AuthorityFiles(const std::filesystem::path& folder);

    std::filesystem::path certificate;  ///< ca.pem
    std::filesystem::path key;          ///< ca.key, 0600
    std::filesystem::path revoked;      ///< crl.pem
    std::filesystem::path issued;       ///< see IssuedIndex
    std::filesystem::path copies;       ///< certs/: every certificate, by serial

    /// Whether part of an authority is there.
    [[nodiscard]] bool anyThere() const;

    [[nodiscard]] Result<Handle<X509>> readCertificate() const;
    /// Refuses a key that others than its owner may read.
    [[nodiscard]] Result<Handle<EVP_PKEY>> readKey() const;

    [[nodiscard]] std::filesystem::path issuedCopy(const std::string& serialHex) const;
    [[nodiscard]] Result<Handle<X509>> readIssued(const std::string& serialHex) const;
};

}  // namespace mcu::pki
