// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "conference/actor.h"
#include "incident/act.h"
#include "incident/grade.h"
#include "incident/incident.h"

namespace mcu::incident {

/// What came of an act.
struct Outcome {
    std::string message;  ///< English sentence
    IncidentId incident;
};

/// Which incidents: each empty field fits all.
struct Filter {
    bool openOnly = false;
    std::string owner;
    std::string site;
    std::size_t atMost = 0;  ///< 0: all
};

/// A site with what is measured of it and its grade (MON-01).
struct SiteQuality {
    ConferenceId conference;
    SiteId site;
    std::string name;
    conference::SiteState state{};
    double sinceSeconds = 0;
    Figures figures;
    Verdict verdict;
    bool encrypted = false;
    std::string suite;  ///< of its first stream
    std::string owner;
    bool known = true;  ///< false: a room of another MCU, whose line that one watches
};

/// The gate to the incidents, on the control thread.
class Service {
public:
    using Done = std::function<void(Result<Outcome>)>;

    virtual ~Service() = default;

    /// `done` runs on the control thread once what it changed is on disk.
    virtual void execute(const conference::Actor& actor, const Act& act, Done done) = 0;

    /// Newest first.
    [[nodiscard]] virtual std::vector<Incident> list(const Filter& filter) const = 0;
    [[nodiscard]] virtual Result<Incident> find(const std::string& word) const = 0;
    /// "I-5" as this server's technicians say it.
    [[nodiscard]] virtual std::string nameOf(const IncidentId& id) const = 0;
    /// Every room of all conferences; `done` runs on the control thread.
    virtual void quality(std::function<void(std::vector<SiteQuality>)> done) const = 0;
    [[nodiscard]] virtual const Profile& profile() const = 0;
};

}  // namespace mcu::incident
