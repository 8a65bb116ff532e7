// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/asn1/value.h"

#include <algorithm>
#include <charconv>

#include "base/check.h"
#include "h323/asn1/schema.h"

namespace mcu::h323 {
namespace {

std::string_view nextStep(std::string_view& path) {
    const auto dot = path.find('.');
    const auto step = path.substr(0, dot);
    path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    return step;
}

std::size_t position(std::string_view name) {
    std::size_t index = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), index);
    MCU_CHECK(parsed.ec == std::errc{} && parsed.ptr == name.data() + name.size());
    return index;
}

}  // namespace

const Type& unknownType() {
    static const Type type = [] {
        Type open;
        open.kind = Kind::open;
        open.name = "unknown";
        return open;
    }();
    return type;
}

Value Value::of(std::string_view typeName) {
    return Value(typeNamed(typeName));
}

const Value* Value::child(std::size_t slot) const {
    for (const auto& candidate : children_) {
        if (candidate.slot_ == slot) {
            return &candidate;
        }
    }
    return nullptr;
}

const Value* Value::stepConst(std::string_view name) const {
    if (type_->kind == Kind::list) {
        const auto index = position(name);
        return index < children_.size() ? &children_[index] : nullptr;
    }
    MCU_CHECK(type_->kind == Kind::sequence || type_->kind == Kind::choice);
    const int index = type_->indexOf(name);
    MCU_CHECK(index >= 0);
    return child(static_cast<std::size_t>(index));
}

const Value* Value::find(std::string_view path) const {
    const Value* value = this;
    while (!path.empty() && value != nullptr) {
        value = value->stepConst(nextStep(path));
    }
    return value;
}

Value* Value::step(std::string_view name, bool create) {
    if (type_->kind == Kind::list) {
        if (name == "+") {
            children_.emplace_back(*type_->element);
            return &children_.back();
        }
        const auto index = position(name);
        MCU_CHECK(index < children_.size());
        return &children_[index];
    }
    MCU_CHECK(type_->kind == Kind::sequence || type_->kind == Kind::choice);
    const int found = type_->indexOf(name);
    MCU_CHECK(found >= 0);
    const auto index = static_cast<std::uint32_t>(found);
    auto where = std::find_if(
        children_.begin(), children_.end(), [index](const Value& v) { return v.slot_ >= index; });
    if (where != children_.end() && where->slot_ == index) {
        return &*where;
    }
    if (!create) {
        return nullptr;
    }
    if (type_->kind == Kind::choice) {
        children_.clear();
        number_ = index;
        where = children_.end();
    }
    where = children_.emplace(where, *type_->components[index].type);
    where->slot_ = index;
    return &*where;
}

Value& Value::at(std::string_view path) {
    Value* value = this;
    while (!path.empty()) {
        value = value->step(nextStep(path), true);
    }
    return *value;
}

Value& Value::append(std::string_view path) {
    return *at(path).step("+", true);
}

void Value::erase(std::string_view component) {
    const int index = type_->indexOf(component);
    std::erase_if(children_,
                  [index](const Value& v) { return static_cast<int>(v.slot_) == index; });
}

Value& Value::set(std::string_view path, std::int64_t number) {
    Value& value = at(path);
    MCU_CHECK(value.type_->kind == Kind::integer);
    value.number_ = number;
    return value;
}

Value& Value::set(std::string_view path, bool flag) {
    Value& value = at(path);
    MCU_CHECK(value.type_->kind == Kind::boolean);
    value.number_ = flag ? 1 : 0;
    return value;
}

Value& Value::set(std::string_view path, std::span<const std::uint8_t> octets) {
    Value& value = at(path);
    MCU_CHECK(value.type_->kind == Kind::octets || value.type_->kind == Kind::bits ||
              value.type_->kind == Kind::open);
    value.octets_.assign(octets.begin(), octets.end());
    value.count_ =
        value.type_->kind == Kind::bits ? static_cast<std::uint32_t>(octets.size() * 8) : 0;
    return value;
}

Value& Value::setText(std::string_view path, std::string_view utf8) {
    Value& value = at(path);
    switch (value.type_->kind) {
        case Kind::text16:
            value.octets_ = toBmp(utf8);
            break;
        case Kind::text8:
        case Kind::general:
        case Kind::octets:
            value.octets_.assign(utf8.begin(), utf8.end());
            break;
        case Kind::enumerated: {
            const int index = value.type_->indexOf(utf8);
            MCU_CHECK(index >= 0);
            value.number_ = index;
            break;
        }
        default:
            MCU_CHECK(false);
    }
    return value;
}

Value& Value::setOid(std::string_view path, std::string_view dotted) {
    Value& value = at(path);
    MCU_CHECK(value.type_->kind == Kind::objectIdentifier);
    value.octets_ = toOid(dotted);
    return value;
}

std::optional<std::int64_t> Value::number(std::string_view path) const {
    const Value* value = find(path);
    return value == nullptr ? std::nullopt : std::optional(value->number_);
}

bool Value::flag(std::string_view path) const {
    const Value* value = find(path);
    return value != nullptr && value->number_ != 0;
}

std::span<const std::uint8_t> Value::octets(std::string_view path) const {
    const Value* value = find(path);
    return value == nullptr ? std::span<const std::uint8_t>() : value->octets_;
}

std::string Value::text(std::string_view path) const {
    const Value* value = find(path);
    if (value == nullptr) {
        return {};
    }
    return value->type_->kind == Kind::text16
               ? fromBmp(value->octets_)
               : std::string(value->octets_.begin(), value->octets_.end());
}

std::string Value::oid(std::string_view path) const {
    const Value* value = find(path);
    return value == nullptr ? std::string() : fromOid(value->octets_);
}

std::string_view Value::chosen(std::string_view path) const {
    const Value* value = find(path);
    if (value == nullptr || (value->type_->kind == Kind::choice && value->children_.empty())) {
        return {};
    }
    const auto index = static_cast<std::size_t>(value->number_);
    return index < value->type_->components.size()
               ? std::string_view(value->type_->components[index].name)
               : std::string_view();
}

std::size_t Value::size(std::string_view path) const {
    const Value* value = find(path);
    return value == nullptr ? 0 : value->children_.size();
}

bool Value::operator==(const Value& other) const {
    if (type_ != other.type_ || slot_ != other.slot_ || number_ != other.number_ ||
        octets_ != other.octets_ || children_.size() != other.children_.size()) {
        return false;
    }
    if (type_->kind == Kind::bits && count_ != other.count_) {
        return false;
    }
    return std::equal(children_.begin(), children_.end(), other.children_.begin());
}

}  // namespace mcu::h323
