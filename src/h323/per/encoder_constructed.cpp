// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "h323/per/constraint.h"
#include "h323/per/encoder.h"

namespace mcu::h323 {

bool PerEncoder::encodeSequence(const Value& value) {
    const Type& type = value.type();
    const bool extended =
        std::any_of(value.children().begin(), value.children().end(), [&type](const Value& child) {
            return child.slot() >= type.rootCount;
        });
    if (type.extensible) {
        writer_.bits(extended ? 1 : 0, 1);
    }
    for (std::size_t i = 0; i < type.rootCount; ++i) {
        const bool present = value.child(i) != nullptr;
        if (type.components[i].optional) {
            writer_.bits(present ? 1 : 0, 1);
        } else if (!present) {
            fail("missing");
            return failIn(type.components[i].name);
        }
    }
    for (const auto& child : value.children()) {
        if (child.slot() < type.rootCount && !encode(child)) {
            return failIn(type.components[child.slot()].name);
        }
    }
    return !extended || encodeAdditions(value);
}

bool PerEncoder::encodeAdditions(const Value& value) {
    const Type& type = value.type();
    std::size_t count = additions_ == AdditionBits::asDecoded && value.count() > 0
                            ? value.count()
                            : type.additionCount();
    count = std::max<std::size_t>(count, value.children().back().slot() + 1 - type.rootCount);
    if (count <= 64) {
        writer_.bits(count - 1, 7);
    } else {
        writer_.bits(1, 1);
        writer_.align();
        writer_.bits(count < 128 ? count : 0x8000U | count, count < 128 ? 8 : 16);
    }
    for (std::size_t i = 0; i < count; ++i) {
        writer_.bits(value.child(type.rootCount + i) != nullptr ? 1 : 0, 1);
    }
    for (const auto& child : value.children()) {
        if (child.slot() >= type.rootCount) {
            const bool known = child.slot() < type.components.size();
            if (!encodeAddition(child, known ? type.components[child.slot()].name : "unknown")) {
                return false;
            }
        }
    }
    return true;
}

bool PerEncoder::encodeAddition(const Value& addition, const std::string& name) {
    if (addition.type().kind == Kind::open) {
        generalOctets(addition.rawOctets());
        return true;
    }
    PerEncoder inner(additions_);
    if (!inner.encode(addition)) {
        error_ = inner.error();
        return failIn(name);
    }
    generalOctets(inner.take());
    return true;
}

bool PerEncoder::encodeChoice(const Value& value) {
    const Type& type = value.type();
    if (value.children().size() != 1) {
        return fail("no alternative is chosen");
    }
    const Value& child = value.children().front();
    const bool addition = child.slot() >= type.rootCount;
    if (type.extensible) {
        writer_.bits(addition ? 1 : 0, 1);
    }
    if (addition) {
        normallySmall(child.slot() - type.rootCount);
        const bool known = child.slot() < type.components.size();
        return encodeAddition(child, known ? type.components[child.slot()].name : "unknown");
    }
    return constrained(0, static_cast<std::int64_t>(type.rootCount) - 1, child.slot()) &&
           (encode(child) || failIn(type.components[child.slot()].name));
}

bool PerEncoder::encodeList(const Value& value) {
    if (!size(value.type(), value.children().size())) {
        return false;
    }
    std::size_t index = 0;
    for (const auto& element : value.children()) {
        if (!encode(element)) {
            return failIn(std::to_string(index));
        }
        ++index;
    }
    return true;
}

Result<Octets> encodePer(const Value& value, AdditionBits additions) {
    PerEncoder encoder(additions);
    if (!encoder.encode(value)) {
        return Error(ErrorCode::internal, value.type().name + " " + encoder.error());
    }
    return encoder.take();
}

}  // namespace mcu::h323
