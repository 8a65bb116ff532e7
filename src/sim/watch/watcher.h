// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace mcu::sim {

/// Looks at (or listens to) what one room receives.
class Watcher {
public:
    virtual ~Watcher() = default;
    /// Works off what has arrived; the watching thread.
    virtual void poll() = 0;
};

/// The watching thread: polls all watchers each few milliseconds. Arrival times are in the packets,
/// so it may be late.
class WatchThread {
public:
    WatchThread();
    ~WatchThread();
    WatchThread(const WatchThread&) = delete;
    WatchThread& operator=(const WatchThread&) = delete;

    void add(std::shared_ptr<Watcher> watcher);
    /// The watcher may be polled once more after this returns; it lives until then.
    void remove(const Watcher* watcher);

private:
    void run(const std::stop_token& stop);

    std::mutex mutex_;
    std::vector<std::shared_ptr<Watcher>> watchers_;
    std::jthread thread_;  ///< last: joined before what it uses goes
};

}  // namespace mcu::sim
