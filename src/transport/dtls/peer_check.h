// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <openssl/ssl.h>

#include "transport/dtls/fingerprint.h"

namespace mcu::dtls {

/// The only question asked of a peer's certificate: is it the one the signalling named (RFC 5763
/// section 5)? The SSL object's application data points to one of these.
struct PeerCheck {
    Fingerprint expected;
    bool failed = false;

    /// For SSL_CTX_set_cert_verify_callback.
    static int onCertificate(X509_STORE_CTX* store, void*) noexcept {
        const auto* ssl = static_cast<const SSL*>(
            X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
        auto* self = static_cast<PeerCheck*>(SSL_get_app_data(ssl));
        const X509* certificate = X509_STORE_CTX_get0_cert(store);
        if (certificate != nullptr && self->expected.matches(certificate)) {
            return 1;
        }
        self->failed = true;
        X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
        return 0;
    }
};

}  // namespace mcu::dtls
