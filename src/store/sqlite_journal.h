// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "base/loop.h"
#include "base/result.h"
#include "conference/journal.h"
#include "conference/probe_journal.h"
#include "incident/journal.h"
#include "session/journal.h"

namespace mcu::store {

/// The Journals of conferences, sessions, incidents and probes in a SQLite file, written by a
/// worker thread of its own so that the control thread never waits for a disk. WAL with
/// synchronous=FULL: a change reported done is on disk. Changes wait in a queue; those that wait
/// together are one transaction, so a slow disk is asked less often, not more. Owned by `app`;
/// destroying it writes what is queued. Threads: functions on the control thread, the database on
/// the worker's.
class SqliteJournal final : public conference::Journal,
                            public session::Journal,
                            public incident::Journal,
                            public conference::ProbeJournal {
public:
    /// Opens or makes `directory`/mcu.sqlite, readable by its owner alone since it holds rooms'
    /// passwords. A file of a newer schema is refused. Blocks.
    static Result<std::unique_ptr<SqliteJournal>> open(const std::string& directory, Loop& control);

    ~SqliteJournal() override;
    SqliteJournal(const SqliteJournal&) = delete;
    SqliteJournal& operator=(const SqliteJournal&) = delete;

    Result<conference::StoredState> load() override;
    using Done = conference::Journal::Done;

    void saveConference(conference::StoredConference conference, Done done) override;
    void eraseConference(const ConferenceId& conference, Done done) override;
    void saveSite(conference::StoredSiteRecord site, Done done) override;
    void onSlow(SlowHandler handler) override;
    [[nodiscard]] std::chrono::milliseconds underWay() const override;
    /// From when on a commit is called slow.
    void setSlowLimit(std::chrono::milliseconds limit);
    void saveRequest(conference::RequestStatus request, Done done) override;
    Result<session::StoredSessions> loadSessions() override;
    void saveSessions(session::SessionChange change, Done done) override;
    Result<std::vector<incident::StoredIncident>> loadIncidents(std::size_t atMost) override;
    void saveIncident(incident::StoredIncident incident, Done done) override;
    Result<std::vector<conference::ProbeReport>> loadProbes() override;
    void saveProbe(conference::ProbeReport report, Done done) override;

private:
    struct Worker;
    explicit SqliteJournal(std::unique_ptr<Worker> worker);
    std::unique_ptr<Worker> worker_;
    std::uint64_t sessionChanges_ = 0;
};

}  // namespace mcu::store
