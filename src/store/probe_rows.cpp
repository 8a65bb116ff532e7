// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/probe_rows.h"

#include <chrono>
#include <sstream>
#include <string>

namespace mcu::store {

namespace {

using conference::ProbedStream;
using conference::ProbeReport;

// What a line of a report is about.
constexpr const char* kAbility = "ability";
constexpr const char* kQuirk = "quirk";
constexpr const char* kStream = "stream";

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words) {
        out += (out.empty() ? "" : " ") + word;
    }
    return out;
}

std::vector<std::string> split(const std::string& words) {
    std::vector<std::string> out;
    std::istringstream stream(words);
    for (std::string word; stream >> word;) {
        out.push_back(word);
    }
    return out;
}

/// One line of a report; the numbers are a stream's.
struct LineRow {
    std::string part;
    int kind = 0;
    std::string name;
    std::string detail;
    std::string encryption;
    int direction = 0;
    std::int64_t maxKbps = 0;
    bool keys = false;
    bool arrived = false;
};

std::vector<LineRow> linesOf(const ProbeReport& report) {
    std::vector<LineRow> lines;
    for (const auto& ability : report.peer.abilities) {
        lines.push_back({kAbility,
                         static_cast<int>(ability.kind),
                         ability.name,
                         ability.detail,
                         joined(ability.encryption)});
    }
    for (const auto& quirk : report.peer.quirks) {
        lines.push_back({kQuirk, 0, quirk, {}, {}});
    }
    for (const auto& stream : report.streams) {
        lines.push_back({kStream,
                         static_cast<int>(stream.kind),
                         stream.codec,
                         stream.detail,
                         stream.encryption,
                         static_cast<int>(stream.direction),
                         stream.maxKbps,
                         stream.keys,
                         stream.arrived});
    }
    return lines;
}

void add(const LineRow& line, ProbeReport& report) {
    if (line.part == kAbility) {
        report.peer.abilities.push_back({static_cast<call::Ability::Kind>(line.kind),
                                         line.name,
                                         line.detail,
                                         split(line.encryption)});
    } else if (line.part == kQuirk) {
        report.peer.quirks.push_back(line.name);
    } else if (line.part == kStream) {
        report.streams.push_back({static_cast<media::Kind>(line.kind),
                                  line.name,
                                  line.detail,
                                  static_cast<media::Direction>(line.direction),
                                  static_cast<std::uint32_t>(line.maxKbps),
                                  line.encryption,
                                  line.keys,
                                  line.arrived});
    }
}

void writeLine(SQLite::Database& database,
               const std::string& target,
               int position,
               const LineRow& line) {
    SQLite::Statement insert(database, "INSERT INTO probe_line VALUES (?,?,?,?,?,?,?,?,?,?,?)");
    insert.bind(1, target);
    insert.bind(2, position);
    insert.bind(3, line.part);
    insert.bind(4, line.kind);
    insert.bind(5, line.name);
    insert.bind(6, line.detail);
    insert.bind(7, line.encryption);
    insert.bind(8, line.direction);
    insert.bind(9, line.maxKbps);
    insert.bind(10, line.keys ? 1 : 0);
    insert.bind(11, line.arrived ? 1 : 0);
    insert.exec();
}

void readLines(SQLite::Database& database, ProbeReport& report) {
    SQLite::Statement query(database,
                            "SELECT part, kind, name, detail, encryption, direction, max_kbps, "
                            "keys, arrived FROM probe_line WHERE target=? ORDER BY position");
    query.bind(1, report.target);
    while (query.executeStep()) {
        add({query.getColumn(0).getString(),
             query.getColumn(1).getInt(),
             query.getColumn(2).getString(),
             query.getColumn(3).getString(),
             query.getColumn(4).getString(),
             query.getColumn(5).getInt(),
             query.getColumn(6).getInt64(),
             query.getColumn(7).getInt() != 0,
             query.getColumn(8).getInt() != 0},
            report);
    }
}

void removeOldest(SQLite::Database& database, std::size_t atMost) {
    SQLite::Statement old(database,
                          "DELETE FROM probe WHERE target IN (SELECT target FROM probe ORDER BY "
                          "at_us DESC, target LIMIT -1 OFFSET ?)");
    old.bind(1, static_cast<std::int64_t>(atMost));
    old.exec();
}

}  // namespace

void writeProbe(SQLite::Database& database, const ProbeReport& report, std::size_t atMost) {
    SQLite::Statement gone(database, "DELETE FROM probe WHERE target=?");  // its lines go with it
    gone.bind(1, report.target);
    gone.exec();
    SQLite::Statement insert(database, "INSERT INTO probe VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)");
    insert.bind(1, report.target);
    insert.bind(2, report.site.value);
    insert.bind(3, report.siteName);
    insert.bind(4, report.address);
    insert.bind(5, report.conference.value);
    insert.bind(6,
                static_cast<std::int64_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                              report.at.time_since_epoch())
                                              .count()));
    insert.bind(7, report.actor);
    insert.bind(8, report.connected ? 1 : 0);
    insert.bind(9, report.cause);
    insert.bind(10, report.connectSeconds);
    insert.bind(11, report.protocol);
    insert.bind(12, report.peer.product);
    insert.bind(13, report.peer.vendor);
    insert.exec();
    int position = 0;
    for (const auto& line : linesOf(report)) {
        writeLine(database, report.target, position++, line);
    }
    removeOldest(database, atMost);
}

std::vector<ProbeReport> readProbes(SQLite::Database& database) {
    std::vector<ProbeReport> all;
    SQLite::Statement query(
        database,
        "SELECT target, site, site_name, address, conference, at_us, actor, connected, cause, "
        "connect_seconds, protocol, product, vendor FROM probe ORDER BY at_us, target");
    while (query.executeStep()) {
        ProbeReport report;
        report.target = query.getColumn(0).getString();
        report.site = {query.getColumn(1).getString()};
        report.siteName = query.getColumn(2).getString();
        report.address = query.getColumn(3).getString();
        report.conference = {query.getColumn(4).getString()};
        report.at = WallTime{} + std::chrono::duration_cast<WallTime::duration>(
                                     std::chrono::microseconds(query.getColumn(5).getInt64()));
        report.actor = query.getColumn(6).getString();
        report.connected = query.getColumn(7).getInt() != 0;
        report.cause = query.getColumn(8).getString();
        report.connectSeconds = query.getColumn(9).getDouble();
        report.protocol = query.getColumn(10).getString();
        report.peer.product = query.getColumn(11).getString();
        report.peer.vendor = query.getColumn(12).getString();
        readLines(database, report);
        all.push_back(std::move(report));
    }
    return all;
}

}  // namespace mcu::store
