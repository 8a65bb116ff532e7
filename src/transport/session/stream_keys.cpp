// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/session/stream_keys.h"

#include "transport/srtp/key_binding.h"

namespace mcu::transport {

Result<bool> StreamKeys::use(const media::SdesKeys& signalled) {
    auto bound = srtp::bindKeys(signalled);
    if (!bound) {
        return bound.error();
    }
    const auto& keys = *bound;
    bool changed = false;
    const bool sameSuite = keys.suite == keys_.suite;
    if (!sender_ || !sameSuite || !(keys.local == keys_.local)) {
        auto made = srtp::SrtpSender::create(keys.suite, keys.local.reveal());
        if (!made) {
            return made.error().in("SRTP key to send with");
        }
        sender_ = std::make_unique<srtp::SrtpSender>(std::move(*made));
        changed = true;
    }
    if (!receiver_ || !sameSuite || !(keys.remote == keys_.remote)) {
        auto made = srtp::SrtpReceiver::create(keys.suite, keys.remote.reveal());
        if (!made) {
            return made.error().in("SRTP key to receive with");
        }
        receiver_ = std::make_unique<srtp::SrtpReceiver>(std::move(*made));
        changed = true;
    }
    keys_ = std::move(*bound);
    return changed;
}

void StreamKeys::clear() {
    sender_.reset();
    receiver_.reset();
    keys_ = {};
}

}  // namespace mcu::transport
