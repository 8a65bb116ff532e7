// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace mcu::session {

// Times of day of Việt Nam (Asia/Ho_Chi_Minh): UTC+7 the whole year, since 1975 without a change,
// so that no time zone database is needed.

inline constexpr std::chrono::hours kVietNam{7};

/// "2022-09-15T14:00:00+07:00" (RFC 3339; seconds may be left out). Nothing: no such time, or no
/// time zone.
[[nodiscard]] std::optional<WallTime> parseTime(std::string_view text);
/// "2022-09-15T14:00:00+07:00".
[[nodiscard]] std::string isoText(WallTime time);
/// "15/09/2022 14:00".
[[nodiscard]] std::string dayAndTime(WallTime time);
/// "14:00:07".
[[nodiscard]] std::string timeOfDay(WallTime time);
/// "20220915".
[[nodiscard]] std::string dayStamp(WallTime time);
/// What a technician types: "14:00" (of the day of `now`), "15/09/2022 14:00", or as parseTime.
[[nodiscard]] std::optional<WallTime> parseTyped(std::string_view text, WallTime now);

/// "15m", "2h", "30s", "2h30m".
[[nodiscard]] std::optional<std::chrono::seconds> parseDuration(std::string_view text);
[[nodiscard]] std::string durationText(std::chrono::seconds duration);

/// "2022-09-14".
[[nodiscard]] bool isDate(std::string_view text);

}  // namespace mcu::session
