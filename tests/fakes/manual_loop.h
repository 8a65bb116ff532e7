// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <utility>

#include "base/loop.h"

namespace mcu::fakes {

/// A clock that stands still until it is moved.
class ManualClock final : public Clock {
public:
    [[nodiscard]] SteadyTime now() const override { return now_; }

    [[nodiscard]] WallTime wallNow() const override {
        return WallTime{} + std::chrono::duration_cast<WallTime::duration>(now_.time_since_epoch());
    }

    void set(SteadyTime time) { now_ = time; }

private:
    SteadyTime now_ = SteadyTime{} + std::chrono::hours(1);
};

/// A Loop whose tasks run when the test says so and whose timers run when the test moves time. One
/// thread.
class ManualLoop final : public Loop {
public:
    bool post(Task task) override {
        tasks_.push_back(std::move(task));
        return true;
    }

    TimerId after(Duration delay, Task task) override {
        const TimerId id = ++lastTimer_;
        timers_.emplace(std::pair(clock_.now() + delay, id), std::move(task));
        return id;
    }

    void cancel(TimerId timer) override {
        std::erase_if(timers_, [timer](const auto& entry) { return entry.first.second == timer; });
    }

    [[nodiscard]] const Clock& clock() const override { return clock_; }

    [[nodiscard]] const ThreadRole& role() const override { return role_; }

    /// Runs all posted tasks, and those they post.
    void drain() {
        while (!tasks_.empty()) {
            const Task task = std::move(tasks_.front());
            tasks_.pop_front();
            task();
        }
    }

    /// Moves time forward, running timers in order, each followed by the tasks it posted.
    void advance(Duration by) {
        const SteadyTime end = clock_.now() + by;
        drain();
        while (!timers_.empty() && timers_.begin()->first.first <= end) {
            auto first = timers_.extract(timers_.begin());
            clock_.set(first.key().first);
            first.mapped()();
            drain();
        }
        clock_.set(end);
    }

private:
    ManualClock clock_;
    ThreadRole role_;
    std::deque<Task> tasks_;
    std::map<std::pair<SteadyTime, TimerId>, Task> timers_;
    TimerId lastTimer_ = 0;
};

}  // namespace mcu::fakes
