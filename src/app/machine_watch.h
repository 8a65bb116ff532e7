// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "conference/status.h"

namespace mcu::app {

/// Figures of the machine (MON-01). Thread: control.
class MachineWatch {
public:
    /// `stateDirectory`: whose file system is watched; empty: none. `mediaPorts`: of the range.
    MachineWatch(std::string stateDirectory, int mediaPorts)
        : stateDirectory_(std::move(stateDirectory)), mediaPorts_(mediaPorts) {}

    /// As of now; `cpuSeconds` of this process, `sessions` with media.
    [[nodiscard]] conference::MachineStatus look(SteadyTime now, double cpuSeconds, int sessions);

private:
    std::string stateDirectory_;
    int mediaPorts_;
    SteadyTime since_{};    ///< of the share of the CPU that is told
    double cpuSince_ = -1;  ///< seconds then; negative: not looked at yet
    double cpuPercent_ = -1;
};

/// What an operator should look at, one line each: CPU, memory, disk, ports nearly used up.
[[nodiscard]] std::vector<std::string> warningsOf(const conference::MachineStatus& machine);

}  // namespace mcu::app
