// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include "base/result.h"

namespace mcu::store {

/// The version of the tables below, kept in PRAGMA user_version.
inline constexpr int kSchemaVersion = 8;

/// Makes the tables of a new file and checks the version of an old one.
Status prepareSchema(SQLite::Database& database);

}  // namespace mcu::store
