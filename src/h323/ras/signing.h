// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "h323/asn1/value.h"
#include "h323/ras/passwords.h"

namespace mcu::h323::ras {

constexpr std::size_t kHmacOctets = 12;  ///< HMAC-SHA1-96
constexpr std::size_t kMd5Octets = 16;

/// Who signs, with what.
struct Signer {
    PasswordScheme scheme = PasswordScheme::none;
    std::string sender;   ///< before registration a name, then the endpoint identifier
    std::string general;  ///< the gatekeeper's identifier, when known
    Secret<std::string> password;
};

/// Adds the token to `body`, a component of `message`, and encodes the message.
Result<Octets> encodeSigned(Value& message, Value& body, const Signer& signer, WallTime now);

/// HMAC-SHA1-96 with SHA1 of the password as its key; empty when the library refuses.
[[nodiscard]] Octets hmacOf(std::span<const std::uint8_t> message,
                            const Secret<std::string>& password);
/// MD5 of the encoded ClearToken; `nul`: name and password end in a NUL character.
[[nodiscard]] Octets md5Of(const std::string& name,
                           const Secret<std::string>& password,
                           std::int64_t timeStamp,
                           bool nul);
[[nodiscard]] std::uint32_t randomNumber();

}  // namespace mcu::h323::ras
