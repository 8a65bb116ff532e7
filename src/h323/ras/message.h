// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "h323/asn1/value.h"

namespace mcu::h323::ras {

/// H.225.0 version 4 in the notation of object identifiers; what we say we are.
constexpr std::string_view kProtocol = "0.0.8.2250.0.4";

/// The largest RAS message we read. It has to fit a datagram.
constexpr std::size_t kMostOctets = 16384;

/// A RAS message that was read: its name and its body at once, since both are always needed. A
/// message we do not know has no body.
struct RasMessage {
    Value value;            ///< RasMessage, the whole
    std::string_view name;  ///< "registrationRequest"; empty: not known to us
    std::uint16_t sequence = 0;

    [[nodiscard]] const Value& body() const { return *value.find(name); }
};

Result<RasMessage> readRas(std::span<const std::uint8_t> octets);

/// A message with its sequence number, ready to be filled.
struct NewRas {
    Value message;
    Value* body;

    NewRas(std::string_view name, std::uint16_t sequence);
    NewRas(NewRas&&) = delete;
};

/// XRS: what we could not understand goes back (H.225.0 clause 7.17).
Result<Octets> unknownMessage(const RasMessage& received, std::span<const std::uint8_t> octets);

/// "securityDenial" of a CHOICE of reasons, or "unknown reason".
[[nodiscard]] std::string reasonOf(const Value& body, std::string_view path);

/// Whether the protocol identifier is one of H.225.0; the version is not held against anybody.
[[nodiscard]] bool speaksH225(const Value& body);

}  // namespace mcu::h323::ras
