// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

#include "h323/per/bit_reader.h"
#include "h323/per/per.h"

namespace mcu::h323 {

/// Fills one Value from octets by its type. Used once.
class PerDecoder {
public:
    PerDecoder(std::span<const std::uint8_t> octets, const PerLimits& limits, std::size_t& values)
        : reader_(octets), limits_(limits), values_(values) {}

    bool decode(Value& value, std::size_t depth);

    /// "setup.sourceInfo: the message ends early", after a failure.
    [[nodiscard]] const std::string& error() const { return error_; }

private:
    bool decodeKind(Value& value, std::size_t depth);
    bool decodeInteger(Value& value);
    bool decodeEnumerated(Value& value);
    bool decodeBits(Value& value);
    bool decodeOctets(Value& value);
    bool decodeCharacters(Value& value);
    bool decodeSequence(Value& value, std::size_t depth);
    bool decodeAdditions(Value& value, std::size_t depth);
    bool decodeAddition(Value& value, std::size_t slot, std::size_t depth);
    bool decodeChoice(Value& value, std::size_t depth);
    bool decodeList(Value& value, std::size_t depth);
    bool decodeChild(Value& parent, std::size_t slot, std::size_t depth);

    bool constrained(std::int64_t low, std::int64_t high, std::int64_t& value);
    bool signedOctets(bool isSigned, std::int64_t low, std::int64_t& value);
    bool normallySmall(std::uint64_t& value);
    bool lengthPiece(std::size_t& length, bool& more);
    bool sizeOf(const Type& type, std::size_t& size);
    bool generalOctets(Octets& out);
    bool fail(const std::string& what);
    bool failIn(const std::string& name);

    BitReader reader_;
    const PerLimits& limits_;
    std::size_t& values_;
    std::string error_;
};

}  // namespace mcu::h323
