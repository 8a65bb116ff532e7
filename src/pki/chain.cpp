// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>

#include "pki/certificate.h"
#include "pki/impl/openssl_handles.h"
#include "pki/impl/pem.h"

namespace mcu::pki {

namespace {

// 112 bits: RSA of 2048, P-256, SHA-256; SHA-1 is refused (OpenSSL, security levels).
constexpr int kSecurityLevel = 2;

Status verify(X509* certificate, X509_STORE* trusted, int purpose, WallTime now) {
    const Handle<X509_STORE_CTX> context(X509_STORE_CTX_new());
    if (!context || X509_STORE_CTX_init(context.get(), trusted, certificate, nullptr) != 1) {
        return Error(ErrorCode::internal, "OpenSSL: out of memory");
    }
    X509_VERIFY_PARAM* terms = X509_STORE_CTX_get0_param(context.get());
    X509_VERIFY_PARAM_set_time(
        terms, std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
    X509_VERIFY_PARAM_set_auth_level(terms, kSecurityLevel);
    X509_VERIFY_PARAM_set_purpose(terms, purpose);
    if (X509_verify_cert(context.get()) == 1) {
        return {};
    }
    const int why = X509_STORE_CTX_get_error(context.get());
    return Error(ErrorCode::refused,
                 std::string("the authority does not vouch for the certificate: ") +
                     X509_verify_cert_error_string(why),
                 "check that ca.pem and the certificate are of the same authority, and the clock",
                 "cert.not-vouched");
}

}  // namespace

Status chainsTo(std::string_view pem, std::string_view caPem, WallTime now) {
    const Complaints complaints;
    const auto certificate = certificateFrom(pem);
    if (!certificate) {
        return certificate.error();
    }
    const auto authorities = certificatesFrom(caPem);
    if (!authorities) {
        return authorities.error();
    }
    const Handle<X509_STORE> trusted(X509_STORE_new());
    for (const auto& authority : *authorities) {
        if (!trusted || X509_STORE_add_cert(trusted.get(), authority.get()) != 1) {
            return Error(ErrorCode::internal, "OpenSSL: out of memory");
        }
    }
    if (X509_check_ca(certificate->get()) == 1) {
        return verify(certificate->get(), trusted.get(), X509_PURPOSE_ANY, now);
    }
    for (const int purpose : {X509_PURPOSE_SSL_CLIENT, X509_PURPOSE_SSL_SERVER}) {
        if (auto verified = verify(certificate->get(), trusted.get(), purpose, now); !verified) {
            return verified;
        }
    }
    return {};
}

Result<bool> keyFits(std::string_view pem, std::string_view keyPem) {
    const Complaints complaints;
    const auto certificate = certificateFrom(pem);
    if (!certificate) {
        return certificate.error();
    }
    const auto key = keyFrom(keyPem);
    if (!key) {
        return key.error();
    }
    return X509_check_private_key(certificate->get(), key->get()) == 1;
}

}  // namespace mcu::pki
