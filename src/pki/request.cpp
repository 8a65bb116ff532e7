// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/request.h"

#include <array>

#include "pki/certificate.h"
#include "pki/impl/files.h"
#include "pki/impl/names.h"
#include "pki/impl/pem.h"
#include "pki/impl/signing.h"

namespace mcu::pki {

namespace {

/// P-256 and P-384 as named curves; everything else is refused.
bool goodKey(const EVP_PKEY* key) {
    std::array<char, 32> curve{};
    std::size_t size = 0;
    if (EVP_PKEY_is_a(key, "EC") != 1 ||
        EVP_PKEY_get_group_name(key, curve.data(), curve.size(), &size) != 1) {
        return false;
    }
    const std::string_view name(curve.data(), size);
    return name == "prime256v1" || name == "secp384r1";
}

Error badId(const std::string& mcuId) {
    return {ErrorCode::invalidArgument,
            "\"" + mcuId + "\" cannot be an MCU id",
            "use up to 63 letters, digits, dots and hyphens, for example mcu.vnpt",
            "cert.bad-id"};
}

/// The key of the file, made now when there is none.
Result<Handle<EVP_PKEY>> keyIn(const std::filesystem::path& file) {
    auto text = readFile(file, kMaxPem);
    if (text) {
        auto known = keyFrom(*text);
        wipe(*text);
        if (known && !goodKey(known->get())) {
            return Error(ErrorCode::refused,
                         file.string() + " is no key this program makes requests for",
                         "move it away, or begin in an empty folder",
                         "cert.bad-key");
        }
        return known ? std::move(known) : Result<Handle<EVP_PKEY>>(known.error().in(file.string()));
    }
    if (text.error().code != ErrorCode::notFound) {
        return text.error();
    }
    auto made = makeKey("P-256");
    if (!made) {
        return made;
    }
    const KeyText pem(made->get());
    if (auto written = writeFile(file, pem.text(), 0600, Write::anew); !written) {
        return written.error();
    }
    return made;
}

}  // namespace

McuFiles::McuFiles(const std::filesystem::path& folder)
    : key(folder / "mcu.key"),
      request(folder / "mcu.csr"),
      certificate(folder / "mcu.pem"),
      authority(folder / "ca.pem"),
      revoked(folder / "crl.pem") {}

Result<RequestFacts> readRequest(std::string_view pem) {
    const Complaints complaints;
    const auto request = requestFrom(pem);
    if (!request) {
        return request.error();
    }
    EVP_PKEY* key = X509_REQ_get0_pubkey(request->get());
    if (key == nullptr || !goodKey(key)) {
        return Error(ErrorCode::refused,
                     "the request's key is neither ECDSA P-256 nor P-384",
                     "make the request with mcuctl cert request",
                     "cert.bad-key");
    }
    if (X509_REQ_verify(request->get(), key) != 1) {
        return Error(ErrorCode::refused,
                     "the request's own signature is wrong: it was damaged or altered",
                     "have it sent again",
                     "cert.request-signature");
    }
    const std::string mcuId = commonName(X509_REQ_get_subject_name(request->get()));
    if (!isMcuId(mcuId)) {
        return badId(mcuId);
    }
    return RequestFacts{mcuId, keyFingerprint(key)};
}

Result<RequestFacts> makeRequest(const std::filesystem::path& folder, const std::string& mcuId) {
    const Complaints complaints;
    if (!isMcuId(mcuId)) {
        return badId(mcuId);
    }
    if (auto made = makeFolder(folder); !made) {
        return made.error();
    }
    const McuFiles files(folder);
    const auto key = keyIn(files.key);
    if (!key) {
        return key.error();
    }
    const auto request = makeSigningRequest(mcuId, key->get());
    if (!request) {
        return request.error();
    }
    const auto written = writeFile(files.request, pemOf(request->get()), 0644, Write::replace);
    if (!written) {
        return written.error();
    }
    return RequestFacts{mcuId, keyFingerprint(key->get())};
}

}  // namespace mcu::pki
