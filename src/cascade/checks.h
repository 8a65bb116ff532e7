// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"

namespace mcu::cascade {

/// A technical check of a room as the MCU that made it wrote it down. The cascade only carries it.
struct CheckNews {
    std::string session;
    SiteId site;
    WallTime at{};  ///< by the session's clock there
    std::string actor;
    std::string organisation;
    std::map<std::string, std::string> fields;

    bool operator==(const CheckNews&) const = default;
};

/// Who keeps the checks of a server. What a slave has checked is its master's to know (PL4-06): a
/// link that comes up tells all of latest(), later each. take() may be told the same again and
/// again. Implemented by `session`. Thread: control.
class CheckKeeper {
public:
    virtual ~CheckKeeper() = default;

    /// The last of each site, of sessions that have not ended.
    [[nodiscard]] virtual std::vector<CheckNews> latest() const = 0;
    /// What an MCU below says of a site.
    virtual void take(const CheckNews& news, const McuId& from) = 0;
    /// Told of each that is new here.
    virtual void onCheck(std::function<void(const CheckNews&)> handler) = 0;
};

}  // namespace mcu::cascade
