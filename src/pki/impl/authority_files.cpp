// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/impl/authority_files.h"

#include <system_error>

#include "pki/certificate.h"
#include "pki/impl/files.h"
#include "pki/impl/pem.h"
#include "pki/pem_file.h"

namespace mcu::pki {

namespace {

Result<Handle<X509>> readIn(const std::filesystem::path& file) {
    const auto text = readFile(file, kMaxPem);
    if (!text) {
        return text.error();
    }
    auto certificate = certificateFrom(*text);
    return certificate ? std::move(certificate)
                       : Result<Handle<X509>>(certificate.error().in(file.string()));
}

}  // namespace

AuthorityFiles::AuthorityFiles(const std::filesystem::path& folder)
    : certificate(folder / "ca.pem"),
      key(folder / "ca.key"),
      revoked(folder / "crl.pem"),
      issued(folder / "issued"),
      copies(folder / "certs") {}

bool AuthorityFiles::anyThere() const {
    std::error_code unknown;
    for (const auto& file : {certificate, key, issued}) {
        if (std::filesystem::symlink_status(file, unknown).type() !=
            std::filesystem::file_type::not_found) {
            return true;
        }
    }
    return false;
}

Result<Handle<X509>> AuthorityFiles::readCertificate() const {
    auto found = readIn(certificate);
    if (!found && found.error().code == ErrorCode::notFound) {
        return Error(ErrorCode::notFound,
                     "there is no authority in " + certificate.parent_path().string(),
                     "create one with mcuctl cert ca, or name its folder with --dir",
                     "cert.no-authority");
    }
    return found;
}

Result<Handle<EVP_PKEY>> AuthorityFiles::readKey() const {
    auto text = readFile(key, kMaxPem);
    if (!text) {
        return text.error();
    }
    auto found = keyFrom(*text);
    wipe(*text);
    if (!found) {
        return found.error().in(key.string());
    }
    if (openToOthers(key)) {
        return Error(ErrorCode::refused,
                     "others than the owner may read " + key.string(),
                     "chmod 600 it, and think about who may have read it",
                     "cert.key-open");
    }
    return found;
}

std::filesystem::path AuthorityFiles::issuedCopy(const std::string& serialHex) const {
    return copies / (serialHex + ".pem");
}

Result<Handle<X509>> AuthorityFiles::readIssued(const std::string& serialHex) const {
    return readIn(issuedCopy(serialHex));
}

}  // namespace mcu::pki
