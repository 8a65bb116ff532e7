// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/asn1/type.h"

namespace mcu::h323 {

int Type::indexOf(std::string_view component) const {
    for (std::size_t i = 0; i < components.size(); ++i) {
        if (components[i].name == component) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

unsigned Type::bitsPerCharacter() const {
    if (kind == Kind::text16) {
        return 16;
    }
    const std::size_t characters = alphabet.empty() ? 128 : alphabet.size();
    unsigned bits = 1;
    while ((std::size_t{1} << bits) < characters) {
        bits *= 2;
    }
    return bits;
}

}  // namespace mcu::h323
