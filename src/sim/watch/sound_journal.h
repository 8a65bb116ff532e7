// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <mutex>
#include <set>
#include <vector>

#include "base/clock.h"

namespace mcu::sim {

/// A room began to hear other tones.
struct SoundChange {
    SteadyTime at{};  ///< arrival of the last packet of the window in which it was noticed
    std::set<int> tones;
};

struct SoundsHeard {
    std::uint64_t windows = 0;  ///< pieces of 200 ms listened to
    SteadyTime last{};          ///< end of the last piece
    std::set<int> tones;        ///< tone indices, see room_tone.h
    float levelDbfs = -127;

    /// A tone was there in the last piece, and that piece is fresh.
    [[nodiscard]] bool hears(int tone, SteadyTime now) const;
};

/// What a listening room has heard so far. Written by the watching thread, read by anybody.
class SoundJournal {
public:
    /// Sound older than this is silence.
    static constexpr std::chrono::milliseconds kFresh{1000};

    void take(const std::set<int>& tones, float levelDbfs, SteadyTime at);
    [[nodiscard]] SoundsHeard heard() const;
    [[nodiscard]] std::vector<SoundChange> changes() const;

private:
    mutable std::mutex mutex_;
    SoundsHeard heard_;
    std::vector<SoundChange> changes_;
};

}  // namespace mcu::sim
