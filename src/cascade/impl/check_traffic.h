// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "cascade/checks.h"
#include "cascade/impl/hub.h"

namespace mcu::cascade {

/// Named in a Hello or Welcome by who speaks of checks.
inline constexpr const char* kChecks = "checks";

/// Results of technical checks on their way to the master (decision 0253). Keeps nothing that has
/// to survive: a link that comes up tells what there is, again. Thread: control.
class CheckTraffic {
public:
    /// The link is up; the last result of each site is told. A master that does not speak of checks
    /// is told nothing.
    void begin(bool understood, const CheckKeeper* keeper);
    void end();
    void put(const CheckNews& news);
    /// What to send now; some messages a second at most. Asked some times a second.
    [[nodiscard]] std::optional<wire::CheckResults> due(SteadyTime now);

private:
    bool understood_ = false;
    std::map<std::pair<std::string, SiteId>, CheckNews> waiting_;  ///< the newest of each site
    SteadyTime sent_{};
};

void toWire(const CheckNews& news, wire::CheckResult& out);
/// Of a message that keeps the limits of validate.h.
[[nodiscard]] CheckNews fromWire(const wire::CheckResult& result);

}  // namespace mcu::cascade
