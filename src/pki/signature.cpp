// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/signature.h"

#include <array>

// cms.h declares its PEM functions only after pem.h.
// clang-format off
#include <openssl/pem.h>
#include <openssl/cms.h>
// clang-format on

#include "pki/certificate.h"
#include "pki/impl/openssl_handles.h"
#include "pki/impl/pem.h"

namespace mcu::pki {

namespace {

constexpr std::size_t kMostSignatureBytes = 1U << 20;
constexpr unsigned kDetached = CMS_DETACHED | CMS_BINARY;

struct CmsDeleter {
    void operator()(CMS_ContentInfo* handle) const noexcept { CMS_ContentInfo_free(handle); }
};

using Cms = std::unique_ptr<CMS_ContentInfo, CmsDeleter>;

Handle<BIO> reading(std::string_view bytes) {
    return Handle<BIO>(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
}

Error failed(const std::string& what) {
    return {ErrorCode::internal, what + ": " + Complaints::last(), "", "signature.failed"};
}

/// The certificate whose key made the one signature.
Result<std::string> signerPem(CMS_ContentInfo* cms) {
    auto* signers = CMS_get0_signers(cms);
    const bool one = signers != nullptr && sk_X509_num(signers) == 1;
    std::string pem = one ? pemOf(sk_X509_value(signers, 0)) : std::string();
    sk_X509_free(signers);
    if (!one) {
        return Error(ErrorCode::refused,
                     "the signature does not say by whom it is",
                     "have the document signed again",
                     "signature.no-signer");
    }
    return pem;
}

}  // namespace

std::string sha256Hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
        constexpr const char* kDigits = "0123456789abcdef";
        hex += kDigits[digest[i] >> 4U];
        hex += kDigits[digest[i] & 15U];
    }
    return hex;
}

Result<std::string> signDetached(std::string_view bytes,
                                 std::string_view certificatePem,
                                 std::string_view keyPem) {
    const Complaints complaints;
    const auto certificate = certificateFrom(certificatePem);
    if (!certificate) {
        return certificate.error();
    }
    const auto key = keyFrom(keyPem);
    if (!key) {
        return key.error();
    }
    if (X509_check_private_key(certificate->get(), key->get()) != 1) {
        return Error(ErrorCode::refused,
                     "the key is not the certificate's",
                     "give the key that was made with the request of this certificate",
                     "signature.key-mismatch");
    }
    const auto data = reading(bytes);
    const Cms cms(
        CMS_sign(certificate->get(), key->get(), nullptr, data.get(), kDetached | CMS_NOSMIMECAP));
    if (!cms) {
        return failed("not signed");
    }
    const Handle<BIO> out(BIO_new(BIO_s_mem()));
    if (!out || PEM_write_bio_CMS(out.get(), cms.get()) != 1) {
        return failed("not signed");
    }
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &text);
    return std::string(text, static_cast<std::size_t>(size));
}

Result<Signer> verifyDetached(std::string_view bytes,
                              std::string_view signaturePem,
                              std::string_view caPem,
                              WallTime now) {
    const Complaints complaints;
    const auto in = reading(signaturePem.substr(0, kMostSignatureBytes));
    const Cms cms(PEM_read_bio_CMS(in.get(), nullptr, nullptr, nullptr));
    if (!cms) {
        return Error(ErrorCode::invalidArgument,
                     "this is no readable signature in PEM form",
                     "give the .sig file that was written with the document",
                     "signature.unreadable");
    }
    const auto data = reading(bytes);
    if (CMS_verify(cms.get(),
                   nullptr,
                   nullptr,
                   data.get(),
                   nullptr,
                   kDetached | CMS_NO_SIGNER_CERT_VERIFY) != 1) {
        return Error(ErrorCode::refused,
                     "the signature is not of this document: one of them was altered",
                     "ask for the document and its signature again",
                     "signature.wrong");
    }
    const auto pem = signerPem(cms.get());
    if (!pem) {
        return pem.error();
    }
    if (auto vouched = chainsTo(*pem, caPem, now); !vouched) {
        return vouched.error();
    }
    const auto facts = readCertificate(*pem);
    if (!facts) {
        return facts.error();
    }
    return Signer{facts->subject, facts->serialHex, facts->sha256Fingerprint};
}

}  // namespace mcu::pki
