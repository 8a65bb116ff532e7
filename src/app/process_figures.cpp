// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/process_figures.h"

#include <fstream>
#include <string>
#include <sys/resource.h>

namespace mcu::app {

namespace {

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

ProcessFigures processFigures() {
    ProcessFigures figures;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    figures.cpuSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    std::ifstream status("/proc/self/status");
    for (std::string key; status >> key;) {
        if (key == "VmRSS:") {
            double kib = 0;
            status >> kib;
            figures.residentMiB = kib / 1024;
        } else if (key == "Threads:") {
            status >> figures.threads;
        }
        status.ignore(256, '\n');
    }
    return figures;
}

}  // namespace mcu::app
