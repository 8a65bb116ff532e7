// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "h323/security/diffie_hellman.h"

namespace mcu::h323::security {

/// Media encryption of H.235.6 that we do.
enum class Algorithm : std::uint8_t { aes128Cbc, aes256Cbc };

/// What an algorithm is called on the wire, how long its keys are, and which group protects them
/// (H.235.6 clause 8.7: a group no weaker than what it protects).
struct AlgorithmFacts {
    Algorithm algorithm;
    std::string_view oid;
    std::size_t keyOctets;
    DhGroup group;
};

/// Strongest first.
inline constexpr std::array kAlgorithms = {
    AlgorithmFacts{Algorithm::aes256Cbc, "2.16.840.1.101.3.4.1.42", 32, DhGroup::dh2048},
    AlgorithmFacts{Algorithm::aes128Cbc, "2.16.840.1.101.3.4.1.2", 16, DhGroup::dh1024}};

[[nodiscard]] constexpr const AlgorithmFacts& factsOf(Algorithm algorithm) {
    return algorithm == Algorithm::aes256Cbc ? kAlgorithms[0] : kAlgorithms[1];
}

[[nodiscard]] constexpr std::optional<Algorithm> algorithmOf(std::string_view oid) {
    for (const auto& facts : kAlgorithms) {
        if (facts.oid == oid) {
            return facts.algorithm;
        }
    }
    return std::nullopt;
}

}  // namespace mcu::h323::security
