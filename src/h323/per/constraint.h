// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>

#include "h323/asn1/type.h"

namespace mcu::h323 {

constexpr std::int64_t kFragment = 16384;           ///< X.691 clause 10.9.3.8
constexpr std::int64_t kConstrainedLength = 65536;  ///< sizes bounded below this are plain numbers

/// Bits to hold 0..count-1.
constexpr unsigned bitsFor(std::uint64_t count) {
    return count <= 1 ? 0 : static_cast<unsigned>(std::bit_width(count - 1));
}

/// Octets to hold a value, at least one.
constexpr unsigned octetsFor(std::uint64_t value) {
    return value == 0 ? 1 : (static_cast<unsigned>(std::bit_width(value)) + 7) / 8;
}

/// The size is a constrained whole number and not a general length (clause 10.9.4.1).
inline bool hasConstrainedSize(const Type& type) {
    return type.highBounded && type.high < kConstrainedLength && !type.extensible;
}

/// Contents of a string of fixed size that is short enough begin without alignment
/// (clauses 15.9, 16.6, 27.5.6); a variable one also when it can never reach 16 bits (27.5.7).
inline bool alignsContents(const Type& type, unsigned bitsPerUnit) {
    if (!hasConstrainedSize(type)) {
        return true;
    }
    const auto most = static_cast<std::uint64_t>(type.high) * bitsPerUnit;
    return type.low == type.high ? most > 16 : most >= 16;
}

}  // namespace mcu::h323
