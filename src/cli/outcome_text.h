// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "cli/session.h"

namespace mcu::cli {

/// What a command did, in the operator's language: the act, the sites it touched (level, name, id),
/// and for a take how long it took. Lines, each ended.
[[nodiscard]] std::string outcomeText(const v1::CommandRequest& request,
                                      const v1::CommandReply& reply,
                                      const std::vector<std::string>& sites,
                                      const Globals& globals);

}  // namespace mcu::cli
