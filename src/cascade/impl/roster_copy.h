// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "conference/far_site.h"
#include "mcu/cascade.pb.h"

namespace mcu::cascade {

/// The upper end's copy of a slave's roster. Thread: control.
class RosterCopy {
public:
    struct Change {
        std::vector<conference::FarSite> changed;
        std::vector<SiteId> gone;
    };

    /// Null: more pages to come, or a page of another roster than the one begun: `gap` says so.
    std::optional<Change> onPage(const hnth::cascade::v1::RosterPage& page, WallTime now);
    /// Null: it does not join on to what we have, see `gap`.
    std::optional<Change> onDelta(const hnth::cascade::v1::RosterDelta& delta, WallTime now);

    /// A whole roster has to be asked for. True until asked() is called.
    [[nodiscard]] bool gap() const { return gap_ && !asked_; }

    void asked() { asked_ = true; }

    /// A new connection: what is begun is void.
    void restart();

    void setClockOffset(double milliseconds) { offsetMs_ = milliseconds; }

    [[nodiscard]] const conference::FarSite* find(const SiteId& site) const;

    [[nodiscard]] const std::map<SiteId, conference::FarSite>& sites() const { return sites_; }

    [[nodiscard]] std::uint64_t version() const { return version_; }

    [[nodiscard]] bool complete() const { return complete_; }

private:
    std::map<SiteId, conference::FarSite> sites_;
    std::map<SiteId, conference::FarSite> coming_;
    std::uint64_t comingVersion_ = 0;
    std::uint32_t nextPage_ = 0;
    std::uint64_t version_ = 0;
    double offsetMs_ = 0;
    bool complete_ = false;
    bool gap_ = false;
    bool asked_ = false;
};

}  // namespace mcu::cascade
