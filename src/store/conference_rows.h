// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include "conference/journal.h"

namespace mcu::store {

// Rows of the tables, written and read. SQLiteCpp's exceptions pass through; the journal turns them
// into errors. Each write replaces all rows of its conference or site. Inside the caller's
// transaction.

void writeConference(SQLite::Database& database, const conference::StoredConference& stored);
void removeConference(SQLite::Database& database, const ConferenceId& id);
void writeSite(SQLite::Database& database, const conference::StoredSiteRecord& stored);
void writeRequest(SQLite::Database& database, const conference::RequestStatus& request);
[[nodiscard]] conference::StoredState readAll(SQLite::Database& database);

}  // namespace mcu::store
