// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace mcu {

// Vietnamese names as people type them (requirement C.3). ICU is known here alone. Any thread;
// invalid UTF-8 becomes U+FFFD, never an error.

/// Canonical composition, runs of white space made one space, ends trimmed. How names are stored.
[[nodiscard]] std::string toNfc(std::string_view utf8);

/// Key under which two spellings of the same name are equal: NFC or NFD, upper or lower case,
/// spaces, and either placement of the tone (Hoà, Hòa). All diacritics count.
[[nodiscard]] std::string exactKey(std::string_view utf8);

/// Without diacritics, in lower case, đ as d: "Mường Bằng" -> "muong bang". Different names may
/// fold equal.
[[nodiscard]] std::string fold(std::string_view utf8);

/// Vietnamese dictionary order: below, at or above zero.
[[nodiscard]] int vietnameseCompare(std::string_view left, std::string_view right);

}  // namespace mcu
