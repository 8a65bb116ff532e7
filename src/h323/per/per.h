// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"
#include "h323/asn1/value.h"

namespace mcu::h323 {

/// What one message may cost us.
struct PerLimits {
    std::size_t octets = 65536;  ///< of the message
    std::size_t values = 20000;  ///< components and elements together
    std::size_t depth = 48;      ///< of nesting; DataType and ParameterValue are recursive
};

/// Basic aligned PER (X.691, BASIC-PER ALIGNED). Additions and alternatives we do not know are kept
/// as octets; a decoded message encodes to the same octets again, when its sender was canonical.
Result<Value> decodePer(std::string_view typeName,
                        std::span<const std::uint8_t> octets,
                        const PerLimits& limits = {});

enum class AdditionBits : std::uint8_t {
    asDecoded,  ///< as many as the sender of a decoded message knew; ours in a new one
    asDeclared,
};

/// Fails when a mandatory component is missing or a value is outside its constraint.
Result<Octets> encodePer(const Value& value, AdditionBits additions = AdditionBits::asDecoded);

}  // namespace mcu::h323
