// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <optional>

#include "base/clock.h"

namespace mcu::mixing {

/// Wakes one waiting thread. notify() neither blocks nor locks and costs a system call only when
/// the waiter has not been told yet, so a media thread may call it per packet.
class WakeSignal {
public:
    WakeSignal();
    ~WakeSignal();
    WakeSignal(const WakeSignal&) = delete;
    WakeSignal& operator=(const WakeSignal&) = delete;

    /// Any thread.
    void notify() noexcept;
    /// Returns after a notify() since the last return, or at `until`. The waiting thread.
    void wait(std::optional<SteadyTime> until);

private:
    int descriptor_;
    std::atomic<bool> told_{false};
};

}  // namespace mcu::mixing
