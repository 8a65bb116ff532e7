// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>

#include "base/loop.h"

namespace mcu::transport {

/// A Loop that the test's own thread runs while it waits for something. Tasks may be posted from
/// any thread.
class PumpLoop final : public Loop {
public:
    PumpLoop() { role_.bindHere(); }

    bool post(Task task) override {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
        posted_.notify_one();
        return true;
    }

    TimerId after(Duration, Task) override { return 1; }

    void cancel(TimerId) override {}

    [[nodiscard]] const Clock& clock() const override { return clock_; }

    [[nodiscard]] const ThreadRole& role() const override { return role_; }

    /// Runs tasks until `done()` holds; false after a generous deadline.
    template <typename Done>
    bool runUntil(Done done) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
        while (!done()) {
            if (std::chrono::steady_clock::now() > deadline) {
                return false;
            }
            runOne(std::chrono::milliseconds(2));
        }
        return true;
    }

private:
    void runOne(std::chrono::milliseconds wait) {
        Task task;
        {
            std::unique_lock lock(mutex_);
            if (!posted_.wait_for(lock, wait, [this] { return !tasks_.empty(); })) {
                return;
            }
            task = std::move(tasks_.front());
            tasks_.pop_front();
        }
        task();
    }

    std::mutex mutex_;
    std::condition_variable posted_;
    std::deque<Task> tasks_;
    RealClock clock_;
    ThreadRole role_;
};

}  // namespace mcu::transport
