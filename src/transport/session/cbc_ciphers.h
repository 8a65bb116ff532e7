// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "media/agreed_media.h"
#include "transport/cbc/payload_cipher.h"

namespace mcu::transport {

/// The payload ciphers of one stream (media::CbcKeys), each direction by itself. Owned by a Stream;
/// media thread.
class CbcCiphers {
public:
    /// Puts keys to work; true when any of them is new.
    Result<bool> use(const media::CbcKeys& keys);

    void clear() {
        keys_ = {};
        sender_.reset();
        receiver_.reset();
        former_.reset();
    }

    [[nodiscard]] const media::CbcKeys& keys() const { return keys_; }

    /// Null: this direction is in the clear.
    cbc::PayloadCipher* sender() { return sender_ ? &*sender_ : nullptr; }

    /// Of packets with this payload type: the key being replaced has its own.
    cbc::PayloadCipher* receiver(std::uint8_t payloadType) {
        if (former_ && keys_.former && keys_.former->payloadType == payloadType) {
            return &*former_;
        }
        return receiver_ ? &*receiver_ : nullptr;
    }

    [[nodiscard]] bool any() const { return sender_ || receiver_; }

private:
    static Result<bool> put(std::optional<cbc::PayloadCipher>& cipher,
                            const std::optional<media::SrtpKey>& before,
                            const std::optional<media::SrtpKey>& now);

    media::CbcKeys keys_;
    std::optional<cbc::PayloadCipher> sender_;
    std::optional<cbc::PayloadCipher> receiver_;
    std::optional<cbc::PayloadCipher> former_;
};

}  // namespace mcu::transport
