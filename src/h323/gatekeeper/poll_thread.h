// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "base/thread_role.h"

namespace mcu::h323::gatekeeper {

/// The thread RAS runs on, role "ras": watched sockets, one timer, posted tasks. Nothing on it
/// blocks, and nobody waits for it but its owner at the end.
class PollThread {
public:
    struct Work {
        std::vector<int> descriptors;          ///< to be read
        std::function<void(int fd)> readable;  ///< one of them has something
        std::function<std::optional<SteadyTime>()> nextTimer;
        std::function<void()> tick;  ///< nextTimer() has come
    };

    PollThread();
    ~PollThread();
    PollThread(const PollThread&) = delete;
    PollThread& operator=(const PollThread&) = delete;

    void start(Work work);
    /// Runs what was posted before, then ends the thread and waits for it.
    void stop();
    /// Any thread.
    void post(std::function<void()> task);

    [[nodiscard]] const ThreadRole& role() const { return role_; }

private:
    void run();
    void runTasks();
    [[nodiscard]] int millisecondsToWait() const;

    Work work_;
    ThreadRole role_;
    int wake_;
    std::mutex mutex_;
    std::vector<std::function<void()>> tasks_;  ///< under mutex_
    bool stopping_ = false;                     ///< under mutex_
    std::thread thread_;
};

}  // namespace mcu::h323::gatekeeper
