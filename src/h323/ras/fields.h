// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/net_address.h"
#include "h323/asn1/value.h"

// Addresses and names inside H.225.0 messages.

namespace mcu::h323::ras {

/// A name of H.323 (AliasAddress): "9203985" goes over the wire as dialled digits, anything else as
/// an h323-ID.
using Name = std::string;
using Names = std::vector<Name>;

/// At most so many names, and so many bytes in each, are taken from a message.
constexpr std::size_t kMostNames = 16;
constexpr std::size_t kLongestName = 256;

/// Of a TransportAddress; unset when it is none of IP.
[[nodiscard]] NetAddress addressOf(const Value& transportAddress);
void putAddress(Value& transportAddress, const NetAddress& address);
/// The first IP address of a list, or unset.
[[nodiscard]] NetAddress firstAddress(const Value* list);

/// Empty when the kind of name is not one a room is called by. Without the scheme "h323:" and
/// trailing NULs, which some endpoints send.
[[nodiscard]] Name nameOf(const Value& aliasAddress);
void putName(Value& aliasAddress, std::string_view name);
[[nodiscard]] Names namesOf(const Value* list);
void putNames(Value& list, const Names& names);

[[nodiscard]] bool isDigits(std::string_view name);
/// Names are compared without case and however their accents are written: h323-IDs are typed by
/// people.
[[nodiscard]] std::string foldedName(std::string_view name);

/// VendorIdentifier.
void putVendor(Value& vendor, const std::string& product, const std::string& version);
/// EndpointType of an MCU: terminal type mcu with an MC, and the vendor.
void putMcuType(Value& endpointType, const std::string& product, const std::string& version);
/// "product version" of an EndpointType or VendorIdentifier's texts; printable ASCII only.
[[nodiscard]] std::string productOf(const Value* vendorIdentifier);
/// "terminal", "mcu", "gateway", "gatekeeper" or "endpoint".
[[nodiscard]] std::string kindOf(const Value* endpointType);

}  // namespace mcu::h323::ras
