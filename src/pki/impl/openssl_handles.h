// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace mcu::pki {

struct HandleDeleter {
    /// Integers, times and enumerations are this one type.
    void operator()(ASN1_STRING* handle) const noexcept { ASN1_STRING_free(handle); }

    void operator()(BIGNUM* handle) const noexcept { BN_free(handle); }

    void operator()(BIO* handle) const noexcept { BIO_free_all(handle); }

    void operator()(EVP_PKEY* handle) const noexcept { EVP_PKEY_free(handle); }

    void operator()(GENERAL_NAMES* handle) const noexcept { GENERAL_NAMES_free(handle); }

    void operator()(X509* handle) const noexcept { X509_free(handle); }

    void operator()(X509_CRL* handle) const noexcept { X509_CRL_free(handle); }

    void operator()(X509_EXTENSION* handle) const noexcept { X509_EXTENSION_free(handle); }

    void operator()(X509_REQ* handle) const noexcept { X509_REQ_free(handle); }

    void operator()(X509_REVOKED* handle) const noexcept { X509_REVOKED_free(handle); }

    void operator()(X509_STORE* handle) const noexcept { X509_STORE_free(handle); }

    void operator()(X509_STORE_CTX* handle) const noexcept { X509_STORE_CTX_free(handle); }
};

template <typename T>
using Handle = std::unique_ptr<T, HandleDeleter>;

/// Takes back what OpenSSL complained about since it was made: complaints left on the thread would
/// be read by whoever uses OpenSSL there next, a TLS connection for one.
class Complaints {
public:
    Complaints() { ERR_set_mark(); }

    ~Complaints() { ERR_pop_to_mark(); }

    Complaints(const Complaints&) = delete;
    Complaints& operator=(const Complaints&) = delete;

    /// The last one, as text.
    [[nodiscard]] static const char* last() {
        const char* reason = ERR_reason_error_string(ERR_peek_last_error());
        return reason != nullptr ? reason : "no reason given";
    }
};

}  // namespace mcu::pki
