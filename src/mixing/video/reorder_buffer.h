// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "mixing/video/packet_inbox.h"

namespace mcu::mixing {

/// Puts packets into sequence order. In order they pass through at once, without a copy; behind a
/// gap they wait, and then the gap counts as lost. The wait is the least allowed until packets come
/// later than that: then it follows them, a quarter more, up to kMostWait, and goes back slowly, so
/// that a line with much jitter is not taken for one that loses. Owned by a source; one thread.
class ReorderBuffer {
public:
    /// `lossBefore`: packets in front of this one are missing for good.
    using Output = std::function<void(const Packet& packet, bool lossBefore)>;

    /// The most it waits by itself; a longer least wait holds.
    static constexpr Duration kMostWait = std::chrono::milliseconds(150);

    ReorderBuffer(Duration leastWait, Output output)
        : least_(leastWait), wait_(leastWait), output_(std::move(output)) {}

    void push(const Packet& packet, SteadyTime now);
    /// Gives gaps up whose time has passed.
    void expire(SteadyTime now);
    /// When expire() has work; empty without a gap.
    [[nodiscard]] std::optional<SteadyTime> deadline() const;
    /// Another stream begins.
    void reset();

    /// How long a gap is waited for now.
    [[nodiscard]] Duration wait() const { return wait_; }

private:
    struct Held {
        std::unique_ptr<Packet> packet;
        SteadyTime since;
    };

    /// Packets given up for lost; one that comes after all says how long it would have taken.
    struct Missed {
        std::uint64_t from = 0;
        std::uint64_t to = 0;  ///< the first that was there again
        SteadyTime since;
    };

    static constexpr Duration kCalm = std::chrono::seconds(5);  ///< then the wait shrinks a step
    static constexpr std::size_t kMaxMissed = 16;
    static constexpr std::size_t kMaxHeld = 256;
    static constexpr std::uint64_t kMaxJump = 3000;  ///< beyond it the sender started anew

    void pass(const Packet& packet, bool lossBefore);
    void passHeld(bool lossBefore);
    void giveUp();
    void learn(Duration needed, SteadyTime now);
    void noteLate(std::uint64_t sequence, SteadyTime now);
    [[nodiscard]] SteadyTime gapSince() const;

    Duration least_;
    Duration wait_;
    SteadyTime learned_{};
    std::array<Missed, kMaxMissed> missed_{};
    std::size_t nextMissed_ = 0;
    Output output_;
    std::map<std::uint64_t, Held> held_;
    std::optional<std::uint64_t> expected_;
};

}  // namespace mcu::mixing
