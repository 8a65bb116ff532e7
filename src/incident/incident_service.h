// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/loop.h"
#include "conference/service.h"
#include "incident/exchange.h"
#include "incident/journal.h"
#include "incident/notifier.h"
#include "incident/service.h"

namespace mcu::incident {

/// What the incidents work with; everything outlives them.
struct Surroundings {
    Loop& loop;
    Journal& journal;
    conference::Service& conferences;
    Notifier& notifier;
};

/// How incidents of this server are kept.
struct Settings {
    McuId self;
    std::string organisation;  ///< owner of sites the register does not know
    Profile profile;
    bool notifyWarnings = false;  ///< not errors alone
};

/// Who answers for a site.
struct Owner {
    std::string organisation;
    std::string contact;
    std::string phone;
};

/// Watches the sites, opens and closes incidents, keeps them, tells of them. Owned by `app`.
/// Thread: control. Order: construct; onAlarm, ownersFrom; restore; then the loop runs.
class IncidentService final : public Service, public Exchange {
public:
    IncidentService(const Surroundings& surroundings, Settings settings);
    ~IncidentService() override;
    IncidentService(const IncidentService&) = delete;
    IncidentService& operator=(const IncidentService&) = delete;

    /// Brings back what the run before left, and begins to watch.
    Status restore();
    /// Looks at nothing any more: before the conferences end their calls.
    void close();

    /// Something for the consoles.
    struct Alarm {
        std::string
            kind;  ///< "incident.opened", "incident.worse", "incident.closed", "incident.note"
        std::string severity;
        std::string text;  ///< English
        ConferenceId conference;
        SiteId site;
        std::map<std::string, std::string> fields;
    };

    void onAlarm(std::function<void(const Alarm&)> handler);
    /// Asked for each new incident: its site. By default Settings::organisation.
    void ownersFrom(std::function<Owner(const SiteId&)> owners);

    void execute(const conference::Actor& actor, const Act& act, Done done) override;
    [[nodiscard]] std::vector<Incident> list(const Filter& filter) const override;
    [[nodiscard]] Result<Incident> find(const std::string& word) const override;
    [[nodiscard]] std::string nameOf(const IncidentId& id) const override;
    void quality(std::function<void(std::vector<SiteQuality>)> done) const override;
    [[nodiscard]] const Profile& profile() const override;

    [[nodiscard]] std::vector<Incident> recent() const override;
    void merge(const Incident& theirs, const McuId& from) override;
    void onChange(std::function<void(const Incident&, const McuId& from)> handler) override;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::incident
