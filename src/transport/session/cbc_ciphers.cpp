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
    const auto keyOf = [](const std::optional<media::CbcKeys::Former>& former) {
        return former ? std::optional(former->key) : std::nullopt;
    };
    const auto former = put(former_, keyOf(keys_.former), keyOf(keys.former));
    if (!sender || !receiver || !former) {
        return (!sender ? sender : !receiver ? receiver : former).error();
    }
    keys_ = keys;
    return *sender || *receiver;
}

}  // namespace mcu::transport
