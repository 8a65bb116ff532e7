// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/dtls/dtls_identity.h"

#include <cstdint>

#include <openssl/rand.h>

#include "transport/dtls/dtls_identity_impl.h"
#include "transport/dtls/fingerprint.h"
#include "transport/dtls/openssl_error.h"
#include "transport/dtls/peer_check.h"

namespace mcu::dtls {

namespace {

constexpr long kValidityDays = 3650;
// A conference peer sends one certificate; anything longer is hostile.
constexpr int kMaxCertificateChain = 16384;

Handle<X509> selfSigned(EVP_PKEY* key) {
    Handle<X509> certificate(X509_new());
    std::uint32_t serial = 0;
    if (!certificate || RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) != 1) {
        return nullptr;
    }
    X509_NAME* name = X509_get_subject_name(certificate.get());
    const bool made =
        X509_set_version(certificate.get(), X509_VERSION_3) == 1 &&
        ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), serial | 1U) == 1 &&
        X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86400L) != nullptr &&
        X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86400L * kValidityDays) != nullptr &&
        X509_NAME_add_entry_by_txt(
            name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("mcu"), -1, -1, 0) ==
            1 &&
        X509_set_issuer_name(certificate.get(), name) == 1 &&
        X509_set_pubkey(certificate.get(), key) == 1 &&
        X509_sign(certificate.get(), key, EVP_sha256()) > 0;
    return made ? std::move(certificate) : nullptr;
}

/// DTLS 1.2 with forward secrecy; the peer must show a certificate, which the association compares
/// with its fingerprint.
Handle<SSL_CTX> contextFor(EVP_PKEY* key, X509* certificate) {
    Handle<SSL_CTX> context(SSL_CTX_new(DTLS_method()));
    if (!context || SSL_CTX_set_min_proto_version(context.get(), DTLS1_2_VERSION) != 1 ||
        SSL_CTX_set_max_proto_version(context.get(), DTLS1_2_VERSION) != 1 ||
        SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES") != 1 ||
        SSL_CTX_set1_groups_list(context.get(), "X25519:P-256:P-384") != 1 ||
        SSL_CTX_use_certificate(context.get(), certificate) != 1 ||
        SSL_CTX_use_PrivateKey(context.get(), key) != 1 ||
        // This call alone of its family returns 0 for success. Order is preference.
        SSL_CTX_set_tlsext_use_srtp(
            context.get(), "SRTP_AEAD_AES_256_GCM:SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80") !=
            0) {
        return nullptr;
    }
    SSL_CTX_set_options(
        context.get(),
        SSL_OP_NO_QUERY_MTU | SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_cert_verify_callback(context.get(), &PeerCheck::onCertificate, nullptr);
    SSL_CTX_set_max_cert_list(context.get(), kMaxCertificateChain);
    return context;
}

}  // namespace

DtlsIdentity::DtlsIdentity(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

DtlsIdentity::~DtlsIdentity() = default;
DtlsIdentity::DtlsIdentity(DtlsIdentity&&) noexcept = default;
DtlsIdentity& DtlsIdentity::operator=(DtlsIdentity&&) noexcept = default;

Result<DtlsIdentity> DtlsIdentity::generate() {
    ERR_clear_error();
    const Handle<EVP_PKEY> key(EVP_EC_gen("P-256"));
    const Handle<X509> certificate = key ? selfSigned(key.get()) : nullptr;
    auto impl = std::make_unique<Impl>();
    if (certificate) {
        impl->context = contextFor(key.get(), certificate.get());
        impl->fingerprint = sha256FingerprintOf(certificate.get());
    }
    if (!impl->context || impl->fingerprint.empty()) {
        return Error(ErrorCode::internal,
                     "the DTLS certificate cannot be made: " + takeOpensslReason());
    }
    return DtlsIdentity(std::move(impl));
}

const std::string& DtlsIdentity::fingerprint() const {
    return impl_->fingerprint;
}

}  // namespace mcu::dtls
