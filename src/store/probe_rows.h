// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

#include "conference/probe.h"

namespace mcu::store {

// Rows of the tables of probes. SQLiteCpp's exceptions pass through. Inside the caller's
// transaction.

/// Replaces what is kept of the same target; keeps the newest `atMost` in all.
void writeProbe(SQLite::Database& database,
                const conference::ProbeReport& report,
                std::size_t atMost);
/// Oldest first.
[[nodiscard]] std::vector<conference::ProbeReport> readProbes(SQLite::Database& database);

}  // namespace mcu::store
