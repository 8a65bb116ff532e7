// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "session/state.h"

namespace mcu::session {

/// A sample of the rooms that count, the chair's left out, stratified by MCU and level: every
/// stratum is met once before any is met twice (PL5-04). `count` 0: as many of each MCU as the plan
/// says. The same seed and plan give the same sample. Pure.
[[nodiscard]] std::vector<std::string> drillSample(const SessionState& session,
                                                   int count,
                                                   std::uint64_t seed);

}  // namespace mcu::session
