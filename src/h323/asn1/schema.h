// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "h323/asn1/type.h"

namespace mcu::h323 {

/// All declared types by name. The declarations are short text in our own notation, read once when
/// the first message is handled (about a millisecond), because some 600 types as C++ templates
/// would cost minutes of compilation. docs/modules/h323.md has the notation.
class Schema {
public:
    Schema() = default;
    Schema(const Schema&) = delete;
    Schema& operator=(const Schema&) = delete;

    /// Reads declarations; each name becomes "module.Name". Names not yet known must be declared by
    /// a later call.
    Status declare(std::string_view module, std::string_view text);
    /// Fails when a name was used and never declared.
    [[nodiscard]] Status finish() const;

    /// Null when there is none.
    [[nodiscard]] const Type* find(std::string_view name) const;

    [[nodiscard]] std::size_t size() const { return types_.size(); }

private:
    friend class SchemaParser;
    Type* reference(const std::string& name);
    Type& create();

    std::deque<Type> types_;
    std::map<std::string, Type*, std::less<>> names_;
    std::map<std::string, bool, std::less<>> declared_;
};

/// The types of H.225.0, H.235 and H.245 we know.
const Schema& schema();
/// A declared type; ends the process when there is none: names are ours, never a peer's.
const Type& typeNamed(std::string_view name);

}  // namespace mcu::h323
