// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "cli/session.h"

namespace mcu::cli {

/// The chair's calls as a table: number, when, site, each instant in seconds after the request,
/// and what came of it. An open one shows its running clock.
[[nodiscard]] std::string renderRequests(const v1::RequestList& requests,
                                         const Globals& globals,
                                         int atMost);

/// "R-6".
[[nodiscard]] std::string requestNumber(std::uint64_t number);

}  // namespace mcu::cli
