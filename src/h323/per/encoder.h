// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "h323/per/bit_writer.h"
#include "h323/per/per.h"

namespace mcu::h323 {

/// Writes one Value by its type. Used once.
class PerEncoder {
public:
    explicit PerEncoder(AdditionBits additions) : additions_(additions) {}

    bool encode(const Value& value);

    /// A complete encoding: at least one octet.
    [[nodiscard]] Octets take();

    [[nodiscard]] const std::string& error() const { return error_; }

private:
    bool encodeInteger(const Value& value);
    bool encodeEnumerated(const Value& value);
    bool encodeOctets(const Value& value);
    bool encodeBits(const Value& value);
    bool encodeCharacters(const Value& value);
    bool encodeSequence(const Value& value);
    bool encodeAdditions(const Value& value);
    bool encodeAddition(const Value& addition, const std::string& name);
    bool encodeChoice(const Value& value);
    bool encodeList(const Value& value);

    bool constrained(std::int64_t low, std::int64_t high, std::int64_t value);
    void unboundedNumber(bool isSigned, std::int64_t value);
    void normallySmall(std::uint64_t value);
    bool size(const Type& type, std::size_t size);
    void generalOctets(std::span<const std::uint8_t> octets);
    bool fail(const std::string& what);
    bool failIn(const std::string& name);

    BitWriter writer_;
    AdditionBits additions_;
    std::string error_;
};

}  // namespace mcu::h323
