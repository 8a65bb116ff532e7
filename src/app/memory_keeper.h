// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>

#include "base/loop.h"

namespace mcu::app {

/// Hands memory that ended calls left free back to the system. The allocator keeps what a burst of
/// calls, or an encoder that was opened and closed, once took, as holes between blocks in use;
/// without this the process stays as large as its worst moment. docs/decisions/0090.
/// Owner: Server. Thread: control.
class MemoryKeeper {
public:
    /// Sets the allocator up; first thing in main(), before other threads are.
    static void prepare();

    /// `endedCalls` counts up; memory is looked after only when it has changed.
    MemoryKeeper(Loop& loop, std::function<std::uint64_t()> endedCalls);
    ~MemoryKeeper();
    MemoryKeeper(const MemoryKeeper&) = delete;
    MemoryKeeper& operator=(const MemoryKeeper&) = delete;

    [[nodiscard]] std::uint64_t rounds() const { return rounds_; }

private:
    void wait();
    void look();

    Loop& loop_;
    std::function<std::uint64_t()> endedCalls_;
    std::uint64_t lastEnded_ = 0;
    int roundsLeft_ = 0;
    std::uint64_t rounds_ = 0;
    Loop::TimerId timer_ = 0;
};

}  // namespace mcu::app
