// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>

#include "transport/net/udp_socket.h"

namespace mcu::transport {

/// Wakes a media thread from another thread. Many wakes before the thread looks cost one write.
class Waker {
public:
    Waker();

    /// Any thread.
    void wake() noexcept;
    /// The woken thread: before it looks at its queues.
    void acknowledge() noexcept;

    [[nodiscard]] int fd() const { return event_.get(); }

private:
    FileDescriptor event_;
    std::atomic<bool> raised_{false};
};

}  // namespace mcu::transport
