// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <mutex>
#include <variant>
#include <vector>

#include "cli/console/news.h"

namespace mcu::cli::console {

/// What threads tell the one that draws.
using Tidings = std::variant<News, Lost, v1::Event, Answered>;

/// Any thread puts, one takes; a descriptor becomes readable when something is there. Bounded: of
/// a flood the oldest go.
class Inbox {
public:
    Inbox();
    ~Inbox();
    Inbox(const Inbox&) = delete;
    Inbox& operator=(const Inbox&) = delete;

    void put(Tidings tidings);
    [[nodiscard]] std::vector<Tidings> takeAll();

    /// For poll().
    [[nodiscard]] int descriptor() const { return descriptor_; }

private:
    std::mutex mutex_;
    std::deque<Tidings> waiting_;
    int descriptor_;
};

}  // namespace mcu::cli::console
