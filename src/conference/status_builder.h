// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "conference/calls.h"
#include "conference/domain.h"

namespace mcu::conference {

/// Puts the state of a conference, and the transport's figures, into a value. Thread: control.
[[nodiscard]] ConferenceStatus statusOf(const Conference& conference,
                                        const Domain& domain,
                                        const Calls& calls,
                                        const std::vector<media::SessionStats>& figures);

/// What an operator should look at, one line each.
[[nodiscard]] std::vector<std::string> warningsOf(const ServerStatus& status);

}  // namespace mcu::conference
