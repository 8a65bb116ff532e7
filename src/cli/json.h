// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/message.h>

namespace mcu::cli {

/// A message as one line of JSON: field names as in the .proto, every field present, 64-bit numbers
/// as numbers, enumerators as short words ("SITE_STATE_CONNECTED" -> "connected"), bytes left out.
[[nodiscard]] std::string toJson(const google::protobuf::Message& message);

/// A JSON string with its quotes.
[[nodiscard]] std::string jsonText(std::string_view text);

/// "SITE_STATE_CONNECTED" -> "connected", "ERROR_CODE_NOT_FOUND" -> "not-found".
[[nodiscard]] std::string shortWord(const google::protobuf::EnumValueDescriptor& value);

}  // namespace mcu::cli
