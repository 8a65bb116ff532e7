// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/asn1/schema.h"

#include "h323/asn1/schema_parser.h"

namespace mcu::h323 {

Status Schema::declare(std::string_view module, std::string_view text) {
    return SchemaParser(*this, module, text).parse();
}

Status Schema::finish() const {
    for (const auto& [name, declared] : declared_) {
        if (!declared) {
            return Error(ErrorCode::internal, "type " + name + " is used and not declared");
        }
    }
    return {};
}

const Type* Schema::find(std::string_view name) const {
    const auto found = names_.find(name);
    return found == names_.end() ? nullptr : found->second;
}

Type& Schema::create() {
    return types_.emplace_back();
}

Type* Schema::reference(const std::string& name) {
    auto& type = names_[name];
    if (type == nullptr) {
        type = &create();
        type->name = name;
        declared_[name] = false;
    }
    return type;
}

}  // namespace mcu::h323
