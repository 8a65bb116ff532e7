// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string>

#include "conference/status.h"

namespace mcu::session {

inline bool isUp(const conference::SiteStatus& site) {
    return site.state == conference::SiteState::connected;
}

/// Null: it is not in the conference.
inline const conference::SiteStatus* statusOf(const conference::ConferenceStatus& conference,
                                              const std::string& site) {
    const auto found = std::find_if(conference.sites.begin(),
                                    conference.sites.end(),
                                    [&](const auto& each) { return each.id.value == site; });
    return found == conference.sites.end() ? nullptr : &*found;
}

}  // namespace mcu::session
