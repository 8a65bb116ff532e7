// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/per/constraint.h"
#include "h323/per/decoder.h"

namespace mcu::h323 {

bool PerDecoder::decodeChild(Value& parent, std::size_t slot, std::size_t depth) {
    const Component& component = parent.type().components[slot];
    Value child(*component.type);
    child.slot() = static_cast<std::uint32_t>(slot);
    if (!decode(child, depth + 1)) {
        return failIn(component.name);
    }
    parent.children().push_back(std::move(child));
    return true;
}

bool PerDecoder::decodeSequence(Value& value, std::size_t depth) {
    const Type& type = value.type();
    bool extended = false;
    if (type.extensible && !reader_.bit(extended)) {
        return false;
    }
    std::vector<bool> present(type.rootCount, true);
    for (std::size_t i = 0; i < type.rootCount; ++i) {
        bool flag = true;
        if (type.components[i].optional && !reader_.bit(flag)) {
            return false;
        }
        present[i] = flag;
    }
    for (std::size_t i = 0; i < type.rootCount; ++i) {
        if (present[i] && !decodeChild(value, i, depth)) {
            return false;
        }
    }
    return !extended || decodeAdditions(value, depth);
}

bool PerDecoder::decodeAdditions(Value& value, std::size_t depth) {
    std::uint64_t count = 0;
    bool large = false;
    if (!reader_.bit(large)) {
        return false;
    }
    if (large) {
        std::size_t length = 0;
        bool more = false;
        if (!lengthPiece(length, more) || more || length > 4096) {
            return fail("too many additions");
        }
        count = length;
    } else if (reader_.bits(6, count)) {
        ++count;
    } else {
        return false;
    }
    std::vector<bool> present(count);
    for (std::size_t i = 0; i < count; ++i) {
        bool flag = false;
        if (!reader_.bit(flag)) {
            return false;
        }
        present[i] = flag;
    }
    value.count() = static_cast<std::uint32_t>(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (present[i] && !decodeAddition(value, value.type().rootCount + i, depth)) {
            return false;
        }
    }
    return true;
}

bool PerDecoder::decodeAddition(Value& value, std::size_t slot, std::size_t depth) {
    const Type& type = value.type();
    const bool known = slot < type.components.size();
    const std::string name = known ? type.components[slot].name : "unknown";
    Octets contents;
    if (!generalOctets(contents)) {
        return failIn(name);
    }
    const Type& childType = known ? *type.components[slot].type : unknownType();
    Value child(childType);
    child.slot() = static_cast<std::uint32_t>(slot);
    if (childType.kind == Kind::open) {
        if (++values_ > limits_.values) {
            return fail("too many values");
        }
        child.rawOctets() = std::move(contents);
    } else {
        PerDecoder inner(contents, limits_, values_);
        if (!inner.decode(child, depth + 1)) {
            error_ = inner.error();
            return failIn(name);
        }
    }
    value.children().push_back(std::move(child));
    return true;
}

bool PerDecoder::decodeChoice(Value& value, std::size_t depth) {
    const Type& type = value.type();
    bool addition = false;
    if (type.extensible && !reader_.bit(addition)) {
        return false;
    }
    if (!addition) {
        return constrained(0, static_cast<std::int64_t>(type.rootCount) - 1, value.rawNumber()) &&
               decodeChild(value, static_cast<std::size_t>(value.rawNumber()), depth);
    }
    std::uint64_t index = 0;
    if (!normallySmall(index)) {
        return false;
    }
    value.rawNumber() = static_cast<std::int64_t>(type.rootCount + index);
    return decodeAddition(value, type.rootCount + index, depth);
}

bool PerDecoder::decodeList(Value& value, std::size_t depth) {
    std::size_t size = 0;
    if (!sizeOf(value.type(), size)) {
        return false;
    }
    if (size > limits_.values - values_) {
        return fail("too many values");
    }
    for (std::size_t i = 0; i < size; ++i) {
        Value element(*value.type().element);
        if (!decode(element, depth + 1)) {
            return failIn(std::to_string(i));
        }
        value.children().push_back(std::move(element));
    }
    return true;
}

Result<Value> decodePer(std::string_view typeName,
                        std::span<const std::uint8_t> octets,
                        const PerLimits& limits) {
    if (octets.size() > limits.octets) {
        return Error(ErrorCode::protocol, std::string(typeName) + ": the message is too long");
    }
    Value value = Value::of(typeName);
    std::size_t values = 0;
    PerDecoder decoder(octets, limits, values);
    if (!decoder.decode(value, 0)) {
        return Error(ErrorCode::protocol, std::string(typeName) + " " + decoder.error());
    }
    return value;
}

}  // namespace mcu::h323
