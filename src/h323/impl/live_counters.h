// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

namespace mcu::h323 {

/// H323Counters while they are counted; any thread reads.
struct LiveCounters {
    std::atomic<std::uint64_t> malformed{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> incomingCalls{0};
    std::atomic<std::uint64_t> outgoingCalls{0};
    std::atomic<std::uint64_t> connectedCalls{0};
    std::atomic<std::uint64_t> endedCalls{0};
    std::atomic<std::uint64_t> silentDropped{0};
    std::atomic<std::uint64_t> connectionsRefused{0};
    std::atomic<std::uint64_t> tlsFailures{0};
    std::atomic<std::uint64_t> userInputs{0};
    std::atomic<std::uint64_t> newKeys{0};
    std::atomic<std::uint64_t> activeCalls{0};
};

}  // namespace mcu::h323
