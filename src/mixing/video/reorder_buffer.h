// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "mixing/video/packet_inbox.h"

namespace mcu::mixing {

/// Puts packets into sequence order. In order they pass through at once, without a copy; behind a
/// gap they wait, at most `wait`, and then the gap counts as lost. Owned by a source; one thread.
class ReorderBuffer {
public:
    /// `lossBefore`: packets in front of this one are missing for good.
    using Output = std::function<void(const Packet& packet, bool lossBefore)>;

    ReorderBuffer(Duration wait, Output output) : wait_(wait), output_(std::move(output)) {}

    void push(const Packet& packet, SteadyTime now);
    /// Gives gaps up whose time has passed.
    void expire(SteadyTime now);
    /// When expire() has work; empty without a gap.
    [[nodiscard]] std::optional<SteadyTime> deadline() const;
    /// Another stream begins.
    void reset();

private:
    struct Held {
        std::unique_ptr<Packet> packet;
        SteadyTime since;
    };

    static constexpr std::size_t kMaxHeld = 256;
    static constexpr std::uint64_t kMaxJump = 3000;  ///< beyond it the sender started anew

    void pass(const Packet& packet, bool lossBefore);
    void passHeld(bool lossBefore);

    Duration wait_;
    Output output_;
    std::map<std::uint64_t, Held> held_;
    std::optional<std::uint64_t> expected_;
};

}  // namespace mcu::mixing
