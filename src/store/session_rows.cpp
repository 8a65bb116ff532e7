// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/session_rows.h"

#include <chrono>
#include <map>

namespace mcu::store {

namespace {

std::int64_t microseconds(WallTime time) {
    return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

WallTime wallTime(std::int64_t microsecondsSince1970) {
    return WallTime{} + std::chrono::duration_cast<WallTime::duration>(
                            std::chrono::microseconds(microsecondsSince1970));
}

void writePlan(SQLite::Database& database, const session::PlanVersion& plan) {
    SQLite::Statement insert(database,
                             "INSERT OR REPLACE INTO plan_version (session, version, hash, body, "
                             "sites, at_us, actor) VALUES (?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, plan.session);
    insert.bind(2, plan.version);
    insert.bind(3, plan.hash);
    insert.bind(4, plan.text);
    insert.bind(5, plan.sites);
    insert.bind(6, microseconds(plan.at));
    insert.bind(7, plan.actor);
    insert.exec();
}

void writeRecord(SQLite::Database& database, const session::Record& record) {
    SQLite::Statement insert(database,
                             "INSERT INTO session_record (session, number, at_us, kind, actor, "
                             "organisation, subject, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    insert.bind(1, record.session);
    insert.bind(2, static_cast<std::int64_t>(record.number));
    insert.bind(3, microseconds(record.at));
    insert.bind(4, record.kind);
    insert.bind(5, record.actor);
    insert.bind(6, record.organisation);
    insert.bind(7, record.subject);
    insert.bind(8, record.text);
    insert.exec();
    for (const auto& [name, value] : record.fields) {
        SQLite::Statement field(database,
                                "INSERT INTO session_record_field (session, number, name, value) "
                                "VALUES (?, ?, ?, ?)");
        field.bind(1, record.session);
        field.bind(2, static_cast<std::int64_t>(record.number));
        field.bind(3, name);
        field.bind(4, value);
        field.exec();
    }
}

using FieldsOf = std::map<std::pair<std::string, std::int64_t>, std::map<std::string, std::string>>;

FieldsOf readFields(SQLite::Database& database) {
    FieldsOf fields;
    SQLite::Statement query(database,
                            "SELECT session, number, name, value FROM session_record_field");
    while (query.executeStep()) {
        fields[{query.getColumn(0).getString(), query.getColumn(1).getInt64()}]
              [query.getColumn(2).getString()] = query.getColumn(3).getString();
    }
    return fields;
}

}  // namespace

void writeSessions(SQLite::Database& database, const session::SessionChange& change) {
    if (change.registry) {
        SQLite::Statement registry(
            database, "INSERT OR REPLACE INTO session_text (name, body) VALUES ('registry', ?)");
        registry.bind(1, *change.registry);
        registry.exec();
    }
    for (const auto& plan : change.plans) {
        writePlan(database, plan);
    }
    for (const auto& record : change.records) {
        writeRecord(database, record);
    }
}

session::StoredSessions readSessions(SQLite::Database& database) {
    session::StoredSessions stored;
    SQLite::Statement registry(database, "SELECT body FROM session_text WHERE name = 'registry'");
    if (registry.executeStep()) {
        stored.registry = registry.getColumn(0).getString();
    }
    SQLite::Statement plans(
        database,
        "SELECT session, version, hash, body, sites, at_us, actor FROM plan_version "
        "ORDER BY session, version");
    while (plans.executeStep()) {
        stored.plans.push_back({plans.getColumn(0).getString(),
                                plans.getColumn(1).getInt(),
                                plans.getColumn(2).getString(),
                                plans.getColumn(3).getString(),
                                plans.getColumn(4).getString(),
                                wallTime(plans.getColumn(5).getInt64()),
                                plans.getColumn(6).getString()});
    }
    auto fields = readFields(database);
    SQLite::Statement records(database,
                              "SELECT session, number, at_us, kind, actor, organisation, subject, "
                              "body FROM session_record ORDER BY session, number");
    while (records.executeStep()) {
        session::Record record;
        record.session = records.getColumn(0).getString();
        const auto number = records.getColumn(1).getInt64();
        record.number = static_cast<std::uint64_t>(number);
        record.at = wallTime(records.getColumn(2).getInt64());
        record.kind = records.getColumn(3).getString();
        record.actor = records.getColumn(4).getString();
        record.organisation = records.getColumn(5).getString();
        record.subject = records.getColumn(6).getString();
        record.text = records.getColumn(7).getString();
        record.fields = std::move(fields[{record.session, number}]);
        stored.records.push_back(std::move(record));
    }
    return stored;
}

}  // namespace mcu::store
