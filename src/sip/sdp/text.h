// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mcu::sip::sdp {

/// Without blanks, tabs, CR at both ends.
[[nodiscard]] std::string_view trim(std::string_view text);
/// Words between blanks.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text);
/// Parts between separators, each trimmed; empty ones are left out.
[[nodiscard]] std::vector<std::string_view> splitAt(std::string_view text, char separator);
/// ASCII only, as in all protocol tokens.
[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b);

/// A whole decimal number, or nothing.
template <typename T>
[[nodiscard]] std::optional<T> number(std::string_view text, int base = 10) {
    T value{};
    // The size goes along as the end.
    const char* begin = text.data();  // NOLINT(bugprone-suspicious-stringview-data-usage)
    const char* end = begin + text.size();
    const auto [pointer, error] = std::from_chars(begin, end, value, base);
    if (error != std::errc{} || pointer != end) {
        return std::nullopt;
    }
    return value;
}

[[nodiscard]] std::string toBase64(const std::vector<std::byte>& bytes);
/// Standard alphabet, padding optional; nothing on any other character.
[[nodiscard]] std::optional<std::vector<std::byte>> fromBase64(std::string_view text);

/// Bytes of the kernel's generator.
[[nodiscard]] std::vector<std::byte> randomBytes(std::size_t count);
[[nodiscard]] std::uint64_t randomNumber();

}  // namespace mcu::sip::sdp
