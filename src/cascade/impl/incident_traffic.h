// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>

#include "cascade/impl/hub.h"
#include "incident/incident.h"

namespace mcu::cascade {

/// Named in a Hello or Welcome by who speaks of incidents.
inline constexpr const char* kIncidents = "incidents";

/// The incidents on one link, both ways (MON-03, decision 0250): up goes all that is known, down
/// what belongs to the slave and those below it. Keeps nothing that has to survive: a link that
/// comes up tells what there is, again. Thread: control.
class IncidentTraffic {
public:
    enum class Toward { master, slave };

    IncidentTraffic(Hub& hub, McuId peer, Toward toward);

    /// The link is up. `understood`: the peer speaks of incidents; one that does not is told
    /// nothing. `conference`: ours that the link belongs to.
    void begin(bool understood, const ConferenceId& conference);
    void end();

    /// Everything the peer is to know, anew.
    void tellAll();
    /// An incident that is new, or has changed.
    void put(const incident::Incident& incident);
    /// What to send now: in messages of bounded size, some a second at most, so that a storm of
    /// incidents is none on the link. Asked some times a second.
    [[nodiscard]] std::optional<wire::Incidents> due(SteadyTime now);
    /// What the peer says, within the limits of validate.h.
    void take(const wire::Incidents& message);

    [[nodiscard]] bool understood() const { return understood_; }

private:
    [[nodiscard]] bool isForPeer(const incident::Incident& incident) const;
    /// Whether it is the peer's to tell.
    [[nodiscard]] bool isOfPeer(const McuId& origin) const;

    Hub& hub_;
    const McuId peer_;
    const Toward toward_;
    ConferenceId conference_;
    bool understood_ = false;
    std::map<incident::IncidentId, incident::Incident> waiting_;  ///< the newest state of each
    SteadyTime sent_{};
};

}  // namespace mcu::cascade
