// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>

#include <openssl/evp.h>

#include "base/result.h"
#include "transport/srtp/rtp_layout.h"

namespace mcu::srtp {

struct CipherContextDeleter {
    void operator()(EVP_CIPHER_CTX* context) const noexcept { EVP_CIPHER_CTX_free(context); }
};

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, CipherContextDeleter>;

/// AES in counter mode (RFC 3711 section 4.1.1) with a key scheduled once. OpenSSL wipes the
/// schedule when the context is freed. One per direction and protocol; not thread-safe.
class AesCtr {
public:
    using Iv = std::array<std::byte, 16>;

    /// A key of 16 or 32 bytes.
    static Result<AesCtr> create(ConstBytes key);
    /// In place; encrypts and decrypts alike. Does not allocate.
    bool apply(const Iv& iv, Bytes data) noexcept;

private:
    explicit AesCtr(CipherContext context) : context_(std::move(context)) {}

    CipherContext context_;
};

}  // namespace mcu::srtp
