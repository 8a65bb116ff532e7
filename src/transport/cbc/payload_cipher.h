// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "base/result.h"

struct evp_cipher_ctx_st;

namespace mcu::cbc {

/// Encrypts and decrypts the payloads of RTP packets with AES in CBC (ITU-T H.235.6 clause 9.3):
/// the initialization vector is sequence number and timestamp, repeated; what does not fill a block
/// is padded as RTP says, P bit and all, when sent. When received, both paddings of the standard
/// are taken: RTP's, and ciphertext stealing. Nothing is authenticated. One key, both directions;
/// not thread-safe; does not allocate but in create().
class PayloadCipher {
public:
    static constexpr std::size_t kBlock = 16;
    /// Room a buffer needs beyond the clear packet.
    static constexpr std::size_t kMaxPadding = kBlock;

    /// A key of 16 or 32 octets.
    static Result<PayloadCipher> create(std::span<const std::byte> key);

    /// Encrypts `packet[head, length)` in place and grows `length` by the padding. `head` is at
    /// least the 12 octets of the fixed header, and the packet has no padding yet. False: no room.
    bool seal(std::span<std::byte> packet, std::size_t& length, std::size_t head) noexcept;
    /// Decrypts `packet[head, length)` in place; `length` loses the padding, the packet its P bit.
    /// False: cannot be what we get by encrypting; the packet is spoilt.
    bool open(std::span<std::byte> packet, std::size_t& length, std::size_t head) noexcept;

private:
    struct Free {
        void operator()(evp_cipher_ctx_st* context) const noexcept;
    };

    using Context = std::unique_ptr<evp_cipher_ctx_st, Free>;

    PayloadCipher(Context encrypt, Context decrypt, Context block)
        : encrypt_(std::move(encrypt)), decrypt_(std::move(decrypt)), block_(std::move(block)) {}

    bool unsteal(std::span<std::byte> payload, const unsigned char* iv) noexcept;

    Context encrypt_;
    Context decrypt_;
    Context block_;  ///< single blocks, for the end of a stolen ciphertext
};

}  // namespace mcu::cbc
