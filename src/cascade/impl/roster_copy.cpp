// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/roster_copy.h"

#include <utility>

#include "cascade/impl/wire_codec.h"

namespace mcu::cascade {

std::optional<RosterCopy::Change> RosterCopy::onPage(const wire::RosterPage& page, WallTime now) {
    if (page.page() == 0) {
        coming_.clear();
        comingVersion_ = page.version();
        nextPage_ = 0;
    }
    if (page.page() != nextPage_ || page.version() != comingVersion_) {
        gap_ = true;
        asked_ = false;
        return std::nullopt;
    }
    ++nextPage_;
    for (const auto& site : page.sites()) {
        auto far = fromWire(site, now, offsetMs_);
        coming_.insert_or_assign(far.record.id, std::move(far));
    }
    if (nextPage_ < page.pages()) {
        return std::nullopt;
    }
    Change change;
    for (const auto& [id, site] : sites_) {
        if (!coming_.contains(id)) {
            change.gone.push_back(id);
        }
    }
    sites_ = std::move(coming_);
    coming_.clear();
    for (const auto& [id, site] : sites_) {
        change.changed.push_back(site);
    }
    version_ = comingVersion_;
    complete_ = true;
    gap_ = false;
    asked_ = false;
    return change;
}

std::optional<RosterCopy::Change> RosterCopy::onDelta(const wire::RosterDelta& delta,
                                                      WallTime now) {
    if (!complete_ || delta.from() != version_) {
        gap_ = true;
        return std::nullopt;
    }
    Change change;
    for (const auto& site : delta.changed()) {
        auto far = fromWire(site, now, offsetMs_);
        change.changed.push_back(far);
        sites_.insert_or_assign(far.record.id, std::move(far));
    }
    for (const auto& gone : delta.gone()) {
        if (sites_.erase(SiteId{gone}) > 0) {
            change.gone.push_back(SiteId{gone});
        }
    }
    version_ = delta.to();
    return change;
}

void RosterCopy::restart() {
    coming_.clear();
    nextPage_ = 0;
    complete_ = false;
    gap_ = false;
    asked_ = false;
}

const conference::FarSite* RosterCopy::find(const SiteId& site) const {
    const auto found = sites_.find(site);
    return found == sites_.end() ? nullptr : &found->second;
}

}  // namespace mcu::cascade
