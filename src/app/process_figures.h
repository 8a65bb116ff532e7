// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace mcu::app {

/// What this process costs, read from the kernel. Some tens of microseconds; never blocks on a
/// device.
struct ProcessFigures {
    int threads = 0;
    double residentMiB = 0;
    double cpuSeconds = 0;  ///< user + system since start
};

[[nodiscard]] ProcessFigures processFigures();

}  // namespace mcu::app
