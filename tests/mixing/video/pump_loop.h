// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

#include "base/loop.h"

namespace mcu::test {

/// A control loop run by the test's own thread while it waits for something, in real time.
class PumpLoop final : public Loop {
public:
    bool post(Task task) override {
        const std::scoped_lock lock(mutex_);
        tasks_.push_back(std::move(task));
        wake_.notify_all();
        return true;
    }

    TimerId after(Duration /*delay*/, Task /*task*/) override { return 1; }

    void cancel(TimerId /*timer*/) override {}

    [[nodiscard]] const Clock& clock() const override { return clock_; }

    [[nodiscard]] const ThreadRole& role() const override { return role_; }

    /// Runs posted tasks until `done`, false when `limit` passes first. `idle` runs now and then.
    bool runUntil(const std::function<bool()>& done,
                  Duration limit = std::chrono::seconds(60),
                  const std::function<void()>& idle = {}) {
        const SteadyTime end = clock_.now() + limit;
        while (!done()) {
            if (clock_.now() > end) {
                return false;
            }
            if (idle) {
                idle();
            }
            Task task;
            {
                std::unique_lock lock(mutex_);
                wake_.wait_for(
                    lock, std::chrono::milliseconds(5), [this] { return !tasks_.empty(); });
                if (!tasks_.empty()) {
                    task = std::move(tasks_.front());
                    tasks_.pop_front();
                }
            }
            if (task) {
                task();
            }
        }
        return true;
    }

private:
    RealClock clock_;
    ThreadRole role_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Task> tasks_;
};

}  // namespace mcu::test
