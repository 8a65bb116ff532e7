// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "base/loop.h"

namespace mcu::app {

/// A clock for training (DOC-14): sessions go by the machine's time plus what a file says, a number
/// of seconds, which is read again each 200 ms. Calls and media keep the machine's time.
/// Owner: Server. Thread: control.
class TrainingClock {
public:
    using Told = std::function<void(std::chrono::seconds)>;

    TrainingClock(Loop& loop, std::string file, Told told);
    ~TrainingClock();
    TrainingClock(const TrainingClock&) = delete;
    TrainingClock& operator=(const TrainingClock&) = delete;

private:
    void look();

    Loop& loop_;
    std::string file_;
    Told told_;
    std::chrono::seconds offset_{0};
    Loop::TimerId timer_ = 0;
};

}  // namespace mcu::app
