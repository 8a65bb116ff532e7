// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "session/deadlines.h"
#include "session/state.h"

namespace mcu::session {

/// A cue as a console shows it.
struct OverviewCue {
    int number = 0;
    std::string at;  ///< "14:00"; empty: when the one before is over
    std::string title;
    std::string layout;
    std::vector<std::string> sites;      ///< ids, in the order of the panes
    std::vector<std::string> siteNames;  ///< of the same
    std::string callable;                ///< of on-request
    std::string note;
};

/// A session on one screen: where the script stands and how much time is left. Values, so that it
/// may leave the control thread.
struct Overview {
    std::string session;
    std::string title;
    std::string conference;
    bool adHoc = false;
    WallTime at{};  ///< when it was so
    WallTime start{};
    std::optional<WallTime> started;
    std::optional<WallTime> ended;
    std::string steeredBy;  ///< the MCU above whose script it is; empty: it is steered here
    std::size_t cues = 0;
    std::optional<OverviewCue> now;   ///< the script stands at; none: before the first
    std::optional<OverviewCue> next;  ///< `script next` leads to; none: the script is over
    std::vector<Deadline> deadlines;
    std::string readiness;  ///< measured last: "green", "amber", "red"; empty: never
    std::size_t faults = 0;
};

[[nodiscard]] Overview overviewOf(const SessionState& session, WallTime now);

}  // namespace mcu::session
