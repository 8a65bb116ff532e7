// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/per/decoder.h"

#include "h323/per/constraint.h"

namespace mcu::h323 {

bool PerDecoder::fail(const std::string& what) {
    if (error_.empty()) {
        error_ = ": " + what;
    }
    return false;
}

bool PerDecoder::failIn(const std::string& name) {
    if (error_.empty()) {
        error_ = ": the message ends early";
    }
    error_.insert(0, error_.front() == ':' ? name : name + ".");
    return false;
}

bool PerDecoder::decode(Value& value, std::size_t depth) {
    if (depth > limits_.depth) {
        return fail("nested too deeply");
    }
    if (++values_ > limits_.values) {
        return fail("too many values");
    }
    return decodeKind(value, depth) || fail("the message ends early");
}

bool PerDecoder::decodeKind(Value& value, std::size_t depth) {
    switch (value.type().kind) {
        case Kind::null:
            return true;
        case Kind::boolean: {
            bool flag = false;
            const bool read = reader_.bit(flag);
            value.rawNumber() = flag ? 1 : 0;
            return read;
        }
        case Kind::integer:
            return decodeInteger(value);
        case Kind::enumerated:
            return decodeEnumerated(value);
        case Kind::objectIdentifier:
        case Kind::general:
        case Kind::open:
            return generalOctets(value.rawOctets());
        case Kind::octets:
            return decodeOctets(value);
        case Kind::bits:
            return decodeBits(value);
        case Kind::text8:
        case Kind::text16:
            return decodeCharacters(value);
        case Kind::sequence:
            return decodeSequence(value, depth);
        case Kind::choice:
            return decodeChoice(value, depth);
        case Kind::list:
            return decodeList(value, depth);
        case Kind::unused:
            break;
    }
    return fail("not used with H.323");
}

bool PerDecoder::constrained(std::int64_t low, std::int64_t high, std::int64_t& value) {
    const std::uint64_t range =
        static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
    std::uint64_t offset = 0;
    if (range <= 255) {
        if (!reader_.bits(bitsFor(range), offset)) {
            return false;
        }
    } else if (range <= 65536) {
        reader_.align();
        if (!reader_.bits(range == 256 ? 8 : 16, offset)) {
            return false;
        }
    } else {
        const unsigned most = octetsFor(range - 1);
        std::uint64_t count = 0;
        if (!reader_.bits(bitsFor(most), count) || ++count > most) {
            return fail("bad length of a number");
        }
        reader_.align();
        if (!reader_.bits(static_cast<unsigned>(count) * 8, offset)) {
            return false;
        }
    }
    if (offset >= range) {
        return fail("a number outside its range");
    }
    value = low + static_cast<std::int64_t>(offset);
    return true;
}

bool PerDecoder::signedOctets(bool isSigned, std::int64_t low, std::int64_t& value) {
    std::size_t length = 0;
    bool more = false;
    std::span<const std::uint8_t> octets;
    if (!lengthPiece(length, more) || more || length == 0 || length > 8) {
        return fail("a number too long");
    }
    if (!reader_.octets(length, octets)) {
        return false;
    }
    std::uint64_t number = isSigned && (octets[0] & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
    for (const auto octet : octets) {
        number = number << 8U | octet;
    }
    if (!isSigned && number > static_cast<std::uint64_t>(INT64_MAX) -
                                  (low > 0 ? static_cast<std::uint64_t>(low) : 0)) {
        return fail("a number too large");
    }
    value = isSigned ? static_cast<std::int64_t>(number) : low + static_cast<std::int64_t>(number);
    return true;
}

bool PerDecoder::decodeInteger(Value& value) {
    const Type& type = value.type();
    bool outside = false;
    if (type.extensible && !reader_.bit(outside)) {
        return false;
    }
    if (outside || !type.lowBounded) {
        return signedOctets(true, 0, value.rawNumber());
    }
    return type.highBounded ? constrained(type.low, type.high, value.rawNumber())
                            : signedOctets(false, type.low, value.rawNumber());
}

bool PerDecoder::normallySmall(std::uint64_t& value) {
    bool large = false;
    if (!reader_.bit(large)) {
        return false;
    }
    if (!large) {
        return reader_.bits(6, value);
    }
    std::int64_t number = 0;
    if (!signedOctets(false, 0, number)) {
        return false;
    }
    value = static_cast<std::uint64_t>(number);
    return value <= 4096 || fail("an index too large");
}

bool PerDecoder::decodeEnumerated(Value& value) {
    const Type& type = value.type();
    bool addition = false;
    if (type.extensible && !reader_.bit(addition)) {
        return false;
    }
    if (!addition) {
        return constrained(0, static_cast<std::int64_t>(type.rootCount) - 1, value.rawNumber());
    }
    std::uint64_t index = 0;
    if (!normallySmall(index)) {
        return false;
    }
    value.rawNumber() = static_cast<std::int64_t>(type.rootCount + index);
    return true;
}

bool PerDecoder::lengthPiece(std::size_t& length, bool& more) {
    reader_.align();
    std::uint64_t first = 0;
    more = false;
    if (!reader_.bits(8, first)) {
        return false;
    }
    if (first < 0x80) {
        length = first;
        return true;
    }
    if (first < 0xC0) {
        std::uint64_t second = 0;
        if (!reader_.bits(8, second)) {
            return false;
        }
        length = (first & 0x3FU) << 8U | second;
        return true;
    }
    more = true;
    length = (first & 0x3FU) * kFragment;
    return (length > 0 && length <= 4 * kFragment) || fail("bad fragment");
}

bool PerDecoder::generalOctets(Octets& out) {
    bool more = true;
    while (more) {
        std::size_t length = 0;
        std::span<const std::uint8_t> piece;
        if (!lengthPiece(length, more) || !reader_.octets(length, piece)) {
            return false;
        }
        out.insert(out.end(), piece.begin(), piece.end());
    }
    return true;
}

bool PerDecoder::sizeOf(const Type& type, std::size_t& size) {
    std::int64_t number = 0;
    if (hasConstrainedSize(type)) {
        if (!constrained(type.low, type.high, number)) {
            return false;
        }
        size = static_cast<std::size_t>(number);
        return true;
    }
    bool more = false;
    if (!lengthPiece(size, more)) {
        return false;
    }
    if (more) {
        return fail("too long");
    }
    const bool short_ = type.lowBounded && size < static_cast<std::size_t>(type.low);
    const bool long_ = type.highBounded && size > static_cast<std::size_t>(type.high);
    return !(short_ || long_) || fail("a size outside its range");
}

bool PerDecoder::decodeOctets(Value& value) {
    const Type& type = value.type();
    if (!hasConstrainedSize(type)) {
        if (!generalOctets(value.rawOctets())) {
            return false;
        }
        const auto size = static_cast<std::int64_t>(value.rawOctets().size());
        return (size >= type.low && (!type.highBounded || size <= type.high)) ||
               fail("a size outside its range");
    }
    std::size_t size = 0;
    if (!sizeOf(type, size)) {
        return false;
    }
    if (size > 0 && (type.low != type.high || size > 2)) {
        reader_.align();
    }
    if (size > reader_.remaining() / 8) {
        return false;
    }
    for (; size > 0; --size) {
        std::uint64_t octet = 0;
        if (!reader_.bits(8, octet)) {
            return false;
        }
        value.rawOctets().push_back(static_cast<std::uint8_t>(octet));
    }
    return true;
}

bool PerDecoder::decodeBits(Value& value) {
    std::size_t size = 0;
    if (!sizeOf(value.type(), size)) {
        return false;
    }
    if (size > 0 &&
        (!hasConstrainedSize(value.type()) || value.type().low != value.type().high || size > 16)) {
        reader_.align();
    }
    value.count() = static_cast<std::uint32_t>(size);
    if (size > reader_.remaining()) {
        return false;
    }
    while (size > 0) {
        const auto step = static_cast<unsigned>(size < 8 ? size : 8);
        std::uint64_t octet = 0;
        if (!reader_.bits(step, octet)) {
            return false;
        }
        value.rawOctets().push_back(static_cast<std::uint8_t>(octet << (8U - step)));
        size -= step;
    }
    return true;
}

bool PerDecoder::decodeCharacters(Value& value) {
    const Type& type = value.type();
    const unsigned width = type.bitsPerCharacter();
    const bool direct = type.alphabet.empty() || static_cast<unsigned char>(type.alphabet.back()) <
                                                     (std::size_t{1} << width);
    std::size_t size = 0;
    if (!sizeOf(type, size)) {
        return false;
    }
    if (size > 0 && alignsContents(type, width)) {
        reader_.align();
    }
    if (size * width > reader_.remaining()) {
        return false;
    }
    for (; size > 0; --size) {
        std::uint64_t character = 0;
        if (!reader_.bits(width, character)) {
            return false;
        }
        if (!direct) {
            if (character >= type.alphabet.size()) {
                return fail("a character outside its alphabet");
            }
            character = static_cast<unsigned char>(type.alphabet[character]);
        }
        if (width == 16) {
            value.rawOctets().push_back(static_cast<std::uint8_t>(character >> 8U));
        }
        value.rawOctets().push_back(static_cast<std::uint8_t>(character));
    }
    return true;
}

}  // namespace mcu::h323
