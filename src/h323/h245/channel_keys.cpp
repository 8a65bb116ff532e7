// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h245/channel_keys.h"

namespace mcu::h323::h245 {

std::optional<media::SrtpKey> ChannelKeys::give(security::Algorithm algorithm,
                                                std::uint8_t payloadType,
                                                Value& message) const {
    if (!can(algorithm)) {
        return std::nullopt;
    }
    auto key = security::KeyAgreement::draw(algorithm);
    const auto sealed = agreement->seal(algorithm, key);
    if (!sealed) {
        return std::nullopt;
    }
    auto& sync = message.at("encryptionSync");
    sync.set("synchFlag", std::int64_t{payloadType});
    sync.set("h235Key", std::span(*sealed));
    return key;
}

std::optional<media::SrtpKey> ChannelKeys::takeSync(security::Algorithm algorithm,
                                                    const Value& sync) const {
    if (!can(algorithm)) {
        return std::nullopt;
    }
    return agreement->open(algorithm, sync.octets("h235Key"));
}

std::optional<media::SrtpKey> ChannelKeys::take(security::Algorithm algorithm,
                                                const Value& message) const {
    const auto* sync = message.find("encryptionSync");
    return sync == nullptr ? std::nullopt : takeSync(algorithm, *sync);
}

}  // namespace mcu::h323::h245
