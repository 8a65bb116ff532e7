// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "base/result.h"
#include "conference/probe.h"

namespace mcu::conference {

/// Where the last report of each room is kept. As Journal: functions on the control thread, `done`
/// there too once the change is safe on disk.
class ProbeJournal {
public:
    virtual ~ProbeJournal() = default;
    /// Blocks: call before the control loop runs. Oldest first.
    virtual Result<std::vector<ProbeReport>> loadProbes() = 0;
    /// Replaces the report of the same target; beyond ProbeJournal::kMost the oldest goes.
    virtual void saveProbe(ProbeReport report, std::function<void(Status)> done) = 0;

    static constexpr std::size_t kMost = 5000;
};

}  // namespace mcu::conference
