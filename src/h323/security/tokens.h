// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "h323/security/diffie_hellman.h"

namespace mcu::h323::security {

/// A half key as it stands in a ClearToken of Setup or Connect (H.235.6 clause 8.5).
struct HalfKey {
    DhGroup group = DhGroup::dh1024;
    Octets octets;
};

/// Appends ClearTokens to a list of them: one that says "H.235 version 3", then one a half key.
void writeHalfKeys(Value& tokens, const std::vector<HalfKey>& halfKeys);
/// The half keys of groups we know; a token that gives a group another prime or generator is none.
/// `tokens` may be null.
[[nodiscard]] std::vector<HalfKey> readHalfKeys(const Value* tokens);

}  // namespace mcu::h323::security
