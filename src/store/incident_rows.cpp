// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/incident_rows.h"

#include <chrono>
#include <map>
#include <utility>

namespace mcu::store {

namespace {

std::int64_t microseconds(WallTime time) {
    return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

WallTime wallTime(std::int64_t microsecondsSince1970) {
    return WallTime{} + std::chrono::duration_cast<WallTime::duration>(
                            std::chrono::microseconds(microsecondsSince1970));
}

void writeEntry(SQLite::Database& database,
                const incident::IncidentId& id,
                const incident::Entry& entry) {
    SQLite::Statement insert(
        database,
        "INSERT OR REPLACE INTO incident_entry (origin, number, source, entry, "
        "at_us, kind, actor, organisation, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
        "?)");
    insert.bind(1, id.origin.value);
    insert.bind(2, static_cast<std::int64_t>(id.number));
    insert.bind(3, entry.from.value);
    insert.bind(4, static_cast<std::int64_t>(entry.number));
    insert.bind(5, microseconds(entry.at));
    insert.bind(6, entry.kind);
    insert.bind(7, entry.actor);
    insert.bind(8, entry.organisation);
    insert.bind(9, entry.text);
    insert.exec();
}

using Key = std::pair<std::string, std::int64_t>;

std::map<Key, std::vector<incident::Entry>> readEntries(SQLite::Database& database) {
    std::map<Key, std::vector<incident::Entry>> entries;
    SQLite::Statement query(database,
                            "SELECT origin, number, source, entry, at_us, kind, actor, "
                            "organisation, body FROM incident_entry ORDER BY at_us, source, entry");
    while (query.executeStep()) {
        entries[{query.getColumn(0).getString(), query.getColumn(1).getInt64()}].push_back(
            {{query.getColumn(2).getString()},
             static_cast<std::uint64_t>(query.getColumn(3).getInt64()),
             wallTime(query.getColumn(4).getInt64()),
             query.getColumn(5).getString(),
             query.getColumn(6).getString(),
             query.getColumn(7).getString(),
             query.getColumn(8).getString()});
    }
    return entries;
}

incident::StoredIncident readOne(SQLite::Statement& row) {
    incident::StoredIncident stored;
    auto& incident = stored.incident;
    incident.id = {{row.getColumn(0).getString()},
                   static_cast<std::uint64_t>(row.getColumn(1).getInt64())};
    incident.version = static_cast<std::uint64_t>(row.getColumn(2).getInt64());
    incident.kind = row.getColumn(3).getString();
    incident.severity = row.getColumn(4).getString();
    incident.conference = {row.getColumn(5).getString()};
    incident.site = {row.getColumn(6).getString()};
    incident.siteName = row.getColumn(7).getString();
    incident.owner = row.getColumn(8).getString();
    incident.contact = row.getColumn(9).getString();
    incident.phone = row.getColumn(10).getString();
    incident.onAir = row.getColumn(11).getInt() != 0;
    incident.opened = wallTime(row.getColumn(12).getInt64());
    if (!row.getColumn(13).isNull()) {
        incident.closed = wallTime(row.getColumn(13).getInt64());
    }
    incident.cause = row.getColumn(14).getString();
    incident.healed = row.getColumn(15).getString();
    incident.redials = row.getColumn(16).getInt();
    stored.told = {row.getColumn(17).getInt() != 0, row.getColumn(18).getInt() != 0};
    return stored;
}

}  // namespace

void writeIncident(SQLite::Database& database, const incident::StoredIncident& stored) {
    const auto& incident = stored.incident;
    SQLite::Statement insert(
        database,
        "INSERT OR REPLACE INTO incident (origin, number, version, kind, severity, conference, "
        "site, "
        "site_name, owner, contact, phone, on_air, opened_us, closed_us, cause, healed, redials, "
        "told_opened, told_closed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?)");
    insert.bind(1, incident.id.origin.value);
    insert.bind(2, static_cast<std::int64_t>(incident.id.number));
    insert.bind(3, static_cast<std::int64_t>(incident.version));
    insert.bind(4, incident.kind);
    insert.bind(5, incident.severity);
    insert.bind(6, incident.conference.value);
    insert.bind(7, incident.site.value);
    insert.bind(8, incident.siteName);
    insert.bind(9, incident.owner);
    insert.bind(10, incident.contact);
    insert.bind(11, incident.phone);
    insert.bind(12, incident.onAir ? 1 : 0);
    insert.bind(13, microseconds(incident.opened));
    if (incident.closed) {
        insert.bind(14, microseconds(*incident.closed));
    }
    insert.bind(15, incident.cause);
    insert.bind(16, incident.healed);
    insert.bind(17, incident.redials);
    insert.bind(18, stored.told.opened ? 1 : 0);
    insert.bind(19, stored.told.closed ? 1 : 0);
    insert.exec();
    for (const auto& entry : incident.entries) {
        writeEntry(database, incident.id, entry);
    }
}

std::vector<incident::StoredIncident> readIncidents(SQLite::Database& database,
                                                    std::size_t atMost) {
    auto entries = readEntries(database);
    std::vector<incident::StoredIncident> all;
    SQLite::Statement query(
        database,
        "SELECT * FROM (SELECT origin, number, version, kind, severity, conference, site, "
        "site_name, "
        "owner, contact, phone, on_air, opened_us, closed_us, cause, healed, redials, told_opened, "
        "told_closed FROM incident ORDER BY opened_us DESC LIMIT ?) ORDER BY opened_us");
    query.bind(1, static_cast<std::int64_t>(atMost));
    while (query.executeStep()) {
        auto stored = readOne(query);
        const auto& id = stored.incident.id;
        stored.incident.entries =
            std::move(entries[{id.origin.value, static_cast<std::int64_t>(id.number)}]);
        all.push_back(std::move(stored));
    }
    return all;
}

}  // namespace mcu::store
