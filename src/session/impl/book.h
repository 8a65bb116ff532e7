// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "incident/grade.h"
#include "session/plan_reader.h"
#include "session/session_service.h"
#include "session/state.h"

namespace mcu::session {

class CheckRuns;
class DrillRuns;

/// All sessions and the register, and how a change of them is written down. Thread: control.
class Book {
public:
    using Done = Service::Done;

    Book(const Surroundings& around, Settings given)
        : surroundings(around), settings(std::move(given)) {}

    /// The session of an id; of none, the one under way, else the only one that has not ended.
    [[nodiscard]] Result<SessionState*> session(const std::string& id);
    [[nodiscard]] Result<const SessionState*> session(const std::string& id) const;

    /// The session under way in a conference; null: none.
    [[nodiscard]] SessionState* underWayIn(const std::string& conference);
    [[nodiscard]] const SessionState* underWayIn(const std::string& conference) const;

    /// A record of now, by an actor.
    [[nodiscard]] Record record(const SessionState& session,
                                const conference::Actor& actor,
                                const std::string& kind) const;

    /// Numbers and applies the records, and writes them down; `done` with the outcome once they are
    /// on disk.
    void write(SessionState& session, std::vector<Record> records, Outcome outcome, Done done);
    /// The same with a new version of the plan.
    void writePlan(SessionState& session,
                   PlanVersion version,
                   std::vector<Record> records,
                   Outcome outcome,
                   Done done);
    /// What the server notices by itself.
    void writeQuietly(SessionState& session, std::vector<Record> records);

    /// The state of the session's conference; refused when it cannot be told which that is.
    void withConference(
        const SessionState& session,
        const std::function<void(Result<conference::ConferenceStatus>)>& then) const;

    [[nodiscard]] WallTime now() const { return surroundings.loop.clock().wallNow() + offset; }

    /// Calls of the chair in a conference, by the session's clock as it was when they were first
    /// seen.
    [[nodiscard]] std::vector<conference::RequestStatus> calls(const std::string& conference);
    /// Number of the newest call there; 0: none yet.
    [[nodiscard]] std::uint64_t lastCall(const std::string& conference) const;
    /// The training clock is another one from now on: what was before stays where it was.
    void setOffset(std::chrono::seconds given);

    [[nodiscard]] PlanContext planContext() const {
        return {settings.levels, &registry, surroundings.conferences.layouts(), false};
    }

    /// A plan that was imported, with its own sites as the register.
    [[nodiscard]] Result<Plan> readVersion(const PlanVersion& version) const;
    /// Reads the newest plan of a session again.
    void readPlanOf(SessionState& session) const;

    std::chrono::seconds offset{0};  ///< of a training clock; set by setOffset()
    incident::Profile profile;       ///< by which lines are graded
    Surroundings surroundings;
    Settings settings;
    Registry registry;
    std::map<std::string, SessionState> sessions;
    /// The checks under way, of documents; null: none can be.
    const CheckRuns* checkRuns = nullptr;
    const DrillRuns* drillRuns = nullptr;
    /// What was measured of a session's lines and is not written down yet; afterwards it counts as
    /// written.
    std::function<LineQualities(const std::string& session)> takeMeasured =
        [](const std::string& /*session*/) { return LineQualities(); };
    /// Told of each check of a room that this server made.
    std::function<void(const Record&)> checkWritten = [](const Record&) {};
    /// Told of records that are on disk.
    std::function<void(const std::vector<Record>&)> recordsWritten =
        [](const std::vector<Record>& /*records*/) {};
    SessionService::AlarmHandler alarm = [](const SessionService::Alarm&) {};

private:
    void number(SessionState& session, std::vector<Record>& records);
    void save(SessionChange change, Outcome outcome, Done done);

    std::map<std::uint64_t, WallTime> askedAt_;  ///< calls by number, by the session's clock
};

/// What the server does by itself.
inline const conference::Actor kServer{"system", "server", ""};

}  // namespace mcu::session
