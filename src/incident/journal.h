// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "base/result.h"
#include "incident/incident.h"

namespace mcu::incident {

/// Which of an incident's ends have been told to the command for notices.
struct Told {
    bool opened = false;
    bool closed = false;
    bool operator==(const Told&) const = default;
};

struct StoredIncident {
    Incident incident;
    Told told;
};

/// Where incidents are kept. Implemented by `store`. Functions on the control thread; `done` runs
/// there once it is safe on disk.
class Journal {
public:
    using Done = std::function<void(Status)>;
    virtual ~Journal() = default;

    /// What the run before left, the newest `atMost`, oldest first. Blocks: call before the control
    /// loop runs.
    virtual Result<std::vector<StoredIncident>> loadIncidents(std::size_t atMost) = 0;
    /// Replaces the incident of that id.
    virtual void saveIncident(StoredIncident incident, Done done) = 0;
};

/// Keeps nothing: for a server without a state directory.
class NullJournal final : public Journal {
public:
    Result<std::vector<StoredIncident>> loadIncidents(std::size_t /*atMost*/) override {
        return std::vector<StoredIncident>{};
    }

    void saveIncident(StoredIncident /*incident*/, Done done) override { done({}); }
};

}  // namespace mcu::incident
