// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "cli/session.h"
#include "mcu/probe.pb.h"

namespace mcu::cli {

/// What a probe found, on a page.
[[nodiscard]] std::string renderProbe(const v1::ProbeReport& report, const Globals& globals);

}  // namespace mcu::cli
