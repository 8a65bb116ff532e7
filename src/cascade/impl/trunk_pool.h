// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "conference/far_site.h"

namespace mcu::cascade {

/// Which trunk of a link carries which far site. A site that stays wanted is never moved; a new one
/// gets a free trunk, then one whose site nobody wants any more, the one longest unwanted first;
/// then the place of something less urgent: a take before a pane or a pre-cue, a pane before a
/// pre-cue. What is not wanted any more stays for a while, since it is often wanted again, unless
/// the trunk is needed. Pure: no clock, no link. Thread: control.
class TrunkPool {
public:
    using Wish = conference::FarWish;
    static constexpr Duration kLinger = std::chrono::seconds(10);

    struct Slot {
        std::optional<Wish> wish;  ///< what it carries, as ordered
        bool wanted = false;
        SteadyTime unwantedSince{};
    };

    struct Plan {
        struct Change {
            int trunk = 0;
            std::optional<Wish> wish;  ///< null: nothing any more
        };

        std::vector<Change> changes;  ///< each is an order
        std::vector<Wish> left;       ///< no trunk for these
    };

    explicit TrunkPool(int trunks) : slots_(static_cast<std::size_t>(trunks)) {}

    /// Wishes most urgent first. What is to be ordered now.
    Plan assign(const std::vector<Wish>& wishes, SteadyTime now);

    /// The trunk carries this already, as its other end says.
    void adopt(int trunk, const Wish& wish, SteadyTime now);
    /// What was ordered on it did not come about.
    void clear(int trunk);

    /// Keeps what fits.
    void resize(int trunks) { slots_.resize(static_cast<std::size_t>(trunks)); }

    [[nodiscard]] const std::vector<Slot>& slots() const { return slots_; }

    /// The trunk that carries it; negative: none.
    [[nodiscard]] int trunkOf(const SiteId& site) const;

private:
    [[nodiscard]] int placeFor(const Wish& wish, const std::vector<Wish>& wishes) const;

    std::vector<Slot> slots_;
};

}  // namespace mcu::cascade
