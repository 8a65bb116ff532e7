// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "h323/asn1/schema.h"

namespace mcu::h323 {

/// Reads declarations into a Schema. The notation, all on names and signs:
///   Name = type
///   type: NULL BOOL OID OPEN UNUSED  INT INT(0..255) INT(1..) INT(0..9,*)
///         OCTETS BITS IA5 NUMERIC PRINTABLE GENERAL BMP, each with (n) or (a..b), IA5 also with
///         "alphabet" ENUM<a, b, *>   { a T, b? T, *, c? T }   < a T, b, *, c T >   [] T   [1..256]
///         T
/// "*" begins the extension additions, "?" marks OPTIONAL, an alternative without a type is NULL,
/// "#" begins a comment. Another module's type is "module.Name".
class SchemaParser {
public:
    SchemaParser(Schema& schema, std::string_view module, std::string_view text)
        : schema_(schema), module_(module), text_(text) {}

    Status parse();

private:
    void skipSpace();
    bool accept(char sign);
    std::string word();
    bool number(std::int64_t& value);
    Type* parseType(const std::string& path);
    bool parseSimple(const std::string& name, Type& type);
    bool parseInto(Type& type, const std::string& path);
    bool parseMembers(Type& type, char end, const std::string& path);
    bool parseBounds(Type& type, char open, char close);
    bool fail(const std::string& what);

    Schema& schema_;
    std::string module_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::string error_;
};

}  // namespace mcu::h323
