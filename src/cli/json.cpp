// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/json.h"

#include <array>
#include <charconv>
#include <cmath>
#include <map>

#include <google/protobuf/descriptor.h>

namespace mcu::cli {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

namespace {

std::string number(double value) {
    if (!std::isfinite(value)) {
        return "null";
    }
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return {digits.data(), end};
}

std::string number(float value) {
    if (!std::isfinite(value)) {
        return "null";
    }
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    return {digits.data(), end};
}

/// Element `index` of a repeated field, or the field itself when index is negative.
std::string valueOf(const Message& m, const FieldDescriptor* field, int index) {
    const auto* r = m.GetReflection();
    const bool one = index < 0;
    switch (field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_BOOL:
            return (one ? r->GetBool(m, field) : r->GetRepeatedBool(m, field, index)) ? "true"
                                                                                      : "false";
        case FieldDescriptor::CPPTYPE_INT32:
            return std::to_string(one ? r->GetInt32(m, field)
                                      : r->GetRepeatedInt32(m, field, index));
        case FieldDescriptor::CPPTYPE_INT64:
            return std::to_string(one ? r->GetInt64(m, field)
                                      : r->GetRepeatedInt64(m, field, index));
        case FieldDescriptor::CPPTYPE_UINT32:
            return std::to_string(one ? r->GetUInt32(m, field)
                                      : r->GetRepeatedUInt32(m, field, index));
        case FieldDescriptor::CPPTYPE_UINT64:
            return std::to_string(one ? r->GetUInt64(m, field)
                                      : r->GetRepeatedUInt64(m, field, index));
        case FieldDescriptor::CPPTYPE_DOUBLE:
            return number(one ? r->GetDouble(m, field) : r->GetRepeatedDouble(m, field, index));
        case FieldDescriptor::CPPTYPE_FLOAT:
            return number(one ? r->GetFloat(m, field) : r->GetRepeatedFloat(m, field, index));
        case FieldDescriptor::CPPTYPE_ENUM:
            return jsonText(
                shortWord(*(one ? r->GetEnum(m, field) : r->GetRepeatedEnum(m, field, index))));
        case FieldDescriptor::CPPTYPE_STRING:
            return jsonText(one ? r->GetString(m, field) : r->GetRepeatedString(m, field, index));
        case FieldDescriptor::CPPTYPE_MESSAGE:
            return toJson(one ? r->GetMessage(m, field) : r->GetRepeatedMessage(m, field, index));
    }
    return "null";
}

/// A map with keys in order, so that equal maps print equally.
std::string mapOf(const Message& m, const FieldDescriptor* field) {
    std::map<std::string, std::string> entries;
    const auto* key = field->message_type()->map_key();
    const auto* value = field->message_type()->map_value();
    const auto* r = m.GetReflection();
    for (int i = 0; i < r->FieldSize(m, field); ++i) {
        const Message& entry = r->GetRepeatedMessage(m, field, i);
        entries[valueOf(entry, key, -1)] = valueOf(entry, value, -1);
    }
    std::string json = "{";
    for (const auto& [name, text] : entries) {
        json.append(json.size() > 1 ? "," : "").append(name).append(":").append(text);
    }
    return json + "}";
}

std::string listOf(const Message& m, const FieldDescriptor* field) {
    std::string json = "[";
    for (int i = 0; i < m.GetReflection()->FieldSize(m, field); ++i) {
        json += (i > 0 ? "," : "") + valueOf(m, field, i);
    }
    return json + "]";
}

}  // namespace

std::string shortWord(const google::protobuf::EnumValueDescriptor& value) {
    // "SiteState" -> "SITE_STATE_", the prefix of its values.
    std::string prefix;
    for (const char c : value.type()->name()) {
        if (c >= 'A' && c <= 'Z' && !prefix.empty()) {
            prefix += '_';
        }
        prefix += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    prefix += '_';
    std::string word = value.name();
    if (word.starts_with(prefix)) {
        word.erase(0, prefix.size());
    }
    for (char& c : word) {
        c = c == '_' ? '-' : static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return word;
}

std::string jsonText(std::string_view text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string json = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (byte < 0x20 || byte == 0x7F) {
            json += "\\u00";
            json += kHex[byte >> 4U];
            json += kHex[byte & 0xFU];
        } else {
            json += c;
        }
    }
    return json + "\"";
}

std::string toJson(const Message& message) {
    std::string json = "{";
    const auto* type = message.GetDescriptor();
    for (int i = 0; i < type->field_count(); ++i) {
        const auto* field = type->field(i);
        const bool absent =
            field->has_optional_keyword() && !message.GetReflection()->HasField(message, field);
        if (absent || field->type() == FieldDescriptor::TYPE_BYTES) {
            continue;
        }
        json += (json.size() > 1 ? "," : "") + jsonText(field->name()) + ":";
        if (field->is_map()) {
            json += mapOf(message, field);
        } else if (field->is_repeated()) {
            json += listOf(message, field);
        } else {
            json += valueOf(message, field, -1);
        }
    }
    return json + "}";
}

}  // namespace mcu::cli
