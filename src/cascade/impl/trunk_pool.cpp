// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/trunk_pool.h"

#include <algorithm>

namespace mcu::cascade {

namespace {

/// Whether the slave has to be told: its sound, or that it became more urgent.
bool needsOrder(const TrunkPool::Wish& before, const TrunkPool::Wish& now) {
    return before.microphone != now.microphone || now.use > before.use ||
           (now.use == TrunkPool::Wish::Use::take && now.request != before.request);
}

}  // namespace

int TrunkPool::trunkOf(const SiteId& site) const {
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const auto& wish = slots_[i].wish;
        if (wish && wish->site == site) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

void TrunkPool::adopt(int trunk, const Wish& wish, SteadyTime now) {
    if (trunk >= 0 && trunk < static_cast<int>(slots_.size()) && trunkOf(wish.site) < 0) {
        slots_[static_cast<std::size_t>(trunk)] = {wish, false, now};
    }
}

void TrunkPool::clear(int trunk) {
    if (trunk >= 0 && trunk < static_cast<int>(slots_.size())) {
        slots_[static_cast<std::size_t>(trunk)] = {};
    }
}

int TrunkPool::placeFor(const Wish& wish, const std::vector<Wish>& wishes) const {
    int longest = -1;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        const auto& slot = slots_[i];
        if (!slot.wish) {
            return static_cast<int>(i);
        }
        if (!slot.wanted &&
            (longest < 0 ||
             slot.unwantedSince < slots_[static_cast<std::size_t>(longest)].unwantedSince)) {
            longest = static_cast<int>(i);
        }
    }
    if (longest >= 0) {
        return longest;
    }
    // The least urgent of what is less urgent than this: the last in the order of wishes.
    for (auto other = wishes.rbegin(); other != wishes.rend(); ++other) {
        if (other->use < wish.use) {
            if (const int trunk = trunkOf(other->site); trunk >= 0) {
                return trunk;
            }
        }
    }
    return -1;
}

TrunkPool::Plan TrunkPool::assign(const std::vector<Wish>& given, SteadyTime now) {
    std::vector<Wish> wishes;
    for (const auto& wish : given) {
        const bool known = std::any_of(
            wishes.begin(), wishes.end(), [&](const Wish& w) { return w.site == wish.site; });
        if (!known && wish.site) {
            wishes.push_back(wish);
        }
    }
    std::stable_sort(
        wishes.begin(), wishes.end(), [](const Wish& a, const Wish& b) { return a.use > b.use; });
    Plan plan;
    std::vector<bool> changed(slots_.size(), false);
    for (auto& slot : slots_) {
        if (!slot.wish) {
            continue;
        }
        const auto wish = std::find_if(
            wishes.begin(), wishes.end(), [&](const Wish& w) { return w.site == slot.wish->site; });
        if (wish == wishes.end()) {
            if (slot.wanted) {
                slot.wanted = false;
                slot.unwantedSince = now;
            }
            continue;
        }
        slot.wanted = true;
        changed[static_cast<std::size_t>(&slot - slots_.data())] = needsOrder(*slot.wish, *wish);
        slot.wish = *wish;
    }
    for (const auto& wish : wishes) {
        if (trunkOf(wish.site) >= 0) {
            continue;
        }
        const int place = placeFor(wish, wishes);
        if (place < 0) {
            plan.left.push_back(wish);
            continue;
        }
        auto& slot = slots_[static_cast<std::size_t>(place)];
        // What gives way is less urgent and comes later in this loop.
        slot = {wish, true, {}};
        changed[static_cast<std::size_t>(place)] = true;
    }
    for (std::size_t i = 0; i < slots_.size(); ++i) {
        auto& slot = slots_[i];
        if (slot.wish && !slot.wanted && now - slot.unwantedSince >= kLinger) {
            slot = {};
            changed[i] = true;
        }
        if (changed[i]) {
            plan.changes.push_back({static_cast<int>(i), slot.wish});
        }
    }
    return plan;
}

}  // namespace mcu::cascade
