// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "conference/actor.h"
#include "conference/probe.h"

namespace mcu::conference {

/// Probes of rooms. Thread: control.
class ProbeService {
public:
    using Probed = std::function<void(Result<ProbeReport>)>;

    virtual ~ProbeService() = default;

    /// Probes; `done` runs on the control thread, some seconds later, when the report is on disk. A
    /// room that could not be reached is a report, not an error; an error says why nothing was
    /// tried.
    virtual void probe(const Actor& actor, const Probe& command, Probed done) = 0;

    /// The last report of a site in words, or of an address.
    [[nodiscard]] virtual Result<ProbeReport> lastProbe(const std::string& target) const = 0;
};

}  // namespace mcu::conference
