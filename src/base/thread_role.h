// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <thread>

#include "base/check.h"

#if defined(__clang__)
#define MCU_ATTRIBUTE(x) __attribute__((x))
#else
#define MCU_ATTRIBUTE(x)
#endif

#define MCU_CAPABILITY(name) MCU_ATTRIBUTE(capability(name))
#define MCU_GUARDED_BY(role) MCU_ATTRIBUTE(guarded_by(role))
#define MCU_ON(role) MCU_ATTRIBUTE(requires_capability(role))

namespace mcu {

/// A thread's part in the server ("control", "sip", "media"). State owned by a role is touched only
/// there: fields say MCU_GUARDED_BY(role), public functions and posted lambdas start with
/// role.assertHere(). Clang checks it at compile time, every build at run time.
class MCU_CAPABILITY("thread role") ThreadRole {
public:
    /// Makes the calling thread the bearer of this role.
    void bindHere() { owner_.store(std::this_thread::get_id(), std::memory_order_release); }

    /// Ends the process when called from another thread than the bearer. Before bindHere() any
    /// thread may pass, so that wiring can happen before threads start.
    void assertHere() const MCU_ATTRIBUTE(assert_capability(this)) { MCU_CHECK(isHere()); }

    [[nodiscard]] bool isHere() const {
        const auto owner = owner_.load(std::memory_order_acquire);
        return owner == std::thread::id{} || owner == std::this_thread::get_id();
    }

private:
    std::atomic<std::thread::id> owner_{};
};

}  // namespace mcu
