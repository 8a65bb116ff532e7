// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/video/wake_signal.h"

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/check.h"

namespace mcu::mixing {

WakeSignal::WakeSignal() : descriptor_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    MCU_CHECK(descriptor_ >= 0);
}

WakeSignal::~WakeSignal() {
    close(descriptor_);
}

void WakeSignal::notify() noexcept {
    if (!told_.exchange(true, std::memory_order_acq_rel)) {
        const std::uint64_t one = 1;
        // Fails only when the counter is full, and then the waiter is awake anyway.
        [[maybe_unused]] const auto written = write(descriptor_, &one, sizeof one);
    }
}

void WakeSignal::wait(std::optional<SteadyTime> until) {
    pollfd waited{descriptor_, POLLIN, 0};
    if (until) {
        const auto left = std::max(*until - std::chrono::steady_clock::now(), Duration::zero());
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
        const auto rest = std::chrono::duration_cast<std::chrono::nanoseconds>(left - seconds);
        const timespec timeout{seconds.count(), rest.count()};
        ppoll(&waited, 1, &timeout, nullptr);
    } else {
        ppoll(&waited, 1, nullptr, nullptr);
    }
    std::uint64_t count = 0;
    [[maybe_unused]] const auto got = read(descriptor_, &count, sizeof count);
    // After the read: who notifies in between writes nothing, but what it published is seen now.
    told_.exchange(false, std::memory_order_acq_rel);
}

}  // namespace mcu::mixing
