// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/memory_keeper.h"

#include <malloc.h>
#include <utility>

#include "base/log.h"

namespace mcu::app {

namespace {

constexpr int kOwnMapping = 256 * 1024;
constexpr int kFreeAtTheTop = 1024 * 1024;
constexpr auto kPeriod = std::chrono::seconds(2);
/// An ended call's transactions and encoders go some seconds after it: look this often more.
constexpr int kRoundsAfterLastCall = 8;

}  // namespace

void MemoryKeeper::prepare() {
    // Blocks of pictures and encoders have mappings of their own, which go back when freed. Left to
    // itself the allocator raises this limit to the largest block ever freed.
    mallopt(M_MMAP_THRESHOLD, kOwnMapping);
    mallopt(M_TRIM_THRESHOLD, kFreeAtTheTop);
}

MemoryKeeper::MemoryKeeper(Loop& loop, std::function<std::uint64_t()> endedCalls)
    : loop_(loop), endedCalls_(std::move(endedCalls)) {
    wait();
}

MemoryKeeper::~MemoryKeeper() {
    loop_.cancel(timer_);
}

void MemoryKeeper::wait() {
    timer_ = loop_.after(kPeriod, [this] { look(); });
}

void MemoryKeeper::look() {
    if (const auto ended = endedCalls_(); ended != lastEnded_) {
        lastEnded_ = ended;
        roundsLeft_ = kRoundsAfterLastCall;
    }
    if (roundsLeft_ > 0) {
        --roundsLeft_;
        ++rounds_;
        const auto begin = loop_.clock().now();
        malloc_trim(0);
        logger("app").debug(
            "memory handed back us={}",
            std::chrono::duration_cast<std::chrono::microseconds>(loop_.clock().now() - begin)
                .count());
    }
    wait();
}

}  // namespace mcu::app
