// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/training_clock.h"

#include <fstream>
#include <utility>

#include "base/log.h"

namespace mcu::app {

namespace {

constexpr auto kEvery = std::chrono::milliseconds(200);
constexpr std::int64_t kMost = 100LL * 366 * 86400;

}  // namespace

TrainingClock::TrainingClock(Loop& loop, std::string file, Told told)
    : loop_(loop), file_(std::move(file)), told_(std::move(told)) {
    look();
}

TrainingClock::~TrainingClock() {
    loop_.cancel(timer_);
}

void TrainingClock::look() {
    timer_ = loop_.after(kEvery, [this] { look(); });
    std::int64_t seconds = 0;
    std::ifstream in(file_);
    if (!(in >> seconds) || seconds < -kMost || seconds > kMost) {
        return;  // being written, or nothing to say yet
    }
    if (const std::chrono::seconds offset(seconds); offset != offset_) {
        offset_ = offset;
        logger("app").warn("training clock offset_s={}", seconds);
        told_(offset);
    }
}

}  // namespace mcu::app
