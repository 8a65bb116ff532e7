// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

#include "base/clock.h"
#include "base/thread_role.h"

namespace mcu {

/// A thread that runs posted tasks and timers one after another: the owner of some state.
/// Implementations: AsioLoop (real), ManualLoop (tests/fakes, time moved by hand).
class Loop {
public:
    using Task = std::function<void()>;
    using TimerId = std::uint64_t;

    virtual ~Loop() = default;

    /// Queues a task; any thread. False once the loop is closed: the task will not run.
    virtual bool post(Task task) = 0;
    /// Runs a task after a delay, once; on the loop's thread only. Never 0.
    virtual TimerId after(Duration delay, Task task) = 0;
    /// Forgets a timer; one that has run or is unknown is no error. On the loop's thread only.
    virtual void cancel(TimerId timer) = 0;
    [[nodiscard]] virtual const Clock& clock() const = 0;
    /// The role of the loop's thread.
    [[nodiscard]] virtual const ThreadRole& role() const = 0;
};

}  // namespace mcu
