// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/sqlite_journal.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <sys/stat.h>
#include <thread>
#include <utility>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

#include "store/conference_rows.h"
#include "store/incident_rows.h"
#include "store/probe_rows.h"
#include "store/schema.h"
#include "store/session_rows.h"

namespace mcu::store {

namespace {

Error failure(const std::string& what, const std::exception& cause) {
    return {ErrorCode::internal,
            what + ": " + cause.what(),
            "look at the disk of the state directory",
            "store.failed"};
}

}  // namespace

/// The thread that owns the database while it runs, and its queue.
struct SqliteJournal::Worker {
    struct Change {
        std::string key;  ///< of two changes with the same key in a batch the later one counts
        std::function<void(SQLite::Database&)> write;
        Done done;
    };

    Worker(const std::string& file, Loop& controlLoop)
        : control(controlLoop), database(file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE) {
        database.setBusyTimeout(2000);
    }

    void start() {
        thread = std::thread([this] { run(); });
    }

    /// What is read before the first change is read on the caller's thread; from then on the
    /// database is the worker's.
    void push(Change change) {
        if (!thread.joinable()) {
            start();
        }
        const std::lock_guard lock(mutex);
        queue.push_back(std::move(change));
        wake.notify_one();
    }

    void stop() {
        {
            const std::lock_guard lock(mutex);
            stopping = true;
            wake.notify_one();
        }
        if (thread.joinable()) {
            thread.join();
        }
    }

    void run() {
        while (true) {
            std::vector<Change> batch;
            {
                std::unique_lock lock(mutex);
                wake.wait(lock, [this] { return stopping || !queue.empty(); });
                if (queue.empty()) {
                    return;
                }
                batch.swap(queue);
            }
            report(std::move(batch));
        }
    }

    /// Writes a batch as one transaction, then tells the control thread.
    void report(std::vector<Change> batch) {
        const auto begin = std::chrono::steady_clock::now();
        commitSince = begin.time_since_epoch().count();
        Status written = write(batch);
        commitSince = 0;
        const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::steady_clock::now() - begin);
        if (took >= slowLimit.load()) {
            control.post([handler = slowHandler, took] {
                if (*handler) {
                    (*handler)(took);
                }
            });
        }
        control.post([batch = std::move(batch), written = std::move(written)] {
            for (const auto& change : batch) {
                change.done(written);
            }
        });
    }

    Status write(const std::vector<Change>& batch) {
        try {
            SQLite::Transaction transaction(database);
            std::map<std::string, const Change*> last;
            for (const auto& change : batch) {
                last[change.key] = &change;
            }
            for (const auto& [key, change] : last) {
                change->write(database);
            }
            transaction.commit();
            return {};
        } catch (const std::exception& cause) {
            return failure("state not written", cause);
        }
    }

    Loop& control;
    /// Called and set on the control thread; lives as long as a call of it may be queued.
    std::shared_ptr<SlowHandler> slowHandler = std::make_shared<SlowHandler>();
    std::atomic<std::chrono::milliseconds> slowLimit{std::chrono::milliseconds(1000)};
    std::atomic<std::chrono::steady_clock::rep> commitSince = 0;  ///< 0: no commit under way
    SQLite::Database database;
    std::mutex mutex;
    std::condition_variable wake;
    std::vector<Change> queue;  ///< under the mutex
    bool stopping = false;      ///< under the mutex
    std::thread thread;
};

Result<std::unique_ptr<SqliteJournal>> SqliteJournal::open(const std::string& directory,
                                                           Loop& control) {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error) {
        return Error(ErrorCode::unavailable,
                     directory + ": " + error.message(),
                     "name a directory the server may write to",
                     "store.no-directory");
    }
    const std::string file = directory + "/mcu.sqlite";
    const mode_t before = ::umask(0077);
    Result<std::unique_ptr<SqliteJournal>> result = Error(ErrorCode::internal, file);
    try {
        auto worker = std::make_unique<Worker>(file, control);
        auto ready = prepareSchema(worker->database);
        if (ready) {
            result = std::unique_ptr<SqliteJournal>(new SqliteJournal(std::move(worker)));
        } else {
            result = ready.error().in(file);
        }
    } catch (const std::exception& cause) {
        result = failure(file, cause);
    }
    ::umask(before);
    return result;
}

SqliteJournal::SqliteJournal(std::unique_ptr<Worker> worker) : worker_(std::move(worker)) {}

SqliteJournal::~SqliteJournal() {
    worker_->stop();
}

Result<conference::StoredState> SqliteJournal::load() {
    try {
        return readAll(worker_->database);
    } catch (const std::exception& cause) {
        return failure("state not read", cause);
    }
}

void SqliteJournal::saveConference(conference::StoredConference conference, Done done) {
    const std::string key = "conference " + conference.spec.conference.value;
    worker_->push({key,
                   [conference = std::move(conference)](SQLite::Database& database) {
                       writeConference(database, conference);
                   },
                   std::move(done)});
}

void SqliteJournal::eraseConference(const ConferenceId& conference, Done done) {
    worker_->push(
        {"conference " + conference.value,
         [conference](SQLite::Database& database) { removeConference(database, conference); },
         std::move(done)});
}

void SqliteJournal::saveSite(conference::StoredSiteRecord site, Done done) {
    const std::string key = "site " + site.record.id.value;
    worker_->push(
        {key,
         [site = std::move(site)](SQLite::Database& database) { writeSite(database, site); },
         std::move(done)});
}

void SqliteJournal::saveRequest(conference::RequestStatus request, Done done) {
    const std::string key = "request " + std::to_string(request.number);
    worker_->push({key,
                   [request = std::move(request)](SQLite::Database& database) {
                       writeRequest(database, request);
                   },
                   std::move(done)});
}

Result<session::StoredSessions> SqliteJournal::loadSessions() {
    try {
        return readSessions(worker_->database);
    } catch (const std::exception& cause) {
        return failure("sessions not read", cause);
    }
}

void SqliteJournal::saveSessions(session::SessionChange change, Done done) {
    // Each change stands: none replaces another. Numbers of one width keep their order.
    std::string number = std::to_string(++sessionChanges_);
    number.insert(0, 20 - number.size(), '0');
    worker_->push({"session " + number,
                   [change = std::move(change)](SQLite::Database& database) {
                       writeSessions(database, change);
                   },
                   std::move(done)});
}

Result<std::vector<incident::StoredIncident>> SqliteJournal::loadIncidents(std::size_t atMost) {
    try {
        return readIncidents(worker_->database, atMost);
    } catch (const std::exception& cause) {
        return failure("incidents not read", cause);
    }
}

void SqliteJournal::saveIncident(incident::StoredIncident incident, Done done) {
    const auto& id = incident.incident.id;
    const std::string key = "incident " + id.origin.value + " " + std::to_string(id.number);
    worker_->push({key,
                   [incident = std::move(incident)](SQLite::Database& database) {
                       writeIncident(database, incident);
                   },
                   std::move(done)});
}

Result<std::vector<conference::ProbeReport>> SqliteJournal::loadProbes() {
    try {
        return readProbes(worker_->database);
    } catch (const std::exception& cause) {
        return failure("probes not read", cause);
    }
}

void SqliteJournal::saveProbe(conference::ProbeReport report, Done done) {
    const std::string key = "probe " + report.target;
    worker_->push({key,
                   [report = std::move(report)](SQLite::Database& database) {
                       writeProbe(database, report, kMost);
                   },
                   std::move(done)});
}

void SqliteJournal::onSlow(SlowHandler handler) {
    *worker_->slowHandler = std::move(handler);
}

std::chrono::milliseconds SqliteJournal::underWay() const {
    const auto since = worker_->commitSince.load();
    if (since == 0) {
        return {};
    }
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now().time_since_epoch() -
        std::chrono::steady_clock::duration(since));
}

void SqliteJournal::setSlowLimit(std::chrono::milliseconds limit) {
    worker_->slowLimit = limit;
}

}  // namespace mcu::store
