// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "conference/status.h"
#include "incident/grade.h"
#include "session/line_quality.h"
#include "session/state.h"

namespace mcu::session {

/// Adds up how the lines of a session's sites are, between two records of it. One session.
/// Thread: control.
class QualityTally {
public:
    /// The plan's sites as they are at an instant; asked at even intervals.
    void look(const SessionState& session,
              const conference::ConferenceStatus& conference,
              const incident::Profile& profile,
              SteadyTime at);

    [[nodiscard]] bool empty() const { return since_.empty(); }

    /// What came since the last take().
    [[nodiscard]] LineQualities take();

private:
    std::map<std::string, incident::Grader> graders_;  ///< of connected sites
    LineQualities since_;
};

}  // namespace mcu::session
