// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/library_version.h"

#include <openssl/crypto.h>

namespace mcu::pki {

std::string libraryVersion() {
    return OpenSSL_version(OPENSSL_VERSION_STRING);
}

}  // namespace mcu::pki
