// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/machine_watch.h"

#include <chrono>
#include <cmath>
#include <fstream>
#include <sys/statvfs.h>
#include <thread>

namespace mcu::app {

namespace {

constexpr auto kShortest = std::chrono::seconds(2);  ///< a share of less is chance
constexpr double kCpuHigh = 80;                      ///< percent of all cores
constexpr double kMemoryLow = 10;                    ///< percent free
constexpr double kDiskLow = 20;                      ///< percent free
constexpr double kPortsHigh = 80;                    ///< percent used
constexpr double kMiB = 1024.0 * 1024.0;

/// RTP and RTCP of sound and picture.
constexpr int kPortsPerSession = 4;

void addMemory(conference::MachineStatus& machine) {
    std::ifstream table("/proc/meminfo");
    for (std::string key; table >> key;) {
        double kib = 0;
        if (key == "MemTotal:" && table >> kib) {
            machine.memoryMiB = kib / 1024;
        } else if (key == "MemAvailable:" && table >> kib) {
            machine.memoryFreeMiB = kib / 1024;
        }
        table.ignore(256, '\n');
    }
}

std::string percent(double value) {
    return std::to_string(std::lround(value)) + " %";
}

}  // namespace

conference::MachineStatus MachineWatch::look(SteadyTime now, double cpuSeconds, int sessions) {
    conference::MachineStatus machine;
    machine.cores = static_cast<int>(std::thread::hardware_concurrency());
    if (cpuSince_ < 0 || now - since_ >= kShortest) {
        const double passed = std::chrono::duration<double>(now - since_).count();
        if (cpuSince_ >= 0 && machine.cores > 0) {
            cpuPercent_ = 100 * (cpuSeconds - cpuSince_) / passed / machine.cores;
        }
        since_ = now;
        cpuSince_ = cpuSeconds;
    }
    machine.cpuPercent = cpuPercent_;
    addMemory(machine);
    struct statvfs disk{};
    if (!stateDirectory_.empty() && statvfs(stateDirectory_.c_str(), &disk) == 0) {
        const auto block = static_cast<double>(disk.f_frsize);
        machine.diskMiB = static_cast<double>(disk.f_blocks) * block / kMiB;
        machine.diskFreeMiB = static_cast<double>(disk.f_bavail) * block / kMiB;
    }
    machine.mediaPorts = mediaPorts_;
    machine.mediaPortsUsed = sessions * kPortsPerSession;
    return machine;
}

std::vector<std::string> warningsOf(const conference::MachineStatus& machine) {
    std::vector<std::string> warnings;
    if (machine.cpuPercent > kCpuHigh) {
        warnings.push_back("CPU: " + percent(machine.cpuPercent) + " of all cores in use");
    }
    const auto freeOf = [](double part, double whole) {
        return whole > 0 && part >= 0 ? 100 * part / whole : 100.0;
    };
    if (const auto left = freeOf(machine.memoryFreeMiB, machine.memoryMiB); left < kMemoryLow) {
        warnings.push_back("memory: " + percent(left) + " free");
    }
    if (const auto left = freeOf(machine.diskFreeMiB, machine.diskMiB); left < kDiskLow) {
        warnings.push_back("disk of the state directory: " + percent(left) + " free");
    }
    if (machine.mediaPorts > 0 && machine.mediaPortsUsed > kPortsHigh / 100 * machine.mediaPorts) {
        warnings.push_back("media ports: " + std::to_string(machine.mediaPortsUsed) + " of " +
                           std::to_string(machine.mediaPorts) + " in use");
    }
    return warnings;
}

}  // namespace mcu::app
