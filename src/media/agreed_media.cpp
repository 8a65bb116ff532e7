// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/agreed_media.h"

namespace mcu::media {

std::string_view nameOf(SrtpSuite suite) {
    switch (suite) {
        case SrtpSuite::aesCm128HmacSha1_80:
            return "AES_CM_128_HMAC_SHA1_80";
        case SrtpSuite::aeadAes128Gcm:
            return "AEAD_AES_128_GCM";
        case SrtpSuite::aeadAes256Gcm:
            return "AEAD_AES_256_GCM";
    }
    return "?";
}

std::size_t keyLengthOf(SrtpSuite suite) {
    switch (suite) {
        case SrtpSuite::aesCm128HmacSha1_80:
            return 30;
        case SrtpSuite::aeadAes128Gcm:
            return 28;
        case SrtpSuite::aeadAes256Gcm:
            return 44;
    }
    return 0;
}

std::string_view nameOf(const CbcKeys& keys) {
    const auto& key = keys.local ? keys.local : keys.remote;
    return key && key->reveal().size() == 32 ? "AES_CBC_256" : "AES_CBC_128";
}

}  // namespace mcu::media
