// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "transport/dtls/dtls_identity.h"
#include "transport/dtls/openssl_handles.h"

namespace mcu::dtls {

struct DtlsIdentity::Impl {
    Handle<SSL_CTX> context;
    std::string fingerprint;
};

}  // namespace mcu::dtls
