// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/session_incident.h"

#include "session/local_time.h"

namespace mcu::session {

namespace {

/// Of the report, which is no place for a correspondence: `mcuctl incident show` has all of it.
constexpr std::size_t kLongestNotes = 2000;

std::string notesOf(const incident::Incident& incident) {
    std::string notes;
    for (const auto& entry : incident.entries) {
        if (!entry.text.empty() && notes.size() < kLongestNotes) {
            notes += (notes.empty() ? "" : "; ") + entry.actor + ": " + entry.text;
        }
    }
    return notes;
}

}  // namespace

SessionIncident sessionIncidentOf(const incident::Incident& incident,
                                  const std::string& name,
                                  std::chrono::seconds offset,
                                  const SessionIncident* known) {
    // Whole seconds, as records have them.
    const auto inSession = [offset](WallTime at) {
        return std::chrono::time_point_cast<WallTime::duration>(
            std::chrono::floor<std::chrono::seconds>(at + offset));
    };
    SessionIncident made;
    made.name = name;
    made.mcu = incident.id.origin.value;
    made.kind = incident.kind;
    made.severity = incident.severity;
    made.site = incident.site.value;
    made.siteName = incident.siteName;
    made.owner = incident.owner;
    made.onAir = incident.onAir;
    made.opened = known != nullptr ? known->opened : inSession(incident.opened);
    if (incident.closed) {
        made.closed =
            known != nullptr && known->closed ? known->closed : inSession(*incident.closed);
    }
    made.cause = incident.cause;
    made.healed = incident.healed;
    made.notes = notesOf(incident);
    return made;
}

Record recordOf(const SessionIncident& incident) {
    Record record;
    record.kind = "incident";
    record.subject = incident.site;
    record.text = incident.notes;
    record.fields = {{"incident", incident.name},
                     {"mcu", incident.mcu},
                     {"kind", incident.kind},
                     {"severity", incident.severity},
                     {"site_name", incident.siteName},
                     {"owner", incident.owner},
                     {"on_air", incident.onAir ? "true" : "false"},
                     {"opened", isoText(incident.opened)},
                     {"closed", incident.closed ? isoText(*incident.closed) : ""},
                     {"cause", incident.cause},
                     {"healed", incident.healed}};
    return record;
}

SessionIncident sessionIncidentOf(const Record& record) {
    SessionIncident made;
    made.name = record.field("incident");
    made.mcu = record.field("mcu");
    made.kind = record.field("kind");
    made.severity = record.field("severity");
    made.site = record.subject;
    made.siteName = record.field("site_name");
    made.owner = record.field("owner");
    made.onAir = record.field("on_air") == "true";
    made.opened = parseTime(record.field("opened")).value_or(record.at);
    made.closed = parseTime(record.field("closed"));
    made.cause = record.field("cause");
    made.healed = record.field("healed");
    made.notes = record.text;
    return made;
}

}  // namespace mcu::session
