// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace mcu::dtls {

struct HandleDeleter {
    void operator()(SSL_CTX* handle) const noexcept { SSL_CTX_free(handle); }

    void operator()(SSL* handle) const noexcept { SSL_free(handle); }

    void operator()(X509* handle) const noexcept { X509_free(handle); }

    void operator()(EVP_PKEY* handle) const noexcept { EVP_PKEY_free(handle); }

    void operator()(BIO_METHOD* handle) const noexcept { BIO_meth_free(handle); }
};

template <typename T>
using Handle = std::unique_ptr<T, HandleDeleter>;

}  // namespace mcu::dtls
