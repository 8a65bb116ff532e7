// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "sim/picture/layouts.h"
#include "sim/watch/delay_probe.h"

namespace mcu::sim {

/// Whose picture is in a pane.
struct PaneSeen {
    std::optional<int> site;  ///< empty: nothing readable
    SteadyTime since{};
    SteadyTime moved{};  ///< when its frame counter last changed
};

/// A room began to see something else.
struct PictureChange {
    SteadyTime at{};  ///< arrival of the first packet of the picture
    std::string layout;
    std::vector<std::optional<int>> panes;
};

struct PicturesSeen {
    std::uint64_t pictures = 0;
    SteadyTime last{};
    int width = 0;
    int height = 0;
    std::string layout;
    std::vector<PaneSeen> panes;
    double longestGapMs = 0;
    int freezes = 0;      ///< gaps over 500 ms between pictures
    int paneFreezes = 0;  ///< times a readable pane did not move for 500 ms

    /// The site is in a pane and its picture moves.
    [[nodiscard]] bool shows(int site, SteadyTime now) const;
    /// The site is in a pane, moving or not.
    [[nodiscard]] bool holds(int site) const;
};

/// What a looking room has seen so far. Written by its decoder, read by anybody.
class PictureJournal {
public:
    /// A pane that does not move for so long is frozen.
    static constexpr std::chrono::milliseconds kFrozen{500};
    /// Under load pictures come late; a pane counts as shown while it moved within this time.
    static constexpr std::chrono::milliseconds kLive{1500};

    void take(const LumaView& luma, SteadyTime arrival);

    [[nodiscard]] PicturesSeen seen() const;
    [[nodiscard]] std::vector<PictureChange> changes() const;
    /// Null ends the measurement.
    void measure(std::shared_ptr<DelayProbe> probe);

private:
    void note(const ComposedReading& reading, SteadyTime arrival);
    bool notePane(PaneSeen& pane,
                  SteadyTime& readable,
                  const std::optional<CodeReading>& reading,
                  std::optional<int>& counter,
                  SteadyTime arrival);
    void noteGap(SteadyTime arrival);

    mutable std::mutex mutex_;
    PicturesSeen seen_;
    std::vector<SteadyTime> readable_;          ///< per pane: last read
    std::vector<std::optional<int>> counters_;  ///< per pane: last frame counter
    std::vector<PictureChange> changes_;
    std::shared_ptr<DelayProbe> probe_;
};

}  // namespace mcu::sim
