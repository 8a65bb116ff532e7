// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/schema.h"

#include <string>

namespace mcu::store {

namespace {

constexpr const char* kTables = R"(
CREATE TABLE conference (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, open INTEGER NOT NULL, encryption INTEGER NOT NULL, layout TEXT NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, fps INTEGER NOT NULL, mute_on_entry INTEGER NOT NULL,
    captions INTEGER NOT NULL, max_own_views INTEGER NOT NULL, locked INTEGER NOT NULL, voice INTEGER NOT NULL,
    voice_hold_ms INTEGER NOT NULL, chair TEXT NOT NULL, broadcast TEXT NOT NULL, chair_look TEXT NOT NULL
) STRICT;
CREATE TABLE conference_site (
    conference TEXT NOT NULL REFERENCES conference(id) ON DELETE CASCADE, position INTEGER NOT NULL, site TEXT NOT NULL,
    uri TEXT NOT NULL, last_address TEXT NOT NULL, wanted INTEGER NOT NULL, redial INTEGER NOT NULL, microphone INTEGER NOT NULL,
    speaker INTEGER NOT NULL, camera INTEGER NOT NULL, volume_db REAL NOT NULL,
    PRIMARY KEY (conference, site)
) STRICT;
CREATE TABLE conference_view (
    conference TEXT NOT NULL REFERENCES conference(id) ON DELETE CASCADE, view TEXT NOT NULL, layout TEXT NOT NULL,
    PRIMARY KEY (conference, view)
) STRICT;
CREATE TABLE view_pane (
    conference TEXT NOT NULL REFERENCES conference(id) ON DELETE CASCADE, view TEXT NOT NULL, pane INTEGER NOT NULL,
    site TEXT NOT NULL, PRIMARY KEY (conference, view, pane)
) STRICT;
CREATE TABLE site (
    id TEXT PRIMARY KEY, deleted INTEGER NOT NULL, name TEXT NOT NULL, short_name TEXT NOT NULL, level TEXT NOT NULL,
    uri TEXT NOT NULL, user TEXT NOT NULL, password TEXT NOT NULL, home TEXT NOT NULL, has_encryption INTEGER NOT NULL,
    encryption INTEGER NOT NULL, prefer_dtls INTEGER NOT NULL, ice INTEGER NOT NULL, max_kbps INTEGER NOT NULL
) STRICT;
CREATE TABLE site_alias (
    site TEXT NOT NULL REFERENCES site(id) ON DELETE CASCADE, position INTEGER NOT NULL, alias TEXT NOT NULL,
    PRIMARY KEY (site, position)
) STRICT;
)";

/// From 1 to 2: the chair's requests; rooms behind foreign MCUs, and relays.
constexpr const char* kToSecond = R"(
CREATE TABLE request (
    number INTEGER PRIMARY KEY, conference TEXT NOT NULL, site TEXT NOT NULL, site_name TEXT NOT NULL, owner TEXT NOT NULL,
    actor TEXT NOT NULL, asked_at_us INTEGER NOT NULL, taken REAL NOT NULL, picture REAL NOT NULL, sound_up REAL NOT NULL,
    sound_down REAL NOT NULL, two_way REAL NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL, implicit INTEGER NOT NULL,
    late INTEGER NOT NULL, by_hand INTEGER NOT NULL
) STRICT;
ALTER TABLE site ADD COLUMN relay TEXT NOT NULL DEFAULT '';
ALTER TABLE site ADD COLUMN manual_mcu INTEGER NOT NULL DEFAULT 0;
ALTER TABLE site ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE site ADD COLUMN via TEXT NOT NULL DEFAULT '';
)";

/// From 2 to 3: sites that take no offer with optional encryption.
constexpr const char* kToThird =
    "ALTER TABLE conference_site ADD COLUMN secured_offer INTEGER NOT NULL DEFAULT 0;";

/// From 3 to 4: the register of sites, plans in all their versions, and what happened in sessions.
constexpr const char* kToFourth = R"(
CREATE TABLE session_text (name TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE plan_version (
    session TEXT NOT NULL, version INTEGER NOT NULL, hash TEXT NOT NULL, body TEXT NOT NULL, sites TEXT NOT NULL,
    at_us INTEGER NOT NULL, actor TEXT NOT NULL, PRIMARY KEY (session, version)
) STRICT;
CREATE TABLE session_record (
    session TEXT NOT NULL, number INTEGER NOT NULL, at_us INTEGER NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL,
    organisation TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (session, number)
) STRICT;
CREATE TABLE session_record_field (
    session TEXT NOT NULL, number INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (session, number, name)
) STRICT;
)";

/// From 4 to 5: incidents, and what people wrote to them.
constexpr const char* kToFifth = R"(
CREATE TABLE incident (
    origin TEXT NOT NULL, number INTEGER NOT NULL, version INTEGER NOT NULL, kind TEXT NOT NULL, severity TEXT NOT NULL,
    conference TEXT NOT NULL, site TEXT NOT NULL, site_name TEXT NOT NULL, owner TEXT NOT NULL, contact TEXT NOT NULL,
    phone TEXT NOT NULL, on_air INTEGER NOT NULL, opened_us INTEGER NOT NULL, closed_us INTEGER, cause TEXT NOT NULL,
    healed TEXT NOT NULL, redials INTEGER NOT NULL, told_opened INTEGER NOT NULL, told_closed INTEGER NOT NULL,
    PRIMARY KEY (origin, number)
) STRICT;
CREATE TABLE incident_entry (
    origin TEXT NOT NULL, number INTEGER NOT NULL, source TEXT NOT NULL, entry INTEGER NOT NULL, at_us INTEGER NOT NULL,
    kind TEXT NOT NULL, actor TEXT NOT NULL, organisation TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (origin, number, source, entry)
) STRICT;
)";

/// From 5 to 6: texts over views.
constexpr const char* kToSixth = R"(
ALTER TABLE conference ADD COLUMN tally INTEGER NOT NULL DEFAULT 0;
CREATE TABLE view_banner (
    conference TEXT NOT NULL REFERENCES conference(id) ON DELETE CASCADE, view TEXT NOT NULL, body TEXT NOT NULL,
    rolling INTEGER NOT NULL, low INTEGER NOT NULL, PRIMARY KEY (conference, view)
) STRICT;
)";

/// From 6 to 7: what probes found of rooms.
constexpr const char* kToSeventh = R"(
CREATE TABLE probe (
    target TEXT PRIMARY KEY, site TEXT NOT NULL, site_name TEXT NOT NULL, address TEXT NOT NULL, conference TEXT NOT NULL,
    at_us INTEGER NOT NULL, actor TEXT NOT NULL, connected INTEGER NOT NULL, cause TEXT NOT NULL,
    connect_seconds REAL NOT NULL, protocol TEXT NOT NULL, product TEXT NOT NULL, vendor TEXT NOT NULL
) STRICT;
CREATE TABLE probe_line (
    target TEXT NOT NULL REFERENCES probe(target) ON DELETE CASCADE, position INTEGER NOT NULL, part TEXT NOT NULL,
    kind INTEGER NOT NULL, name TEXT NOT NULL, detail TEXT NOT NULL, encryption TEXT NOT NULL, direction INTEGER NOT NULL,
    max_kbps INTEGER NOT NULL, keys INTEGER NOT NULL, arrived INTEGER NOT NULL, PRIMARY KEY (target, position)
) STRICT;
)";

/// From 7 to 8: where a room is called that cannot be reached otherwise.
constexpr const char* kToEighth =
    "ALTER TABLE site ADD COLUMN backup_uri TEXT NOT NULL DEFAULT '';";

}  // namespace

Status prepareSchema(SQLite::Database& database) {
    database.exec("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;");
    const int version = database.execAndGet("PRAGMA user_version").getInt();
    if (version == kSchemaVersion) {
        return {};
    }
    if (version > kSchemaVersion) {
        return Error(ErrorCode::refused,
                     "the state is of schema " + std::to_string(version) + ", this server knows " +
                         std::to_string(kSchemaVersion),
                     "use the newer server, or another state directory",
                     "store.newer-schema");
    }
    SQLite::Transaction transaction(database);
    if (version == 0) {
        database.exec(kTables);
    }
    if (version < 2) {
        database.exec(kToSecond);
    }
    if (version < 3) {
        database.exec(kToThird);
    }
    if (version < 4) {
        database.exec(kToFourth);
    }
    if (version < 5) {
        database.exec(kToFifth);
    }
    if (version < 6) {
        database.exec(kToSixth);
    }
    if (version < 7) {
        database.exec(kToSeventh);
    }
    database.exec(kToEighth);
    database.exec("PRAGMA user_version=" + std::to_string(kSchemaVersion));
    transaction.commit();
    return {};
}

}  // namespace mcu::store
