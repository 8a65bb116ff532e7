// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "call/call.h"
#include "conference/domain.h"

namespace mcu::conference {

/// Where an incoming call goes, or why it is refused.
struct Placement {
    std::optional<call::HangupCause> refusal;
    ConferenceId conference;
    SiteId site;
    bool guest = false;  ///< not on the site list; `record` is to be put into the directory
    SiteRecord record;
};

/// Places a call by the address it named and the site list. Decides only; changes nothing.
[[nodiscard]] Placement place(const call::IncomingCall& call, Domain& domain);

}  // namespace mcu::conference
