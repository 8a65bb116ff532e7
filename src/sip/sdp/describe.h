// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "call/peer.h"

namespace mcu::sip::sdp {

/// What a description of the far end says it can do: each format of each line that is not refused,
/// also those we do not know, and what the lines can be encrypted with. Empty when it cannot be
/// read. Bounded by the limits of parse(). Pure.
[[nodiscard]] std::vector<call::Ability> describe(std::string_view description);

}  // namespace mcu::sip::sdp
