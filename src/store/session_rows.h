// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include "session/journal.h"

namespace mcu::store {

// Rows of the sessions' tables. SQLiteCpp's exceptions pass through. Inside the caller's
// transaction.

void writeSessions(SQLite::Database& database, const session::SessionChange& change);
[[nodiscard]] session::StoredSessions readSessions(SQLite::Database& database);

}  // namespace mcu::store
