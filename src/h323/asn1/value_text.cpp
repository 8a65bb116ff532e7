// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>

#include "h323/asn1/value.h"

namespace mcu::h323 {
namespace {

std::string hex(std::span<const std::uint8_t> octets) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const auto octet : octets) {
        text += kDigits[octet >> 4U];
        text += kDigits[octet & 15U];
    }
    return text;
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
        }
        out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
    return out + '"';
}

std::string nameAt(const Type& type, std::size_t index) {
    return index < type.components.size() ? type.components[index].name
                                          : "unknown-" + std::to_string(index);
}

std::string printChildren(const Value& value, bool named) {
    std::string out;
    for (const auto& child : value.children()) {
        out += out.empty() ? "" : ", ";
        if (named) {
            out += nameAt(value.type(), child.slot()) + " ";
        }
        out += print(child);
    }
    return out;
}

}  // namespace

std::string print(const Value& value) {
    switch (value.type().kind) {
        case Kind::null:
            return "NULL";
        case Kind::boolean:
            return value.rawNumber() != 0 ? "true" : "false";
        case Kind::integer:
            return std::to_string(value.rawNumber());
        case Kind::enumerated:
            return nameAt(value.type(), static_cast<std::size_t>(value.rawNumber()));
        case Kind::objectIdentifier:
            return value.oid();
        case Kind::text8:
        case Kind::text16:
        case Kind::general:
            return quoted(value.text());
        case Kind::bits:
            return "'" + hex(value.rawOctets()) + "'/" + std::to_string(value.count());
        case Kind::octets:
        case Kind::open:
            return "'" + hex(value.rawOctets()) + "'";
        case Kind::sequence:
            return "{" + printChildren(value, true) + "}";
        case Kind::choice:
            return "<" + printChildren(value, true) + ">";
        case Kind::list:
            return "[" + printChildren(value, false) + "]";
        case Kind::unused:
            break;
    }
    return "?";
}

Octets toBmp(std::string_view utf8) {
    Octets out;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i++]);
        std::uint32_t point = lead;
        int follow = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
        point &= follow == 3 ? 0x07U : follow == 2 ? 0x0FU : follow == 1 ? 0x1FU : 0xFFU;
        for (; follow > 0 && i < utf8.size() &&
               (static_cast<unsigned char>(utf8[i]) & 0xC0U) == 0x80U;
             --follow) {
            point = point << 6U | (static_cast<unsigned char>(utf8[i++]) & 0x3FU);
        }
        if (follow != 0 || point > 0xFFFF) {
            point = '?';
        }
        out.push_back(static_cast<std::uint8_t>(point >> 8U));
        out.push_back(static_cast<std::uint8_t>(point));
    }
    return out;
}

std::string fromBmp(std::span<const std::uint8_t> bmp) {
    std::string out;
    for (std::size_t i = 0; i + 1 < bmp.size(); i += 2) {
        std::uint32_t point = static_cast<std::uint32_t>(bmp[i]) << 8U | bmp[i + 1];
        if (point >= 0xD800 && point <= 0xDFFF) {
            point = 0xFFFD;
        }
        if (point < 0x80) {
            out += static_cast<char>(point);
        } else if (point < 0x800) {
            out += static_cast<char>(0xC0U | point >> 6U);
            out += static_cast<char>(0x80U | (point & 0x3FU));
        } else {
            out += static_cast<char>(0xE0U | point >> 12U);
            out += static_cast<char>(0x80U | (point >> 6U & 0x3FU));
            out += static_cast<char>(0x80U | (point & 0x3FU));
        }
    }
    return out;
}

Octets toOid(std::string_view dotted) {
    std::vector<std::uint64_t> arcs;
    for (const char* at = dotted.data(); at < dotted.data() + dotted.size();) {
        std::uint64_t arc = 0;
        const auto parsed = std::from_chars(at, dotted.data() + dotted.size(), arc);
        if (parsed.ec != std::errc{}) {
            return {};
        }
        arcs.push_back(arc);
        at = parsed.ptr + 1;
    }
    if (arcs.size() < 2 || arcs[0] > 2) {
        return {};
    }
    arcs[1] += arcs[0] * 40;
    Octets out;
    for (std::size_t i = 1; i < arcs.size(); ++i) {
        std::array<std::uint8_t, 10> digits{};
        std::size_t count = 0;
        std::uint64_t rest = arcs[i];
        do {
            digits[count++] = static_cast<std::uint8_t>(rest & 0x7FU);
            rest >>= 7U;
        } while (rest != 0);
        while (count > 0) {
            --count;
            out.push_back(static_cast<std::uint8_t>(digits[count] | (count > 0 ? 0x80U : 0U)));
        }
    }
    return out;
}

std::string fromOid(std::span<const std::uint8_t> contents) {
    std::string out;
    std::uint64_t arc = 0;
    for (const auto octet : contents) {
        arc = arc << 7U | (octet & 0x7FU);
        if ((octet & 0x80U) != 0) {
            continue;
        }
        if (out.empty()) {
            const std::uint64_t first = std::min<std::uint64_t>(arc / 40, 2);
            out = std::to_string(first);
            arc -= first * 40;
        }
        out += '.' + std::to_string(arc);
        arc = 0;
    }
    return out;
}

}  // namespace mcu::h323
