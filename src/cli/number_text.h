// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

#include "cli/session.h"

namespace mcu::cli {

// Numbers, ages and instants as the operator's language writes them.

/// "2.80", in Vietnamese "2,80".
[[nodiscard]] std::string decimal(double value, int digits, const Globals& globals);

/// "45 s", "12 min", "3 h 04 min", "2 d 3 h".
[[nodiscard]] std::string ageText(double seconds);

/// Local day and time of microseconds since 1970: "18/11/2026 14:41:07".
[[nodiscard]] std::string dayAndTime(std::int64_t microseconds);

/// Local time of day of microseconds since 1970: "14:41:07", or with its milliseconds.
[[nodiscard]] std::string timeOfDay(std::int64_t microseconds, bool milliseconds = false);

}  // namespace mcu::cli
