// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "call/peer.h"
#include "h323/asn1/value.h"

namespace mcu::h323::capability {

/// No set describes more than so many abilities; a set may have 256 entries.
inline constexpr std::size_t kMostAbilities = 64;

/// What a h245.TerminalCapabilitySet of a peer says it can do, also what we cannot. An ability
/// named twice with the same limits is one. Pure.
[[nodiscard]] std::vector<call::Ability> describe(const Value& set);

}  // namespace mcu::h323::capability
