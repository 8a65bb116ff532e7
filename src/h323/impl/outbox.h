// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "base/loop.h"
#include "call/call.h"

namespace mcu::h323 {

/// The way from the h323 thread to the listener on control. After close() (on control) nothing is
/// delivered, whatever is still queued in the loop. Owned by the H323Endpoint; outlives the thread.
class Outbox {
public:
    Outbox(Loop& control, call::CallListener& listener)
        : control_(control),
          listener_(listener),
          open_(std::make_shared<std::atomic<bool>>(true)) {}

    void tell(std::function<void(call::CallListener&)> task) {
        control_.post([listener = &listener_, open = open_, task = std::move(task)] {
            if (open->load()) {
                task(*listener);
            }
        });
    }

    void close() { open_->store(false); }

private:
    Loop& control_;
    call::CallListener& listener_;
    std::shared_ptr<std::atomic<bool>> open_;
};

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
    std::atomic<std::uint64_t> activeCalls{0};
};

}  // namespace mcu::h323
