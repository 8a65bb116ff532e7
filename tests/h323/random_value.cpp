// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/random_value.h"

#include <algorithm>

#include "h323/hex.h"

namespace mcu::h323 {

bool isMakeable(const Type& type) {
    // A signed token holds an open type whose content the oracle looks into.
    const auto withheld = [](const Type& t) {
        return t.kind == Kind::open || t.kind == Kind::unused || t.name == "h235.Signed";
    };
    return !withheld(type) &&
           !(type.kind == Kind::sequence &&
             std::any_of(type.components.begin(), type.components.end(), [&](const Component& c) {
                 return !c.optional && withheld(*c.type);
             }));
}

std::size_t RandomValues::below(std::size_t count) {
    return count == 0 ? 0 : random_() % count;
}

std::size_t RandomValues::sizeFor(const Type& type, std::size_t most) {
    const auto low = static_cast<std::size_t>(type.low);
    std::size_t high = low + (budget_ > 0 ? most : 0);
    if (budget_ > 0 && below(40) == 0) {
        high = low + 200;
    }
    if (type.highBounded) {
        high = std::min(high, static_cast<std::size_t>(type.high));
    }
    return low + below(high - low + 1);
}

Value RandomValues::make(const Type& type, int first) {
    budget_ = 30;
    Value value(type);
    fill(value, first);
    return value;
}

void RandomValues::fillNumber(Value& value) {
    const Type& type = value.type();
    const std::int64_t low = type.lowBounded ? type.low : -70000;
    const std::int64_t high = type.highBounded ? type.high : std::int64_t{1} << 40;
    const auto range = static_cast<std::uint64_t>(high - low) + 1;
    const std::uint64_t wide = static_cast<std::uint64_t>(random_()) << 32U | random_();
    switch (below(6)) {
        case 0:
            value.rawNumber() = low;
            break;
        case 1:
            value.rawNumber() = high;
            break;
        case 2:
            value.rawNumber() =
                low + static_cast<std::int64_t>(wide % std::min<std::uint64_t>(range, 300));
            break;
        default:
            value.rawNumber() = low + static_cast<std::int64_t>(wide % range);
            break;
    }
    if (type.extensible && below(4) == 0) {
        value.rawNumber() = type.high + 1 + static_cast<std::int64_t>(below(100000));
    }
}

void RandomValues::fillString(Value& value) {
    const Type& type = value.type();
    auto& octets = value.rawOctets();
    if (type.kind == Kind::objectIdentifier) {
        std::string dotted = "0.0.8." + std::to_string(below(3000));
        for (std::size_t i = below(4); i > 0; --i) {
            dotted += "." + std::to_string(below(2) == 0 ? below(128) : below(100000));
        }
        octets = toOid(dotted);
        return;
    }
    std::size_t size = sizeFor(type, 6);
    if (type.kind == Kind::bits) {
        value.count() = static_cast<std::uint32_t>(size);
        const std::size_t used = size % 8;
        for (size = (size + 7) / 8; size > 0; --size) {
            octets.push_back(static_cast<std::uint8_t>(random_()));
        }
        if (used != 0) {
            octets.back() = static_cast<std::uint8_t>(octets.back() & 0xFFU << (8 - used));
        }
        return;
    }
    for (; size > 0; --size) {
        if (type.kind == Kind::octets || type.kind == Kind::open) {
            octets.push_back(static_cast<std::uint8_t>(random_()));
        } else if (type.kind == Kind::text16) {
            octets.push_back(static_cast<std::uint8_t>(below(0xD8)));
            octets.push_back(static_cast<std::uint8_t>(random_()));
        } else if (!type.alphabet.empty()) {
            octets.push_back(static_cast<std::uint8_t>(type.alphabet[below(type.alphabet.size())]));
        } else {
            octets.push_back(static_cast<std::uint8_t>('A' + below(26)));
        }
    }
}

void RandomValues::fillSequence(Value& value) {
    const Type& type = value.type();
    const std::size_t rarity = type.components.size() > 12 ? 4 : 2;
    for (std::size_t i = 0; i < type.components.size(); ++i) {
        const auto& component = type.components[i];
        const bool addition = i >= type.rootCount;
        if (addition || component.optional) {
            const bool wanted = budget_ > 0 && below(addition ? rarity * 2 : rarity) == 0;
            if (!wanted || !isMakeable(*component.type)) {
                continue;
            }
        }
        Value child(*component.type);
        child.slot() = static_cast<std::uint32_t>(i);
        fill(child, -1);
        value.children().push_back(std::move(child));
    }
}

void RandomValues::fillChoice(Value& value, int first) {
    const Type& type = value.type();
    std::vector<std::size_t> possible;
    for (std::size_t i = 0; i < type.components.size(); ++i) {
        const Type& alternative = *type.components[i].type;
        const bool simple = alternative.kind != Kind::sequence && alternative.kind != Kind::choice;
        if (isMakeable(alternative) && (budget_ > 0 || simple)) {
            possible.push_back(i);
        }
    }
    if (possible.empty()) {
        for (std::size_t i = 0; i < type.components.size(); ++i) {
            if (isMakeable(*type.components[i].type)) {
                possible.push_back(i);
            }
        }
    }
    const auto slot =
        first >= 0 ? static_cast<std::size_t>(first) : possible[below(possible.size())];
    Value child(*type.components[slot].type);
    child.slot() = static_cast<std::uint32_t>(slot);
    value.rawNumber() = static_cast<std::int64_t>(slot);
    fill(child, -1);
    value.children().push_back(std::move(child));
}

void RandomValues::fill(Value& value, int first) {
    --budget_;
    const Type& type = value.type();
    switch (type.kind) {
        case Kind::null:
        case Kind::unused:
            break;
        case Kind::boolean:
            value.rawNumber() = static_cast<std::int64_t>(below(2));
            break;
        case Kind::integer:
            fillNumber(value);
            break;
        case Kind::enumerated:
            value.rawNumber() = static_cast<std::int64_t>(below(type.components.size()));
            break;
        case Kind::sequence:
            fillSequence(value);
            break;
        case Kind::choice:
            fillChoice(value, first);
            break;
        case Kind::list: {
            const auto most = type.element->kind == Kind::integer ? 5 : 2;
            for (std::size_t size = std::min<std::size_t>(sizeFor(type, most), 250); size > 0;
                 --size) {
                Value element(*type.element);
                fill(element, -1);
                value.children().push_back(std::move(element));
                if (budget_ <= 0 && value.children().size() >= static_cast<std::size_t>(type.low)) {
                    break;
                }
            }
            break;
        }
        default:
            fillString(value);
            break;
    }
}

namespace {

std::string nameOf(const Value& parent, const Value& child) {
    return parent.type().components[child.slot()].name;
}

std::string canonicalList(const std::vector<std::string>& parts) {
    std::string out;
    for (const auto& part : parts) {
        out += (out.empty() ? "" : ",") + part;
    }
    return out;
}

std::string canonicalText(const Value& value) {
    std::vector<std::string> parts;
    const auto& octets = value.rawOctets();
    if (value.type().kind == Kind::text16) {
        for (std::size_t i = 0; i + 1 < octets.size(); i += 2) {
            parts.push_back(octets[i] == 0 ? std::to_string(octets[i + 1])
                                           : "o0.0." + std::to_string(octets[i]) + "." +
                                                 std::to_string(octets[i + 1]));
        }
    } else {
        for (const auto octet : octets) {
            parts.push_back(std::to_string(octet));
        }
    }
    return "[" + canonicalList(parts) + "]";
}

}  // namespace

std::string canonical(const Value& value) {
    std::vector<std::string> parts;
    switch (value.type().kind) {
        case Kind::null:
            return "n";
        case Kind::boolean:
            return value.rawNumber() != 0 ? "t" : "f";
        case Kind::integer:
            return std::to_string(value.rawNumber());
        case Kind::enumerated:
            return std::string(value.chosen());
        case Kind::objectIdentifier:
            return "o" + value.oid();
        case Kind::octets:
        case Kind::open:
            return "x" + toHex(value.rawOctets()) + "/" +
                   std::to_string(value.rawOctets().size() * 8);
        case Kind::bits:
            return "x" + toHex(value.rawOctets()) + "/" + std::to_string(value.count());
        case Kind::text8:
        case Kind::text16:
        case Kind::general:
            return canonicalText(value);
        case Kind::choice:
            return nameOf(value, value.children().front()) + ":" +
                   canonical(value.children().front());
        case Kind::list:
            for (const auto& element : value.children()) {
                parts.push_back(canonical(element));
            }
            return "[" + canonicalList(parts) + "]";
        case Kind::sequence: {
            std::vector<std::pair<std::string, std::string>> named;
            for (const auto& child : value.children()) {
                named.emplace_back(nameOf(value, child), canonical(child));
            }
            std::sort(named.begin(), named.end());
            for (const auto& [name, text] : named) {
                parts.push_back(name + "=" + text);
            }
            return "{" + canonicalList(parts) + "}";
        }
        case Kind::unused:
            break;
    }
    return "?";
}

}  // namespace mcu::h323
