// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/sdp/text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/random.h>

#include "base/check.h"

namespace mcu::sip::sdp {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string_view trim(std::string_view text) {
    while (!text.empty() && isBlank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && isBlank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::vector<std::string_view> splitAt(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const auto end = text.find(separator);
        const auto part = trim(text.substr(0, end));
        if (!part.empty()) {
            parts.push_back(part);
        }
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return parts;
}

std::vector<std::string_view> split(std::string_view text) {
    return splitAt(text, ' ');
}

bool equalsIgnoringCase(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return lower(x) == lower(y);
    });
}

std::string toBase64(const std::vector<std::byte>& bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            group = (group << 8U) | (k < count ? std::to_integer<std::uint32_t>(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            out += k <= count ? kAlphabet[(group >> (18 - 6 * k)) & 63U] : '=';
        }
    }
    return out;
}

std::optional<std::vector<std::byte>> fromBase64(std::string_view text) {
    while (!text.empty() && text.back() == '=') {
        text.remove_suffix(1);
    }
    std::vector<std::byte> out;
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const auto index = kAlphabet.find(c);
        if (index == std::string_view::npos) {
            return std::nullopt;
        }
        buffer = ((buffer << 6U) | static_cast<std::uint32_t>(index)) & 0xFFFFU;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out.push_back(static_cast<std::byte>((buffer >> bits) & 0xFFU));
        }
    }
    return out;
}

std::vector<std::byte> randomBytes(std::size_t count) {
    std::vector<std::byte> out(count);
    std::size_t done = 0;
    while (done < count) {
        const auto got = getrandom(out.data() + done, count - done, 0);
        MCU_CHECK(got > 0 || errno == EINTR);
        done += got > 0 ? static_cast<std::size_t>(got) : 0;
    }
    return out;
}

std::uint64_t randomNumber() {
    std::uint64_t value = 0;
    const auto bytes = randomBytes(sizeof value);
    std::memcpy(&value, bytes.data(), sizeof value);
    return value;
}

}  // namespace mcu::sip::sdp
