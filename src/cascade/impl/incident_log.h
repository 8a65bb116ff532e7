// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "conference/status.h"
#include "mcu/cascade.pb.h"

namespace mcu::cascade {

/// What happened to a slave's sites, numbered and kept until the master has it, so that nothing is
/// lost or told twice over reconnects (MON-03). Bounded: the oldest go, counted. Thread: control.
class IncidentLog {
public:
    static constexpr std::size_t kMost = 10'000;

    /// Whether events of that kind go up.
    [[nodiscard]] static bool travels(const conference::Event& event);

    void add(const conference::Event& event, const McuId& self);
    /// The next entries to send on this connection; null: none.
    std::optional<hnth::cascade::v1::EventLog> next();
    void acknowledged(std::uint64_t number);

    /// A new connection: what was not acknowledged is sent again.
    void restart() { sent_ = 0; }

    [[nodiscard]] std::size_t waiting() const { return entries_.size(); }

    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

private:
    std::deque<hnth::cascade::v1::LogEntry> entries_;
    std::uint64_t number_ = 0;
    std::uint64_t sent_ = 0;
    std::uint64_t dropped_ = 0;
};

/// The master's end: each entry of an instance once. Thread: control.
class IncidentIntake {
public:
    struct News {
        std::vector<const hnth::cascade::v1::LogEntry*> entries;  ///< of the message given
        std::uint64_t missed = 0;                                 ///< dropped before they came
    };

    News take(const hnth::cascade::v1::EventLog& log, std::uint64_t instance);

    [[nodiscard]] std::uint64_t last() const { return last_; }

private:
    std::uint64_t instance_ = 0;
    std::uint64_t last_ = 0;
    bool known_ = false;
};

}  // namespace mcu::cascade
