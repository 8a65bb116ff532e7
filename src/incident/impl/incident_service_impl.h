// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "incident/incident_service.h"
#include "incident/watch.h"

namespace mcu::incident {

/// What the service knows and does. Thread: control.
struct IncidentService::Impl {
    static constexpr std::size_t kMostKept = 5000;

    Impl(const Surroundings& surroundings, Settings given)
        : around(surroundings), settings(std::move(given)), watch(settings.profile) {
        owners = [this](const SiteId& /*site*/) { return Owner{settings.organisation, {}, {}}; };
    }

    using Change = std::function<void(Status)>;

    void tick();
    void lookSoon();
    void look();
    void take(const Finding& finding);
    void begin(const Finding& finding);
    void worsen(Incident& incident, const Finding& finding);
    void heal(Incident& incident, const Finding& finding);
    [[nodiscard]] Incident* openOf(const Finding& finding);
    /// Keeps a changed incident; afterwards its change is told.
    void keep(const Incident& incident, const McuId& from, Change done);
    void alarm(const Incident& incident, const std::string& kind, const std::string& text) const;
    void notify(const IncidentId& id);
    /// For one that is not known yet; false: all that is kept is younger.
    bool makeRoom(const Incident& newcomer);
    void merge(const Incident& theirs, const McuId& from);
    static bool closeAsWritten(Incident& incident, bool own);
    void noteNumbers(const Incident& incident);
    /// Tells the consoles here what another MCU's news changed.
    void tellMerged(const Incident* before, const Incident& now) const;
    [[nodiscard]] bool isNews(const Incident& incident) const;
    [[nodiscard]] std::string described(const Incident& incident) const;
    Result<Outcome> apply(const conference::Actor& actor, const Act& act, Incident& incident);

    Surroundings around;
    Settings settings;
    SiteWatch watch;
    std::map<IncidentId, StoredIncident> incidents;
    std::uint64_t lastNumber = 0;
    std::uint64_t lastEntry = 0;
    std::function<void(const Alarm&)> tellAlarm = [](const Alarm&) {};
    std::function<Owner(const SiteId&)> owners;
    std::vector<std::function<void(const Incident&, const McuId&)>> changed;
    Loop::TimerId timer = 0;
    Loop::TimerId soon = 0;
    std::uint64_t subscription = 0;
    std::shared_ptr<bool> alive = std::make_shared<bool>(true);
};

}  // namespace mcu::incident
