// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/security/diffie_hellman.h"

#include <openssl/bn.h>

#include "base/check.h"

namespace mcu::h323::security {

namespace {

// Four times the strength of the group and more (RFC 3526 section 8), and cheaper than a full one.
constexpr int kExponentBits = 512;
constexpr unsigned kGenerator = 2;

struct FreeNumber {
    void operator()(BIGNUM* number) const noexcept { BN_free(number); }
};

struct FreeContext {
    void operator()(BN_CTX* context) const noexcept { BN_CTX_free(context); }
};

using Number = std::unique_ptr<BIGNUM, FreeNumber>;
using Context = std::unique_ptr<BN_CTX, FreeContext>;

Number prime(DhGroup group) {
    return Number(group == DhGroup::dh1024 ? BN_get_rfc2409_prime_1024(nullptr)
                                           : BN_get_rfc3526_prime_2048(nullptr));
}

Octets octetsOf(const BIGNUM& number, std::size_t size) {
    Octets out(size);
    MCU_CHECK(BN_bn2binpad(&number, out.data(), static_cast<int>(size)) >= 0);
    return out;
}

/// base ^ exponent mod the group's prime, in constant time.
Octets power(const BIGNUM& base, const BIGNUM& exponent, DhGroup group) {
    const auto modulus = prime(group);
    const Context context(BN_CTX_secure_new());
    const Number result(BN_new());
    MCU_CHECK(modulus && context && result &&
              BN_mod_exp_mont_consttime(
                  result.get(), &base, &exponent, modulus.get(), context.get(), nullptr) == 1);
    auto out = octetsOf(*result, sizeOf(group));
    BN_clear(result.get());
    return out;
}

}  // namespace

std::string_view oidOf(DhGroup group) {
    return group == DhGroup::dh1024 ? "0.0.8.235.0.3.43" : "0.0.8.235.0.3.45";
}

std::size_t sizeOf(DhGroup group) {
    return group == DhGroup::dh1024 ? 128 : 256;
}

Octets primeOf(DhGroup group) {
    return octetsOf(*prime(group), sizeOf(group));
}

void DiffieHellman::Wipe::operator()(bignum_st* number) const noexcept {
    BN_clear_free(number);
}

DiffieHellman::DiffieHellman(DhGroup group) : group_(group), exponent_(BN_new()) {
    const Number generator(BN_new());
    MCU_CHECK(exponent_ && generator && BN_set_word(generator.get(), kGenerator) == 1 &&
              BN_priv_rand(exponent_.get(), kExponentBits, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) ==
                  1);
    BN_set_flags(exponent_.get(), BN_FLG_CONSTTIME);
    halfKey_ = power(*generator, *exponent_, group_);
}

DiffieHellman::~DiffieHellman() = default;
DiffieHellman::DiffieHellman(DiffieHellman&&) noexcept = default;
DiffieHellman& DiffieHellman::operator=(DiffieHellman&&) noexcept = default;

std::optional<Secret<Octets>> DiffieHellman::secretWith(
    std::span<const std::uint8_t> peerHalfKey) const {
    if (peerHalfKey.empty() || peerHalfKey.size() > sizeOf(group_)) {
        return std::nullopt;
    }
    const Number theirs(
        BN_bin2bn(peerHalfKey.data(), static_cast<int>(peerHalfKey.size()), nullptr));
    const auto highest = prime(group_);  // p - 1
    MCU_CHECK(theirs && highest && BN_sub_word(highest.get(), 1) == 1);
    if (BN_is_zero(theirs.get()) || BN_is_one(theirs.get()) ||
        BN_cmp(theirs.get(), highest.get()) >= 0) {
        return std::nullopt;
    }
    return Secret<Octets>(power(*theirs, *exponent_, group_));
}

}  // namespace mcu::h323::security
