// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "base/result.h"
#include "mixing/video/picture.h"

namespace mcu::mixing {

/// Encodes a picture as PNG. Takes some tens of milliseconds.
Result<std::vector<std::byte>> encodePng(const Picture& picture);

/// A thread for work nobody is in a hurry for: snapshots. Owned by the mixer.
class SnapshotWorker {
public:
    using Task = std::function<void()>;

    SnapshotWorker();
    ~SnapshotWorker();
    SnapshotWorker(const SnapshotWorker&) = delete;
    SnapshotWorker& operator=(const SnapshotWorker&) = delete;

    /// Any thread. Tasks not begun when the worker goes are dropped.
    void post(Task task);

private:
    void work();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Task> tasks_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace mcu::mixing
