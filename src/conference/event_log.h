// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "conference/status.h"

namespace mcu::conference {

/// Numbers events and hands them to who subscribed. A handler may subscribe and unsubscribe.
/// Thread: control.
class EventLog {
public:
    explicit EventLog(const Clock& clock) : clock_(clock) {}

    void emit(Event event);
    std::uint64_t subscribe(std::function<void(const Event&)> handler);
    void unsubscribe(std::uint64_t subscription);

private:
    const Clock& clock_;
    std::map<std::uint64_t, std::function<void(const Event&)>> handlers_;
    std::uint64_t lastSubscription_ = 0;
    std::uint64_t lastNumber_ = 0;
};

}  // namespace mcu::conference
