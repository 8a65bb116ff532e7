// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/asn1/schema_parser.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace mcu::h323 {
namespace {

bool isNameCharacter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
}

constexpr std::pair<std::string_view, Kind> kSimple[] = {
    {"NULL", Kind::null},
    {"BOOL", Kind::boolean},
    {"OID", Kind::objectIdentifier},
    {"OPEN", Kind::open},
    {"UNUSED", Kind::unused},
    {"INT", Kind::integer},
    {"OCTETS", Kind::octets},
    {"BITS", Kind::bits},
    {"IA5", Kind::text8},
    {"NUMERIC", Kind::text8},
    {"PRINTABLE", Kind::text8},
    {"GENERAL", Kind::general},
    {"BMP", Kind::text16},
};

}  // namespace

bool SchemaParser::fail(const std::string& what) {
    if (error_.empty()) {
        const auto line =
            1 + std::count(text_.begin(), text_.begin() + static_cast<long>(at_), '\n');
        error_ = "declarations of " + module_ + ", line " + std::to_string(line) + ": " + what;
    }
    return false;
}

void SchemaParser::skipSpace() {
    while (at_ < text_.size()) {
        if (text_[at_] == '#') {
            at_ = std::min(text_.find('\n', at_), text_.size());
        } else if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
            ++at_;
        } else {
            return;
        }
    }
}

bool SchemaParser::accept(char sign) {
    skipSpace();
    if (at_ < text_.size() && text_[at_] == sign) {
        ++at_;
        return true;
    }
    return false;
}

std::string SchemaParser::word() {
    skipSpace();
    const auto begin = at_;
    while (at_ < text_.size() && isNameCharacter(text_[at_])) {
        ++at_;
    }
    return std::string(text_.substr(begin, at_ - begin));
}

bool SchemaParser::number(std::int64_t& value) {
    const bool negative = accept('-');
    skipSpace();
    const auto begin = at_;
    value = 0;
    while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) {
        value = value * 10 + (text_[at_++] - '0');
    }
    value = negative ? -value : value;
    return at_ > begin;
}

bool SchemaParser::parseBounds(Type& type, char open, char close) {
    if (!accept(open)) {
        return true;
    }
    if (close == ']' && accept(close)) {
        return true;
    }
    if (!number(type.low)) {
        return fail("a bound is missing");
    }
    type.lowBounded = true;
    type.high = type.low;
    type.highBounded = true;
    if (text_.substr(at_).starts_with("..")) {
        at_ += 2;
        type.highBounded = number(type.high);
    }
    if (accept(',')) {
        type.extensible = accept('*');
    }
    return accept(close) || fail("the bounds do not end");
}

bool SchemaParser::parseSimple(const std::string& name, Type& type) {
    for (const auto& [word, kind] : kSimple) {
        if (word == name) {
            type.kind = kind;
        }
    }
    if (name == "NUMERIC") {
        type.alphabet = " 0123456789";
    }
    if (!parseBounds(type, '(', ')')) {
        return false;
    }
    if (type.kind == Kind::text8 && accept('"')) {
        const auto end = text_.find('"', at_);
        if (end == std::string_view::npos) {
            return fail("the alphabet does not end");
        }
        type.alphabet = std::string(text_.substr(at_, end - at_));
        std::sort(type.alphabet.begin(), type.alphabet.end());
        at_ = end + 1;
    }
    return true;
}

bool SchemaParser::parseMembers(Type& type, char end, const std::string& path) {
    while (!accept(end)) {
        if (accept('*')) {
            type.extensible = true;
            type.rootCount = type.components.size();
        } else {
            Component component;
            component.name = word();
            if (component.name.empty()) {
                return fail("a name is missing in " + path);
            }
            component.optional = accept('?');
            skipSpace();
            const char next = at_ < text_.size() ? text_[at_] : '\0';
            if (next == ',' || next == end) {
                component.type = schema_.find("base.NULL");
            } else {
                component.type = parseType(path + "." + component.name);
                if (component.type == nullptr) {
                    return false;
                }
            }
            type.components.push_back(std::move(component));
        }
        if (!accept(',')) {
            if (!accept(end)) {
                return fail("expected ',' or the end of " + path);
            }
            break;
        }
    }
    if (!type.extensible) {
        type.rootCount = type.components.size();
    }
    return true;
}

bool SchemaParser::parseInto(Type& type, const std::string& path) {
    if (accept('{')) {
        type.kind = Kind::sequence;
        return parseMembers(type, '}', path);
    }
    if (accept('<')) {
        type.kind = Kind::choice;
        return parseMembers(type, '>', path);
    }
    skipSpace();
    if (text_.substr(at_).starts_with("[")) {
        type.kind = Kind::list;
        if (!parseBounds(type, '[', ']')) {
            return false;
        }
        type.element = parseType(path + ".*");
        return type.element != nullptr;
    }
    const auto before = at_;
    const auto name = word();
    if (name == "ENUM") {
        type.kind = Kind::enumerated;
        return accept('<') && parseMembers(type, '>', path);
    }
    if (std::any_of(std::begin(kSimple), std::end(kSimple), [&name](const auto& simple) {
            return simple.first == name;
        })) {
        return parseSimple(name, type);
    }
    at_ = before;
    return fail("a type is missing for " + path);
}

Type* SchemaParser::parseType(const std::string& path) {
    skipSpace();
    const auto before = at_;
    const auto name = word();
    const bool simple = name.empty() || name == "ENUM" ||
                        std::any_of(std::begin(kSimple), std::end(kSimple), [&name](const auto& s) {
                            return s.first == name;
                        });
    if (!simple) {
        return schema_.reference(name.find('.') == std::string::npos ? module_ + "." + name : name);
    }
    at_ = before;
    Type& type = schema_.create();
    type.name = path;
    return parseInto(type, path) ? &type : nullptr;
}

Status SchemaParser::parse() {
    if (schema_.find("base.NULL") == nullptr) {
        schema_.reference("base.NULL");
        schema_.declared_["base.NULL"] = true;
    }
    for (skipSpace(); at_ < text_.size(); skipSpace()) {
        const auto name = word();
        if (name.empty() || !accept('=')) {
            fail("expected a declaration after \"" + name + "\"");
            break;
        }
        const auto full = module_ + "." + name;
        Type* type = schema_.reference(full);
        if (schema_.declared_[full]) {
            fail(name + " is declared twice");
            break;
        }
        schema_.declared_[full] = true;
        skipSpace();
        const auto before = at_;
        const auto other = word();
        const auto known =
            other.empty() || other == "ENUM"
                ? nullptr
                : schema_.find(other.find('.') == std::string::npos ? module_ + "." + other
                                                                    : other);
        if (known != nullptr) {
            *type = *known;
            type->name = full;
            continue;
        }
        at_ = before;
        if (!parseInto(*type, full)) {
            break;
        }
    }
    if (!error_.empty()) {
        return Error(ErrorCode::internal, error_);
    }
    return {};
}

}  // namespace mcu::h323
