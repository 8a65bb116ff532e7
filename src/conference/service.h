// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "conference/actor.h"
#include "conference/command.h"
#include "conference/examination.h"
#include "conference/site_record.h"
#include "conference/status.h"

namespace mcu::conference {

/// The one gate to the domain, on the control thread. `control` turns gRPC requests into calls of
/// this; the journal, and later rights and audit, stand here.
class Service {
public:
    using Done = std::function<void(Result<Outcome>)>;

    virtual ~Service() = default;

    /// Carries out a command; `done` runs on the control thread, at once or later (takes: at the
    /// cut, at most 3 s later).
    virtual void execute(const Actor& actor, const Command& command, Done done) = 0;

    using Examined = std::function<void(Result<Examination>)>;

    /// Examines a room; `done` runs on the control thread when it is measured, some 10 s later, or
    /// cannot be.
    virtual void examine(const Actor& /*actor*/, const Examine& /*command*/, Examined done) {
        done(Error(ErrorCode::unavailable, "this server examines no rooms"));
    }

    /// The state of everything; `done` runs on the control thread. Empty conference: all.
    virtual void status(const ConferenceId& conference,
                        std::function<void(Result<ServerStatus>)> done) = 0;

    /// Calls of the chair, newest first. Empty conference: all.
    [[nodiscard]] virtual std::vector<RequestStatus> requests(
        const ConferenceId& conference) const = 0;

    /// The site list, in Vietnamese order of the names.
    [[nodiscard]] virtual std::vector<SiteRecord> sites() const = 0;
    /// The layouts that can be named.
    [[nodiscard]] virtual std::vector<std::string> layouts() const = 0;

    /// Subscribes to events from now on; the handler runs on the control thread. 0 is never
    /// returned.
    virtual std::uint64_t subscribe(std::function<void(const Event&)> handler) = 0;
    virtual void unsubscribe(std::uint64_t subscription) = 0;
};

}  // namespace mcu::conference
