// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.h"
#include "h323/h245/outputs.h"

namespace mcu::h323::h245 {

/// Capability exchange, both directions (H.245 clause C.3). Ours is sent whenever it changes, with
/// the next sequence number; T101 bounds the answer. The peer's latest set is kept; a set without a
/// table (or with an empty one) asks us to stop sending until another comes (H.323 clause 8.4.6).
/// Pure: see outputs.h.
class CapabilityExchange {
public:
    static constexpr auto kT101 = std::chrono::seconds(30);

    /// Sends a set: a terminalCapabilitySet body whose sequenceNumber is filled in here.
    void send(Value set, SteadyTime now, Pdus& out);
    void onSet(const Value& set, Pdus& out);
    void onAck(const Value& message);
    void onReject(const Value& message);
    void onTime(SteadyTime now, Pdus& out);

    [[nodiscard]] std::optional<SteadyTime> deadline() const { return deadline_; }

    /// Our latest set was taken.
    [[nodiscard]] bool accepted() const { return accepted_; }

    /// It was refused, or nobody answered in time.
    [[nodiscard]] bool failed() const { return failed_; }

    /// The peer's latest set that was not empty; null before the first.
    [[nodiscard]] const Value* peer() const { return peer_ ? &*peer_ : nullptr; }

    /// The peer's latest set was empty.
    [[nodiscard]] bool paused() const { return paused_; }

    /// Sets of the peer taken so far.
    [[nodiscard]] int received() const { return received_; }

private:
    std::int64_t sequence_ = 0;
    bool waiting_ = false;
    bool accepted_ = false;
    bool failed_ = false;
    bool paused_ = false;
    int received_ = 0;
    std::optional<Value> peer_;
    std::optional<SteadyTime> deadline_;
};

}  // namespace mcu::h323::h245
