// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "access/gate.h"
#include "base/result.h"
#include "conference/conference_service.h"
#include "session/registry.h"

namespace mcu::app {

/// The sites a word may mean, to the conferences and to the register, and whose they are: as the
/// register says; else our own, or of the MCU that brings them.
[[nodiscard]] Result<std::vector<access::SiteOwner>> siteOwners(
    const std::string& word,
    const conference::ConferenceService& conferences,
    const session::Registry& registry,
    const std::string& ownOrganisation,
    const std::string& ownMcu);

}  // namespace mcu::app
