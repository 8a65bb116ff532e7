// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "base/clock.h"
#include "incident/incident.h"
#include "session/journal.h"

namespace mcu::session {

/// An incident of a session's conference, of whatever MCU, as last known (DOC-11, D.5, 7). Times by
/// the session's clock.
struct SessionIncident {
    std::string name;      ///< "I-5", of another MCU "mcu.vnpt/I-5"
    std::string mcu;       ///< that opened it
    std::string kind;      ///< "drop", "quality", "security"
    std::string severity;  ///< "warning", "error"
    std::string site;
    std::string siteName;
    std::string owner;  ///< organisation
    bool onAir = false;
    WallTime opened{};
    std::optional<WallTime> closed;
    std::string cause;
    std::string healed;
    std::string notes;  ///< "hung: mất điện; lan: đã gọi"

    bool operator==(const SessionIncident&) const = default;
};

/// `offset`: the session's clock minus the machine's. Of an incident that is known already the
/// times stay as they were first written, whatever the clock does since.
[[nodiscard]] SessionIncident sessionIncidentOf(const incident::Incident& incident,
                                                const std::string& name,
                                                std::chrono::seconds offset,
                                                const SessionIncident* known);

/// As a record, to which session, number and time are added, and back.
[[nodiscard]] Record recordOf(const SessionIncident& incident);
[[nodiscard]] SessionIncident sessionIncidentOf(const Record& record);

}  // namespace mcu::session
