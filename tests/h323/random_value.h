// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "h323/asn1/value.h"

namespace mcu::h323 {

/// Makes valid random values of a type, small ones: the same seed, the same values.
class RandomValues {
public:
    explicit RandomValues(std::uint32_t seed) : random_(seed) {}

    /// `first`: the alternative to take when the type is a CHOICE, -1 any.
    Value make(const Type& type, int first = -1);

private:
    void fill(Value& value, int first);
    void fillNumber(Value& value);
    void fillString(Value& value);
    void fillSequence(Value& value);
    void fillChoice(Value& value, int first);
    std::size_t below(std::size_t count);
    std::size_t sizeFor(const Type& type, std::size_t most);

    std::mt19937 random_;
    int budget_ = 0;
};

/// May be made: not OPEN or UNUSED, which have no declared content.
bool isMakeable(const Type& type);

/// A text of a value that tests/h323/oracle/oracle.escript writes too.
std::string canonical(const Value& value);

}  // namespace mcu::h323
