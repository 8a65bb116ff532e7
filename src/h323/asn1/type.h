// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mcu::h323 {

enum class Kind : std::uint8_t {
    null,
    boolean,
    integer,
    enumerated,
    objectIdentifier,
    octets,
    bits,
    text8,   ///< IA5String, NumericString, PrintableString: known multiplier, one octet a character
    text16,  ///< BMPString
    general,  ///< GeneralString: octets with a length, no alphabet
    sequence,
    choice,
    list,    ///< SEQUENCE OF and SET OF, which are the same in basic PER
    open,    ///< an open type kept as octets; as an addition: kept and not looked into
    unused,  ///< a branch H.323 does not use; a message that takes it is refused
};

struct Type;

/// A component of a SEQUENCE, an alternative of a CHOICE or a name of an ENUMERATED.
struct Component {
    std::string name;
    const Type* type = nullptr;
    bool optional = false;
};

/// One declared ASN.1 type with the constraints PER can see. Made once from the declarations
/// (schema.h), unchanged after; any thread.
struct Type {
    Kind kind = Kind::null;
    std::string name;         ///< "h225.Setup-UUIE"; a nested type has the path to it
    bool extensible = false;  ///< has "...": the first rootCount components are the root
    bool lowBounded = false;
    bool highBounded = false;
    std::int64_t low = 0;  ///< of the value for integers, of the size for strings and lists
    std::int64_t high = 0;
    std::string alphabet;  ///< permitted characters in rising order; empty: all of the type
    std::vector<Component> components;
    std::size_t rootCount = 0;
    const Type* element = nullptr;  ///< of a list

    /// Position of a component, or -1.
    [[nodiscard]] int indexOf(std::string_view component) const;

    [[nodiscard]] std::size_t additionCount() const { return components.size() - rootCount; }

    /// Bits of a character of a text8 or text16 (X.691 clause 27.5.2).
    [[nodiscard]] unsigned bitsPerCharacter() const;
};

}  // namespace mcu::h323
