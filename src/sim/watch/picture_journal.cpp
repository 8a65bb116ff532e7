// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/watch/picture_journal.h"

#include <algorithm>
#include <utility>

namespace mcu::sim {
namespace {

constexpr std::size_t kMostChanges = 100000;

}  // namespace

bool PicturesSeen::shows(int site, SteadyTime now) const {
    return std::any_of(panes.begin(), panes.end(), [&](const PaneSeen& pane) {
        return pane.site == site && now - pane.moved < PictureJournal::kLive;
    });
}

bool PicturesSeen::holds(int site) const {
    return std::any_of(
        panes.begin(), panes.end(), [site](const PaneSeen& pane) { return pane.site == site; });
}

void PictureJournal::take(const LumaView& luma, SteadyTime arrival) {
    std::string preferred;
    {
        const std::lock_guard lock(mutex_);
        preferred = seen_.layout;
    }
    const auto reading = readComposed(luma, preferred);
    const std::lock_guard lock(mutex_);
    noteGap(arrival);
    ++seen_.pictures;
    seen_.last = arrival;
    seen_.width = luma.width;
    seen_.height = luma.height;
    note(reading, arrival);
}

void PictureJournal::noteGap(SteadyTime arrival) {
    if (seen_.pictures == 0) {
        return;
    }
    const auto gap = arrival - seen_.last;
    seen_.longestGapMs =
        std::max(seen_.longestGapMs, std::chrono::duration<double, std::milli>(gap).count());
    if (gap > kFrozen) {
        ++seen_.freezes;
    }
}

void PictureJournal::note(const ComposedReading& reading, SteadyTime arrival) {
    bool changed = false;
    if (!reading.panes.empty() && reading.layout != seen_.layout) {
        seen_.layout = reading.layout;
        seen_.panes.assign(reading.panes.size(), {});
        readable_.assign(reading.panes.size(), {});
        counters_.assign(reading.panes.size(), std::nullopt);
        changed = true;
    }
    for (std::size_t i = 0; i < seen_.panes.size(); ++i) {
        const auto found = i < reading.panes.size() ? reading.panes[i] : std::nullopt;
        changed = notePane(seen_.panes[i], readable_[i], found, counters_[i], arrival) || changed;
    }
    if (!changed || changes_.size() >= kMostChanges) {
        return;
    }
    PictureChange change{arrival, seen_.layout, {}};
    for (const auto& pane : seen_.panes) {
        change.panes.push_back(pane.site);
    }
    changes_.push_back(std::move(change));
}

bool PictureJournal::notePane(PaneSeen& pane,
                              SteadyTime& readable,
                              const std::optional<CodeReading>& reading,
                              std::optional<int>& counter,
                              SteadyTime arrival) {
    if (!reading) {
        // One bad picture is no change; nothing readable for half a second is.
        if (pane.site && arrival - readable > kFrozen) {
            pane = {std::nullopt, arrival, arrival};
            counter.reset();
            return true;
        }
        return false;
    }
    readable = arrival;
    const bool changed = pane.site != reading->site;
    if (changed) {
        pane = {reading->site, arrival, arrival};
    }
    if (changed || counter != reading->counter) {
        if (!changed && arrival - pane.moved > kFrozen) {
            ++seen_.paneFreezes;
        }
        counter = reading->counter;
        pane.moved = arrival;
        if (probe_ && probe_->site() == reading->site) {
            probe_->arrived(static_cast<std::size_t>(reading->counter), arrival);
        }
    }
    return changed;
}

PicturesSeen PictureJournal::seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
}

std::vector<PictureChange> PictureJournal::changes() const {
    const std::lock_guard lock(mutex_);
    return changes_;
}

void PictureJournal::measure(std::shared_ptr<DelayProbe> probe) {
    const std::lock_guard lock(mutex_);
    probe_ = std::move(probe);
}

}  // namespace mcu::sim
