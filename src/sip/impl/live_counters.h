// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

namespace mcu::sip {

/// SipCounters while they are counted; any thread reads.
struct LiveCounters {
    std::atomic<std::uint64_t> malformed{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> authFailures{0};
    std::atomic<std::uint64_t> incomingCalls{0};
    std::atomic<std::uint64_t> outgoingCalls{0};
    std::atomic<std::uint64_t> connectedCalls{0};
    std::atomic<std::uint64_t> endedCalls{0};
    std::atomic<std::uint64_t> registrationsAccepted{0};
    std::atomic<std::uint64_t> activeCalls{0};
    std::atomic<std::uint64_t> registeredUsers{0};
    std::atomic<std::uint64_t> handles{0};
};

}  // namespace mcu::sip
