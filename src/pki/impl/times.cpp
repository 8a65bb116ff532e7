// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/impl/times.h"

#include <array>
#include <ctime>

#include "pki/certificate.h"

namespace mcu::pki {

namespace {

using std::chrono::floor;
using std::chrono::seconds;

std::string formatted(WallTime time, const char* pattern) {
    const std::time_t whole = floor<seconds>(time).time_since_epoch().count();
    std::tm parts{};
    std::array<char, 40> text{};
    if (gmtime_r(&whole, &parts) == nullptr) {
        return "?";
    }
    return {text.data(), std::strftime(text.data(), text.size(), pattern, &parts)};
}

WallTime clamped(std::time_t whole) {
    constexpr auto kFirst = floor<seconds>(WallTime::min().time_since_epoch()).count() + 1;
    constexpr auto kLast = floor<seconds>(WallTime::max().time_since_epoch()).count();
    return whole < kFirst   ? WallTime::min()
           : whole >= kLast ? WallTime::max()
                            : WallTime(seconds(whole));
}

}  // namespace

std::optional<WallTime> wallTimeOf(const ASN1_TIME* time) {
    std::tm parts{};
    // Without a time OpenSSL would say "now".
    if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) {
        return std::nullopt;
    }
    return clamped(timegm(&parts));
}

bool setTime(ASN1_TIME* to, WallTime time) {
    return ASN1_TIME_set(to, floor<seconds>(time).time_since_epoch().count()) != nullptr;
}

std::string isoText(WallTime time) {
    return formatted(time, "%Y-%m-%dT%H:%M:%SZ");
}

std::optional<WallTime> fromIso(std::string_view text) {
    std::tm parts{};
    const std::string copy(text);
    const char* end = strptime(copy.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    if (end == nullptr || *end != '\0' || copy.size() != text.size()) {
        return std::nullopt;
    }
    return clamped(timegm(&parts));
}

std::string timeText(WallTime time) {
    return formatted(time, "%Y-%m-%d %H:%M UTC");
}

}  // namespace mcu::pki
