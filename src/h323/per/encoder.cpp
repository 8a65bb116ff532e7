// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/per/encoder.h"

#include <algorithm>
#include <utility>

#include "h323/per/constraint.h"

namespace mcu::h323 {

bool PerEncoder::fail(const std::string& what) {
    if (error_.empty()) {
        error_ = ": " + what;
    }
    return false;
}

bool PerEncoder::failIn(const std::string& name) {
    error_.insert(0, error_.front() == ':' ? name : name + ".");
    return false;
}

Octets PerEncoder::take() {
    auto octets = writer_.take();
    if (octets.empty()) {
        octets.push_back(0);
    }
    return octets;
}

bool PerEncoder::encode(const Value& value) {
    switch (value.type().kind) {
        case Kind::null:
            return true;
        case Kind::boolean:
            writer_.bits(value.rawNumber() != 0 ? 1 : 0, 1);
            return true;
        case Kind::integer:
            return encodeInteger(value);
        case Kind::enumerated:
            return encodeEnumerated(value);
        case Kind::objectIdentifier:
            if (value.rawOctets().empty()) {
                return fail("an object identifier is empty");
            }
            generalOctets(value.rawOctets());
            return true;
        case Kind::general:
        case Kind::open:
            generalOctets(value.rawOctets());
            return true;
        case Kind::octets:
            return encodeOctets(value);
        case Kind::bits:
            return encodeBits(value);
        case Kind::text8:
        case Kind::text16:
            return encodeCharacters(value);
        case Kind::sequence:
            return encodeSequence(value);
        case Kind::choice:
            return encodeChoice(value);
        case Kind::list:
            return encodeList(value);
        case Kind::unused:
            break;
    }
    return fail("not used with H.323");
}

bool PerEncoder::constrained(std::int64_t low, std::int64_t high, std::int64_t value) {
    if (value < low || value > high) {
        return fail("a number outside its range");
    }
    const std::uint64_t range =
        static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
    const auto offset = static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(low);
    if (range <= 255) {
        writer_.bits(offset, bitsFor(range));
    } else if (range <= 65536) {
        writer_.align();
        writer_.bits(offset, range == 256 ? 8 : 16);
    } else {
        const unsigned count = octetsFor(offset);
        writer_.bits(count - 1, bitsFor(octetsFor(range - 1)));
        writer_.align();
        writer_.bits(offset, count * 8);
    }
    return true;
}

void PerEncoder::unboundedNumber(bool isSigned, std::int64_t value) {
    unsigned count = octetsFor(static_cast<std::uint64_t>(value));
    if (isSigned) {
        count = 1;
        while (count < 8 && (value >> (count * 8 - 1)) != 0 && (value >> (count * 8 - 1)) != -1) {
            ++count;
        }
    }
    writer_.align();
    writer_.bits(count, 8);
    writer_.bits(static_cast<std::uint64_t>(value), count * 8);
}

bool PerEncoder::encodeInteger(const Value& value) {
    const Type& type = value.type();
    const auto number = value.rawNumber();
    bool outside =
        (type.lowBounded && number < type.low) || (type.highBounded && number > type.high);
    if (type.extensible) {
        writer_.bits(outside ? 1 : 0, 1);
    } else if (outside) {
        return fail("a number outside its range");
    }
    if (outside || !type.lowBounded) {
        unboundedNumber(true, number);
        return true;
    }
    if (type.highBounded) {
        return constrained(type.low, type.high, number);
    }
    unboundedNumber(false, number - type.low);
    return true;
}

void PerEncoder::normallySmall(std::uint64_t value) {
    if (value < 64) {
        writer_.bits(value, 7);
    } else {
        writer_.bits(1, 1);
        unboundedNumber(false, static_cast<std::int64_t>(value));
    }
}

bool PerEncoder::encodeEnumerated(const Value& value) {
    const Type& type = value.type();
    const auto index = static_cast<std::uint64_t>(value.rawNumber());
    if (type.extensible) {
        writer_.bits(index >= type.rootCount ? 1 : 0, 1);
    }
    if (index < type.rootCount) {
        return constrained(0, static_cast<std::int64_t>(type.rootCount) - 1, value.rawNumber());
    }
    if (!type.extensible) {
        return fail("no such name");
    }
    normallySmall(index - type.rootCount);
    return true;
}

void PerEncoder::generalOctets(std::span<const std::uint8_t> octets) {
    while (octets.size() >= static_cast<std::size_t>(kFragment)) {
        const auto pieces = std::min<std::size_t>(octets.size() / kFragment, 4);
        writer_.align();
        writer_.bits(0xC0U | pieces, 8);
        writer_.octets(octets.first(pieces * kFragment));
        octets = octets.subspan(pieces * kFragment);
    }
    writer_.align();
    if (octets.size() < 128) {
        writer_.bits(octets.size(), 8);
    } else {
        writer_.bits(0x8000U | octets.size(), 16);
    }
    writer_.octets(octets);
}

bool PerEncoder::size(const Type& type, std::size_t size) {
    const auto number = static_cast<std::int64_t>(size);
    if ((type.lowBounded && number < type.low) || (type.highBounded && number > type.high)) {
        return fail("a size outside its range");
    }
    if (hasConstrainedSize(type)) {
        return constrained(type.low, type.high, number);
    }
    if (number >= kFragment) {
        return fail("too long");
    }
    writer_.align();
    if (number < 128) {
        writer_.bits(size, 8);
    } else {
        writer_.bits(0x8000U | size, 16);
    }
    return true;
}

bool PerEncoder::encodeOctets(const Value& value) {
    const Type& type = value.type();
    const auto& octets = value.rawOctets();
    if (!hasConstrainedSize(type)) {
        const auto number = static_cast<std::int64_t>(octets.size());
        if ((type.lowBounded && number < type.low) || (type.highBounded && number > type.high)) {
            return fail("a size outside its range");
        }
        generalOctets(octets);
        return true;
    }
    if (!size(type, octets.size())) {
        return false;
    }
    if (!octets.empty() && (type.low != type.high || octets.size() > 2)) {
        writer_.align();
    }
    for (const auto octet : octets) {
        writer_.bits(octet, 8);
    }
    return true;
}

bool PerEncoder::encodeBits(const Value& value) {
    const Type& type = value.type();
    std::size_t left = value.count();
    if (left > value.rawOctets().size() * 8) {
        return fail("fewer bits than counted");
    }
    if (!size(type, left)) {
        return false;
    }
    if (left > 0 && (!hasConstrainedSize(type) || type.low != type.high || left > 16)) {
        writer_.align();
    }
    for (const auto octet : value.rawOctets()) {
        const auto step = static_cast<unsigned>(std::min<std::size_t>(left, 8));
        writer_.bits(static_cast<std::uint64_t>(octet) >> (8U - step), step);
        left -= step;
    }
    return true;
}

bool PerEncoder::encodeCharacters(const Value& value) {
    const Type& type = value.type();
    const unsigned width = type.bitsPerCharacter();
    const bool direct = type.alphabet.empty() || static_cast<unsigned char>(type.alphabet.back()) <
                                                     (std::size_t{1} << width);
    const auto& octets = value.rawOctets();
    const std::size_t step = width == 16 ? 2 : 1;
    const std::size_t count = octets.size() / step;
    if (!size(type, count)) {
        return false;
    }
    if (count > 0 && alignsContents(type, width)) {
        writer_.align();
    }
    for (std::size_t i = 0; i < count; ++i) {
        std::uint64_t character = octets[i * step];
        if (step == 2) {
            character = character << 8U | octets[i * 2 + 1];
        } else if (!type.alphabet.empty()) {
            const auto index = type.alphabet.find(static_cast<char>(octets[i]));
            if (index == std::string::npos) {
                return fail("a character outside its alphabet");
            }
            character = direct ? character : index;
        }
        writer_.bits(character, width);
    }
    return true;
}

}  // namespace mcu::h323
