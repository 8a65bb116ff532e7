// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>

#include "cli/session.h"

namespace mcu::cli {

/// Sends a command that starts calls and follows its sites until each is connected or has failed
/// for now, printing each change. Refused when some are not connected then, or when the time is
/// over.
Exit executeAndWait(Session& session,
                    const v1::CommandRequest& request,
                    std::chrono::seconds atMost);

}  // namespace mcu::cli
