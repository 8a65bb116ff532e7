// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

#include "incident/journal.h"

namespace mcu::store {

// Rows of the incidents' tables. SQLiteCpp's exceptions pass through. Inside the caller's
// transaction.

void writeIncident(SQLite::Database& database, const incident::StoredIncident& stored);
/// The newest `atMost`, oldest first.
[[nodiscard]] std::vector<incident::StoredIncident> readIncidents(SQLite::Database& database,
                                                                  std::size_t atMost);

}  // namespace mcu::store
