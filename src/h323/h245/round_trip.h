// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "base/clock.h"
#include "h323/h245/outputs.h"

namespace mcu::h323::h245 {

/// Round trip delay (H.245 clause C.8). One request is under way at a time; a missing answer is no
/// reason to hang up, since not every room answers. Pure: see outputs.h.
class RoundTrip {
public:
    static constexpr auto kT105 = std::chrono::seconds(30);

    /// Zero interval: never asks.
    explicit RoundTrip(Duration interval) : interval_(interval) {}

    void start(SteadyTime now);
    void onRequest(const Value& message, Pdus& out);
    void onResponse(const Value& message, SteadyTime now);
    void onTime(SteadyTime now, Pdus& out);

    [[nodiscard]] std::optional<SteadyTime> deadline() const { return deadline_; }

    [[nodiscard]] std::optional<Duration> last() const { return last_; }

    [[nodiscard]] int unanswered() const { return unanswered_; }

private:
    const Duration interval_;
    std::int64_t sequence_ = 0;
    bool waiting_ = false;
    int unanswered_ = 0;
    SteadyTime asked_{};
    std::optional<SteadyTime> deadline_;
    std::optional<Duration> last_;
};

}  // namespace mcu::h323::h245
