// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/net/waker.h"

#include <cstdint>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/check.h"

namespace mcu::transport {

Waker::Waker() : event_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    MCU_CHECK(event_.isOpen());
}

void Waker::wake() noexcept {
    if (!raised_.exchange(true, std::memory_order_acq_rel)) {
        const std::uint64_t one = 1;
        (void)!write(event_.get(), &one, sizeof one);
    }
}

void Waker::acknowledge() noexcept {
    std::uint64_t count = 0;
    (void)!read(event_.get(), &count, sizeof count);
    // After the read: a wake() that comes in between writes again, and is not lost.
    raised_.exchange(false, std::memory_order_acq_rel);
}

}  // namespace mcu::transport
