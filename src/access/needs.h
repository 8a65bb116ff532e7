// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "access/role.h"
#include "cascade/command.h"
#include "conference/command.h"
#include "incident/act.h"
#include "session/act.h"

namespace mcu::access {

/// What an act needs: a right, and for whom it must hold.
struct Need {
    Right right = Right::security;
    /// Sites in words, as the act names them; with `wide` false all must be in reach.
    std::vector<std::string> sites = {};
    bool wide = true;               ///< concerns more than the sites named
    std::string organisation = {};  ///< an act for an organisation, or on what is one's: it
};

// The one table of what acts need (decision 0290): an act without a line does not compile.
[[nodiscard]] Need needOf(const conference::Command& command);
[[nodiscard]] Need needOf(const cascade::Command& command);
[[nodiscard]] Need needOf(const session::Act& act);
/// `owner`: the organisation that answers for the incident's site.
[[nodiscard]] Need needOf(const incident::Act& act, const std::string& owner);

/// What can be asked without changing anything.
enum class Query : std::uint8_t {
    status,
    sites,
    layouts,
    events,
    ports,
    requests,
    cascade,
    document,
    overview,
    incidents,
    quality,
    lastProbe,
    rights,
};

[[nodiscard]] Need needOf(Query query);
/// A probe calls a room.
[[nodiscard]] Need needOfProbe(const std::string& target);

}  // namespace mcu::access
