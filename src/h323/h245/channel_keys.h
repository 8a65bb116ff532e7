// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "h323/security/key_agreement.h"

namespace mcu::h323::h245 {

/// Where the keys of logical channels come from (H.235.6 clause 8.6): the master makes them, and
/// sends them in encryptionSync of its OpenLogicalChannel or OpenLogicalChannelAck.
struct ChannelKeys {
    const security::KeyAgreement* agreement = nullptr;  ///< null: this call encrypts nothing
    bool master = false;

    [[nodiscard]] bool can(security::Algorithm algorithm) const {
        return agreement != nullptr && agreement->has(algorithm);
    }

    /// A new key, put into the encryptionSync of a message; nothing: none can be sealed.
    std::optional<media::SrtpKey> give(security::Algorithm algorithm,
                                       std::uint8_t payloadType,
                                       Value& message) const;
    /// The key in an EncryptionSync of the master; nothing: it is none we can use.
    [[nodiscard]] std::optional<media::SrtpKey> takeSync(security::Algorithm algorithm,
                                                         const Value& sync) const;
    /// The key in the encryptionSync of a message of the master; nothing: there is none we can use.
    [[nodiscard]] std::optional<media::SrtpKey> take(security::Algorithm algorithm,
                                                     const Value& message) const;
};

}  // namespace mcu::h323::h245
