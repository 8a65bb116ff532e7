// SPDX-License-Identifier: GPL-3.0-or-later
#include "conference/pane_filling.h"

#include <algorithm>

namespace mcu::conference {

namespace {

bool contains(const std::vector<SiteId>& panes, const SiteId& site) {
    return std::find(panes.begin(), panes.end(), site) != panes.end();
}

bool isFixed(const ViewWish& wish, std::size_t pane, const Cast& cast, const SiteId& viewer) {
    return pane < wish.fixed.size() && wish.fixed[pane] && !cast.own(viewer, wish.fixed[pane]);
}

/// Where the leading site goes: the first free pane, or where it is when that pane is no smaller.
std::size_t leadPane(const ViewWish& wish,
                     const std::vector<std::size_t>& free,
                     const std::vector<SiteId>& previous) {
    const auto area = [&](std::size_t pane) {
        return wish.panes[pane].width * wish.panes[pane].height;
    };
    for (const auto pane : free) {
        if (pane < previous.size() && previous[pane] == wish.lead &&
            area(pane) >= area(free.front())) {
            return pane;
        }
    }
    return free.front();
}

}  // namespace

Cast::Cast(const PictureWish& wish, const std::vector<PictureFacts>& sites)
    : replaceLostAfter_(wish.replaceLostAfter) {
    for (const auto& site : sites) {
        byId_.emplace(site.id, &site);
        if (!site.fills) {
            continue;
        }
        if (site.id == wish.chair) {
            order_.insert(order_.begin(), site.id);
        } else {
            order_.push_back(site.id);
        }
    }
}

const PictureFacts* Cast::find(const SiteId& id) const {
    const auto found = byId_.find(id);
    return found == byId_.end() ? nullptr : found->second;
}

bool Cast::own(const SiteId& viewer, const SiteId& site) const {
    if (!viewer || !site) {
        return false;
    }
    if (viewer == site) {
        return true;
    }
    const auto* one = find(viewer);
    const auto* other = find(site);
    return one != nullptr && other != nullptr && !one->kin.empty() && one->kin == other->kin;
}

bool Cast::shows(const SiteId& id) const {
    const auto* site = find(id);
    return site != nullptr && site->shows;
}

bool Cast::fresh(const SiteId& id) const {
    const auto* site = find(id);
    return site != nullptr && site->shows && (!site->lostFor || *site->lostFor < replaceLostAfter_);
}

std::vector<SiteId> fillPanes(const ViewWish& wish,
                              const Cast& cast,
                              const SiteId& viewer,
                              const std::vector<SiteId>& previous) {
    std::vector<SiteId> panes(wish.panes.size());
    std::vector<std::size_t> free;
    for (std::size_t i = 0; i < panes.size(); ++i) {
        if (isFixed(wish, i, cast, viewer) && !contains(panes, wish.fixed[i])) {
            panes[i] = wish.fixed[i];
        } else {
            free.push_back(i);
        }
    }
    const auto usable = [&](const SiteId& site) {
        return site && !cast.own(viewer, site) && !contains(panes, site);
    };
    if (!free.empty() && usable(wish.lead) && cast.shows(wish.lead)) {
        panes[leadPane(wish, free, previous)] = wish.lead;
    }
    for (const auto i : free) {
        if (!panes[i] && i < previous.size() && usable(previous[i]) && cast.fresh(previous[i])) {
            panes[i] = previous[i];
        }
    }
    auto next = cast.order().begin();
    for (const auto i : free) {
        while (!panes[i] && next != cast.order().end()) {
            if (usable(*next) && cast.fresh(*next)) {
                panes[i] = *next;
            }
            ++next;
        }
        // Nobody to take its place: the lost one stays, greyed.
        if (!panes[i] && i < previous.size() && usable(previous[i]) && cast.shows(previous[i])) {
            panes[i] = previous[i];
        }
    }
    return panes;
}

std::vector<SiteId> withoutViewer(const std::vector<SiteId>& programme,
                                  const Cast& cast,
                                  const SiteId& viewer,
                                  const std::vector<SiteId>& previous) {
    std::vector<SiteId> panes = programme;
    for (std::size_t i = 0; i < panes.size(); ++i) {
        if (!cast.own(viewer, panes[i])) {
            continue;
        }
        panes[i] = {};
        const auto usable = [&](const SiteId& site) {
            return site && !cast.own(viewer, site) && !contains(panes, site) && cast.fresh(site);
        };
        if (i < previous.size() && usable(previous[i])) {
            panes[i] = previous[i];
            continue;
        }
        const auto next = std::find_if(cast.order().begin(), cast.order().end(), usable);
        if (next != cast.order().end()) {
            panes[i] = *next;
        }
    }
    return panes;
}

}  // namespace mcu::conference
