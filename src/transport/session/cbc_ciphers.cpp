// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/session/cbc_ciphers.h"

namespace mcu::transport {

Result<bool> CbcCiphers::put(std::optional<cbc::PayloadCipher>& cipher,
                             const std::optional<media::SrtpKey>& before,
                             const std::optional<media::SrtpKey>& now) {
    if (before == now) {
        return false;
    }
    cipher.reset();
    if (now) {
        auto made = cbc::PayloadCipher::create(now->reveal());
        if (!made) {
            return made.error();
        }
        cipher.emplace(std::move(*made));
    }
    return cipher.has_value();
}

Result<bool> CbcCiphers::use(const media::CbcKeys& keys) {
    const auto sender = put(sender_, keys_.local, keys.local);
    const auto receiver = put(receiver_, keys_.remote, keys.remote);
    if (!sender || !receiver) {
        return (sender ? receiver : sender).error();
    }
    keys_ = keys;
    return *sender || *receiver;
}

}  // namespace mcu::transport
