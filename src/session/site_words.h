// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mcu::session {

// The words a registry and a plan share.

/// "private", "vpn", "internet" (SEC-07).
[[nodiscard]] const std::vector<std::string>& lineWords();
/// "sip", "h323".
[[nodiscard]] const std::vector<std::string>& protocolWords();
/// "none", "matrix", "software", "upstream".
[[nodiscard]] const std::vector<std::string>& relayWords();
[[nodiscard]] bool isOneOf(std::string_view word, const std::vector<std::string>& words);
/// "a, b or c".
[[nodiscard]] std::string alternatives(const std::vector<std::string>& words);
/// Ids are stable ASCII words: letters, digits, ".", "-", "_".
[[nodiscard]] bool isId(std::string_view text);
/// A reference to a secret ("vault:x.03985"), never the secret itself (DOC-09).
[[nodiscard]] bool isCredentialReference(std::string_view text);

inline constexpr const char* kExpectedId = "expected up to 64 letters, digits, \".\", \"-\", \"_\"";
inline constexpr const char* kExpectedReference =
    "expected a reference such as vault:NAME, never the secret itself";

}  // namespace mcu::session
