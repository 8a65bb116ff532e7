// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/impl/sofia_tls.h"

#include <dlfcn.h>
#include <utility>

#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <sofia-sip/su_alloc.h>

// sofia-sip 1.12.11 of Debian 12 shuts a connection's SSL object down and never frees it (decision
// 0271). It calls tls_free() through the symbol table, so that one of the program comes first.

extern "C" {

/// As in libsofia-sip-ua/tport/tport_tls.c of that version.
struct tls_s {
    su_home_t home[1];
    SSL_CTX* ctx;
    SSL* con;      ///< null in the listener's own
    BIO* bio_con;  ///< owned by con
};

/// May be called twice for one connection: the second time there is nothing left to free.
__attribute__((visibility("default"))) void tls_free(tls_s* tls) {
    using Free = void (*)(tls_s*);
    static const auto ofSofia = reinterpret_cast<Free>(dlsym(RTLD_NEXT, "tls_free"));
    if (tls != nullptr && tls->con != nullptr && SSL_get_rbio(tls->con) == tls->bio_con) {
        SSL* connection = std::exchange(tls->con, nullptr);
        tls->bio_con = nullptr;
        SSL_shutdown(connection);
        // What the object holds of its context sofia gives back by itself.
        SSL_CTX_up_ref(SSL_get_SSL_CTX(connection));
        SSL_free(connection);  // and its BIO
    }
    if (ofSofia != nullptr) {
        ofSofia(tls);
    }
}
}

namespace mcu::sip {

void mendSofiaTls() {}

}  // namespace mcu::sip
