// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/impl/incident_follower.h"

#include "session/session_incident.h"

namespace mcu::session {

namespace {

/// What is learnt of a session so long after its end still belongs into its report.
constexpr auto kLateNews = std::chrono::hours(24);

bool isHeld(const SessionState& session, WallTime now) {
    return session.started && (!session.ended || now - *session.ended < kLateNews);
}

/// It was there while the session was held.
bool isWithin(const SessionState& session, const SessionIncident& incident) {
    return (!session.ended || incident.opened <= *session.ended) &&
           (!incident.closed || *incident.closed >= *session.started);
}

}  // namespace

void IncidentFollower::follow(const incident::Service& incidents, incident::Exchange& exchange) {
    incidents_ = &incidents;
    exchange.onChange([this](const incident::Incident& incident, const McuId& /*from*/) {
        for (auto& [id, session] : book_.sessions) {
            note(session, incident);
        }
    });
}

void IncidentFollower::tick() {
    for (auto& [id, session] : book_.sessions) {
        if (incidents_ == nullptr || !isHeld(session, book_.now()) || caughtUp_.contains(id)) {
            continue;
        }
        caughtUp_.insert(id);
        for (const auto& incident : incidents_->list({})) {
            note(session, incident);
        }
    }
}

void IncidentFollower::note(SessionState& session, const incident::Incident& incident) {
    if (!isHeld(session, book_.now()) || incident.conference.value != session.conference) {
        return;
    }
    const auto name = incidents_->nameOf(incident.id);
    const auto found = session.incidents.find(name);
    const auto* known = found == session.incidents.end() ? nullptr : &found->second;
    const auto made = sessionIncidentOf(incident, name, book_.offset, known);
    if ((known != nullptr && *known == made) || (known == nullptr && !isWithin(session, made))) {
        return;
    }
    auto record = recordOf(made);
    record.session = session.id;
    record.at = book_.now();
    record.actor = kServer.name;
    book_.writeQuietly(session, {std::move(record)});
}

}  // namespace mcu::session
