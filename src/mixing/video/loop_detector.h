// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "mixing/video/luma_grid.h"

namespace mcu::mixing {

/// Decides whether the picture that comes from a site is the one it is sent: over 4 s a part of it
/// must look like what was sent up to 2 s earlier and change as that changed, again and again at
/// the same delay. A picture that does not change says nothing, neither way. One thread.
class LoopDetector {
public:
    /// Between two samples, about.
    static constexpr Duration kPace = std::chrono::milliseconds(100);

    LoopDetector() : arrived_(LumaGrid::parts().size()) {}

    /// What was being sent and what had arrived at `now`.
    void add(const LumaGrid& sent, const LumaGrid& arrived, SteadyTime now);

    /// How long what comes back was under way.
    [[nodiscard]] std::optional<Duration> delay() const { return delay_; }

private:
    struct Match {
        std::size_t part = 0;
        std::size_t delay = 0;  ///< samples
        float score = 0;
    };

    void evaluate();
    [[nodiscard]] Match bestMatch() const;
    [[nodiscard]] float score(std::size_t part, std::size_t delay) const;
    [[nodiscard]] bool sentChanged() const;

    std::deque<Thumbnail> sent_;
    std::vector<std::deque<Thumbnail>> arrived_;  ///< by part
    std::deque<SteadyTime> times_;
    int sinceEvaluation_ = 0;
    int hits_ = 0;  ///< in a row, of last_
    int misses_ = 0;
    Match last_;
    std::optional<Duration> delay_;
};

}  // namespace mcu::mixing
