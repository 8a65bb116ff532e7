// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "h323/asn1/type.h"

namespace mcu::h323 {

using Octets = std::vector<std::uint8_t>;

/// A value of a declared type: a tree that encodes, decodes, prints and compares by its Type alone.
/// Components are reached by paths such as "h323-uu-pdu.h323-message-body.setup.sourceAddress.0",
/// through components, alternatives and list positions. A path that the type does not have ends the
/// process: paths are ours, never a peer's. What is absent, or another alternative chosen, is no
/// error when reading. A plain value without thread.
class Value {
public:
    explicit Value(const Type& type) : type_(&type) {}

    /// An empty value of a declared type.
    static Value of(std::string_view typeName);

    [[nodiscard]] const Type& type() const { return *type_; }

    // Reading
    [[nodiscard]] const Value* find(std::string_view path) const;

    [[nodiscard]] bool has(std::string_view path) const { return find(path) != nullptr; }

    [[nodiscard]] std::optional<std::int64_t> number(std::string_view path = {}) const;
    [[nodiscard]] bool flag(std::string_view path) const;  ///< absent is false
    [[nodiscard]] std::span<const std::uint8_t> octets(std::string_view path = {}) const;
    /// Characters as UTF-8; the octets of an OCTET STRING as they are.
    [[nodiscard]] std::string text(std::string_view path = {}) const;
    [[nodiscard]] std::string oid(
        std::string_view path = {}) const;  ///< "0.0.8.2250.0.4", or empty
    /// Name of the alternative or enumeration item; empty when absent or unknown to us.
    [[nodiscard]] std::string_view chosen(std::string_view path = {}) const;
    [[nodiscard]] std::size_t size(std::string_view path = {}) const;  ///< elements of a list

    // Writing: creates what is on the way; lists take "+" for a new last element.
    Value& at(std::string_view path);
    Value& set(std::string_view path, std::int64_t number);
    Value& set(std::string_view path, bool flag);
    Value& set(std::string_view path, std::span<const std::uint8_t> octets);
    Value& setText(std::string_view path, std::string_view utf8);
    Value& setOid(std::string_view path, std::string_view dotted);
    Value& append(std::string_view path = {});
    void erase(std::string_view component);

    // The parts, for the codec
    std::int64_t& rawNumber() { return number_; }

    [[nodiscard]] std::int64_t rawNumber() const { return number_; }

    Octets& rawOctets() { return octets_; }

    [[nodiscard]] const Octets& rawOctets() const { return octets_; }

    std::vector<Value>& children() { return children_; }

    [[nodiscard]] const std::vector<Value>& children() const { return children_; }

    std::uint32_t& slot() { return slot_; }

    [[nodiscard]] std::uint32_t slot() const { return slot_; }

    std::uint32_t& count() { return count_; }

    [[nodiscard]] std::uint32_t count() const { return count_; }

    /// The component or alternative at a position of the type, or null.
    [[nodiscard]] const Value* child(std::size_t slot) const;

    /// Equal type and content; how many additions a sender knew does not count.
    bool operator==(const Value& other) const;

private:
    Value* step(std::string_view name, bool create);
    [[nodiscard]] const Value* stepConst(std::string_view name) const;

    const Type* type_;
    std::int64_t number_ = 0;      ///< BOOLEAN, INTEGER, ENUMERATED; the CHOICE's alternative
    Octets octets_;                ///< strings (16 bit characters big-endian), contents of an OID
    std::vector<Value> children_;  ///< components by rising slot, the alternative, elements
    std::uint32_t slot_ = 0;       ///< position in the parent's type
    std::uint32_t count_ = 0;      ///< bits of a BIT STRING; additions a SEQUENCE's sender knew
};

/// Of an addition or alternative we do not know: its octets.
const Type& unknownType();

/// One line: {a 1, b <setup {...}>}; for logs and comparisons.
std::string print(const Value& value);

/// UTF-8 to big-endian 16 bit characters and back; what does not fit becomes '?' or U+FFFD.
Octets toBmp(std::string_view utf8);
std::string fromBmp(std::span<const std::uint8_t> bmp);
/// "0.0.8.2250.0.4" to the contents octets; empty when it is none. And back.
Octets toOid(std::string_view dotted);
std::string fromOid(std::span<const std::uint8_t> contents);

}  // namespace mcu::h323
