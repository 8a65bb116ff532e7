// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/incident_wire.h"

#include <algorithm>

#include "cascade/impl/validate.h"
#include "cascade/impl/wire_codec.h"

namespace mcu::cascade {

namespace {

/// A time as the limits allow it; a clock may be set before 1970.
std::int64_t timeOf(WallTime time) {
    return std::max<std::int64_t>(0, microseconds(time));
}

void toWire(const incident::Entry& entry, wire::IncidentEntry& out) {
    out.set_from(entry.from.value);
    out.set_number(entry.number);
    out.set_at_us(timeOf(entry.at));
    out.set_kind(entry.kind);
    out.set_actor(fitted(entry.actor, limit::kName));
    out.set_organisation(fitted(entry.organisation, limit::kWord));
    out.set_text(fitted(entry.text, limit::kText));
}

incident::Entry fromWire(const wire::IncidentEntry& entry) {
    return {McuId{entry.from()},
            entry.number(),
            wallTime(entry.at_us()),
            entry.kind(),
            entry.actor(),
            entry.organisation(),
            entry.text()};
}

}  // namespace

void toWire(const incident::Incident& incident, wire::Incident& out) {
    out.set_origin(incident.id.origin.value);
    out.set_number(incident.id.number);
    out.set_version(incident.version);
    out.set_kind(incident.kind);
    out.set_severity(incident.severity);
    out.set_site(incident.site.value);
    out.set_site_name(fitted(incident.siteName, limit::kName));
    out.set_owner(fitted(incident.owner, limit::kWord));
    out.set_contact(fitted(incident.contact, limit::kName));
    out.set_phone(fitted(incident.phone, limit::kWord));
    out.set_on_air(incident.onAir);
    out.set_opened_us(timeOf(incident.opened));
    if (incident.closed) {
        out.set_closed_us(std::max<std::int64_t>(1, timeOf(*incident.closed)));
    }
    out.set_cause(fitted(incident.cause, limit::kText));
    out.set_healed(fitted(incident.healed, limit::kText));
    out.set_redials(static_cast<std::uint32_t>(
        std::clamp(incident.redials, 0, static_cast<int>(limit::kRedials))));
    for (const auto& entry : incident.entries) {
        if (out.entries_size() < static_cast<int>(limit::kIncidentEntries)) {
            toWire(entry, *out.add_entries());
        }
    }
}

incident::Incident fromWire(const wire::Incident& incident, const ConferenceId& conference) {
    incident::Incident out;
    out.id = {McuId{incident.origin()}, incident.number()};
    out.version = incident.version();
    out.kind = incident.kind();
    out.severity = incident.severity();
    out.conference = conference;
    out.site = SiteId{incident.site()};
    out.siteName = incident.site_name();
    out.owner = incident.owner();
    out.contact = incident.contact();
    out.phone = incident.phone();
    out.onAir = incident.on_air();
    out.opened = wallTime(incident.opened_us());
    if (incident.closed_us() != 0) {
        out.closed = wallTime(incident.closed_us());
    }
    out.cause = incident.cause();
    out.healed = incident.healed();
    out.redials = static_cast<int>(incident.redials());
    for (const auto& entry : incident.entries()) {
        out.entries.push_back(fromWire(entry));
    }
    return out;
}

}  // namespace mcu::cascade
