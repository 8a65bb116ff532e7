// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "mcu/client.h"

namespace mcu::cli {

/// The events of a conference while a command runs, gathered by a thread of its own. Without a
/// server there are none.
class EventTap {
public:
    /// The client outlives it.
    EventTap(const client::Client& client, std::string conference);

    /// Waits until events arrive for sure; false: they will not, or not in time.
    bool ready(std::chrono::milliseconds atMost);
    /// The next event, waited for at most so long.
    std::optional<client::v1::Event> next(std::chrono::milliseconds atMost);

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<client::v1::Event> events_;
    bool connected_ = false;
    bool ended_ = false;
    std::jthread thread_;  ///< last: it uses the others
};

}  // namespace mcu::cli
