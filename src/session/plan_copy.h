// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace mcu::session {

/// What a copy of a plan has of its own.
struct PlanCopy {
    std::string id;     ///< empty: S-, the day of the start, -1
    std::string title;  ///< empty: the same
    WallTime start{};
    WallTime received{};  ///< when the request for it came
};

/// The plan file `text` for another session: rehearsal, connecting and planned end move with the
/// start; everything else stays as it is written, comments too. Refused when the file is no plan
/// with a session and a start; the rest of it is not looked at (readPlan does that).
[[nodiscard]] Result<std::string> copyPlan(const std::string& text, const PlanCopy& copy);

}  // namespace mcu::session
