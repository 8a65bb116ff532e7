// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/secret.h"
#include "h323/asn1/value.h"

struct bignum_st;

namespace mcu::h323::security {

/// The groups of H.235.6 that we know, weakest first.
enum class DhGroup : std::uint8_t {
    dh1024,  ///< "DH1024": Oakley group 2 (RFC 2409 section 6.2)
    dh2048,  ///< "DH2048": group 14 (RFC 3526 section 3)
};

/// Object identifier of the group's ClearToken.
[[nodiscard]] std::string_view oidOf(DhGroup group);
/// Octets of its prime, and so of half keys and secrets.
[[nodiscard]] std::size_t sizeOf(DhGroup group);
/// The prime, of sizeOf() octets; the generator is 2.
[[nodiscard]] Octets primeOf(DhGroup group);

/// Our half of one Diffie-Hellman exchange: a private exponent drawn once. Wiped when destroyed.
/// Plain value without thread.
class DiffieHellman {
public:
    explicit DiffieHellman(DhGroup group);
    ~DiffieHellman();
    DiffieHellman(DiffieHellman&&) noexcept;
    DiffieHellman& operator=(DiffieHellman&&) noexcept;

    [[nodiscard]] DhGroup group() const { return group_; }

    /// What the peer gets: sizeOf(group) octets.
    [[nodiscard]] const Octets& halfKey() const { return halfKey_; }

    /// The shared secret, of sizeOf(group) octets with leading zeros. Nothing when the peer's half
    /// key is none: 0, 1, p - 1 or beyond, which would give the secret away.
    [[nodiscard]] std::optional<Secret<Octets>> secretWith(
        std::span<const std::uint8_t> peerHalfKey) const;

private:
    struct Wipe {
        void operator()(bignum_st* number) const noexcept;
    };

    DhGroup group_;
    std::unique_ptr<bignum_st, Wipe> exponent_;
    Octets halfKey_;
};

}  // namespace mcu::h323::security
