// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/watch/sound_journal.h"

namespace mcu::sim {
namespace {

constexpr std::size_t kMostChanges = 100000;

}  // namespace

bool SoundsHeard::hears(int tone, SteadyTime now) const {
    return windows > 0 && now - last < SoundJournal::kFresh && tones.contains(tone);
}

void SoundJournal::take(const std::set<int>& tones, float levelDbfs, SteadyTime at) {
    const std::lock_guard lock(mutex_);
    if (tones != heard_.tones && changes_.size() < kMostChanges) {
        changes_.push_back({at, tones});
    }
    ++heard_.windows;
    heard_.last = at;
    heard_.tones = tones;
    heard_.levelDbfs = levelDbfs;
}

SoundsHeard SoundJournal::heard() const {
    const std::lock_guard lock(mutex_);
    return heard_;
}

std::vector<SoundChange> SoundJournal::changes() const {
    const std::lock_guard lock(mutex_);
    return changes_;
}

}  // namespace mcu::sim
