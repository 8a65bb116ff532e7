// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "session/plan.h"

namespace mcu::session {

/// The time of a session in which everybody must be on call: from the rehearsal, else the
/// connection or the start, to the planned end, else four hours after the start.
struct DutyTime {
    WallTime from{};
    WallTime until{};
};

[[nodiscard]] DutyTime dutyTime(const Plan& plan);

/// Somebody is on call at a place: always, or within hours of the roster.
struct OnCall {
    std::string place;  ///< an MCU or a site
    std::string name;
    std::string phone;
    bool always = false;
    WallTime from{};
    WallTime until{};
};

/// Who is on call, as technicians, room officers and roster say; places in the plan's order.
[[nodiscard]] std::vector<OnCall> onCallOf(const Plan& plan);

/// A time of the session in which nobody who can be telephoned is on call at a place (TIM-09).
struct OnCallGap {
    std::string place;
    WallTime from{};
    WallTime until{};

    bool operator==(const OnCallGap&) const = default;
};

/// Pure. Every MCU but those above us, and every site. Hours that only touch leave no gap.
[[nodiscard]] std::vector<OnCallGap> onCallGapsOf(const Plan& plan);

}  // namespace mcu::session
