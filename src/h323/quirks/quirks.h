// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "h323/asn1/value.h"

namespace mcu::h323 {

/// What a peer says it is (VendorIdentifier of H.225.0).
struct PeerProduct {
    int country = -1;  ///< T.35 code; -1 unsaid
    int extension = 0;
    int manufacturer = 0;
    std::string product;  ///< product and version, "" unsaid
};

[[nodiscard]] PeerProduct readProduct(const Value* endpointType);

/// What we do otherwise with a peer. Everything off is the standard.
struct Quirks {
    bool noRoundTripRequests = false;  ///< we ask for none; theirs are answered
    bool operator==(const Quirks&) const = default;
};

/// One line of the table. Empty or -1 fits everything.
struct QuirkLine {
    int country;
    int manufacturer;
    std::string_view product;  ///< part of PeerProduct::product, in any case
    Quirks quirks;
    std::string_view reason;
};

/// All lines, for documentation and tests.
[[nodiscard]] std::span<const QuirkLine> quirkLines();

/// The fitting lines in words: "no round trip requests (stops sending RTP ...)".
[[nodiscard]] std::vector<std::string> quirkTexts(const PeerProduct& peer);

/// "Cisco (181/0/18)", or the three numbers alone; empty when the peer says none.
[[nodiscard]] std::string vendorOf(const PeerProduct& peer);

/// What all fitting lines say together.
[[nodiscard]] Quirks quirksOf(const PeerProduct& peer);

}  // namespace mcu::h323
