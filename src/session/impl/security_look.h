// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "session/impl/book.h"
#include "session/preflight.h"

namespace mcu::session {

/// Looks at the security of a session's conference, links and certificates (PL3-05), and of the
/// machine where it was seen; `then` runs on the control thread.
void lookAtSecurity(const Book& book,
                    const SessionState& session,
                    const conference::ConferenceStatus& conference,
                    const std::optional<HostFacts>& host,
                    std::function<void(std::vector<PreflightItem>)> then);

}  // namespace mcu::session
