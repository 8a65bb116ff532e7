// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "base/clock.h"
#include "h323/h245/outputs.h"

namespace mcu::h323::h245 {

/// Master-slave determination (H.245 clause C.2): the higher terminal type is the master, among
/// equals the numbers decide; with equal numbers both draw anew, at most kRetries times (N100).
/// T106 bounds each attempt. Pure: see outputs.h.
class MasterSlave {
public:
    enum class Role : std::uint8_t { undetermined, master, slave };

    static constexpr int kRetries = 3;
    static constexpr auto kT106 = std::chrono::seconds(30);

    /// `draw` gives numbers of 24 bits.
    MasterSlave(int terminalType, std::function<std::uint32_t()> draw);

    void start(SteadyTime now, Pdus& out);
    void onDetermination(const Value& message, SteadyTime now, Pdus& out);
    void onAck(const Value& message, Pdus& out);
    void onReject(SteadyTime now, Pdus& out);
    /// The peer gave up waiting for us.
    void onRelease();
    void onTime(SteadyTime now, Pdus& out);

    [[nodiscard]] std::optional<SteadyTime> deadline() const { return deadline_; }

    /// Both sides agree on it. A peer that asks again later changes nothing while the outcome is
    /// the same: some send their determination only after our Ack, and then no Ack of theirs
    /// follows.
    [[nodiscard]] bool settled() const { return agreed_; }

    [[nodiscard]] Role role() const { return role_; }

    /// No role came about: retries or time used up.
    [[nodiscard]] bool failed() const { return failed_; }

private:
    enum class State : std::uint8_t { idle, asked, answered };

    [[nodiscard]] Role judge(const Value& message) const;
    void fail();

    const int terminalType_;
    std::function<std::uint32_t()> draw_;
    State state_ = State::idle;
    Role role_ = Role::undetermined;
    std::uint32_t number_ = 0;
    int tries_ = 0;
    bool agreed_ = false;
    bool failed_ = false;
    std::optional<SteadyTime> deadline_;
};

}  // namespace mcu::h323::h245
