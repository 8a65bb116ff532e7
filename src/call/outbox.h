// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <utility>

#include "base/loop.h"
#include "call/call.h"

namespace mcu::call {

/// The way from a protocol's thread to the listener on control. After close() (on control) nothing
/// is delivered, whatever is still queued in the loop. Owned by a CallEndpoint; outlives the
/// protocol's thread.
class Outbox {
public:
    Outbox(Loop& control, CallListener& listener)
        : control_(control),
          listener_(listener),
          open_(std::make_shared<std::atomic<bool>>(true)) {}

    /// Any thread.
    void tell(std::function<void(CallListener&)> task) {
        control_.post([listener = &listener_, open = open_, task = std::move(task)] {
            if (open->load()) {
                task(*listener);
            }
        });
    }

    void close() { open_->store(false); }

private:
    Loop& control_;
    CallListener& listener_;
    std::shared_ptr<std::atomic<bool>> open_;
};

}  // namespace mcu::call
