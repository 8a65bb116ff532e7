// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "cli/page.h"
#include "cli/session.h"

namespace mcu::cli {

/// Names of sites by id, as the conferences list them.
using SiteNames = std::map<std::string, std::string>;
[[nodiscard]] SiteNames siteNamesOf(const v1::ServerStatus& status);

/// `cascade status` on one screen: links and what their up-links carry; for a slave what the master
/// shows, the orders that wait with the words that answer them, and the chair's calls with their
/// running clocks; talkback that nobody has acknowledged.
[[nodiscard]] std::string renderCascade(const v1::CascadeStatus& cascade,
                                        const SiteNames& names,
                                        const Globals& globals,
                                        bool all);

/// A link on one line, for the status page.
[[nodiscard]] Line linkLine(const v1::LinkStatus& link, const Globals& globals);

}  // namespace mcu::cli
