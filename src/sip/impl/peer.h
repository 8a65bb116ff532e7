// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "call/peer.h"
#include "sip/impl/sofia.h"

namespace mcu::sip {

// What a room says of itself in its messages, put together: a later message adds, none takes away.
// Bounded: what goes over kMostAbilities is left out.

inline constexpr std::size_t kMostAbilities = 64;

/// User-Agent or Server, Allow, Supported, Accept.
void addHeaders(const sip_t* sip, call::PeerDescription& peer);
/// A session description: an offer, an answer, or the body of an answer to OPTIONS.
void addDescription(std::string_view sdp, call::PeerDescription& peer);

}  // namespace mcu::sip
