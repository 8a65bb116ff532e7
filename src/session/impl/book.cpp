// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/impl/book.h"

#include <algorithm>

#include "base/log.h"
#include "session/plan_reader.h"

namespace mcu::session {

namespace {

/// Whose times are remembered; far more than a conference keeps.
constexpr std::size_t kMostCalls = 10'000;

Error noSession(const std::string& id) {
    return {ErrorCode::notFound,
            "there is no session \"" + id + "\"",
            "see: mcuctl plan list",
            "session.unknown"};
}

/// The session meant when none is named, by its id; refused when that is none or several.
template <typename Sessions>
Result<std::string> onlyOne(const Sessions& sessions) {
    std::vector<std::string> open;
    for (const auto& [id, state] : sessions) {
        if (state.underWay()) {
            return id;
        }
        if (!state.ended) {
            open.push_back(id);
        }
    }
    if (open.size() == 1) {
        return open.front();
    }
    if (open.empty()) {
        return Error(ErrorCode::notFound,
                     "there is no session that has not ended",
                     "import a plan: mcuctl plan import FILE",
                     "session.none");
    }
    return Error(
        ErrorCode::ambiguous,
        "which session? There are " + std::to_string(open.size()) + ": " + joined(open, ", "),
        "name one of them",
        "session.which");
}

}  // namespace

Result<SessionState*> Book::session(const std::string& id) {
    const auto chosen = id.empty() ? onlyOne(sessions) : Result<std::string>(id);
    if (!chosen) {
        return chosen.error();
    }
    const auto found = sessions.find(*chosen);
    if (found == sessions.end()) {
        return noSession(*chosen);
    }
    return &found->second;
}

Result<const SessionState*> Book::session(const std::string& id) const {
    const auto chosen = id.empty() ? onlyOne(sessions) : Result<std::string>(id);
    if (!chosen) {
        return chosen.error();
    }
    const auto found = sessions.find(*chosen);
    if (found == sessions.end()) {
        return noSession(*chosen);
    }
    return &found->second;
}

const SessionState* Book::underWayIn(const std::string& conference) const {
    for (const auto& [id, state] : sessions) {
        if (state.underWay() && state.conference == conference) {
            return &state;
        }
    }
    return nullptr;
}

SessionState* Book::underWayIn(const std::string& conference) {
    const auto* found = std::as_const(*this).underWayIn(conference);
    return found == nullptr ? nullptr : &sessions.at(found->id);
}

Record Book::record(const SessionState& session,
                    const conference::Actor& actor,
                    const std::string& kind) const {
    Record made;
    made.session = session.id;
    made.at = now();
    made.kind = kind;
    made.actor = actor.name;
    made.organisation = actor.organisation;
    return made;
}

std::vector<conference::RequestStatus> Book::calls(const std::string& conference) {
    auto calls = surroundings.conferences.requests({conference});
    for (auto& call : calls) {
        call.askedAt = askedAt_.try_emplace(call.number, call.askedAt + offset).first->second;
    }
    while (askedAt_.size() > kMostCalls) {
        askedAt_.erase(askedAt_.begin());
    }
    return calls;
}

std::uint64_t Book::lastCall(const std::string& conference) const {
    std::uint64_t last = 0;
    for (const auto& call : surroundings.conferences.requests({conference})) {
        last = std::max(last, call.number);
    }
    return last;
}

void Book::setOffset(std::chrono::seconds given) {
    if (given == offset) {
        return;
    }
    for (const auto& [id, session] : sessions) {
        (void)calls(session.conference.empty() ? session.plan.session.conference
                                               : session.conference);
    }
    offset = given;
}

void Book::number(SessionState& session, std::vector<Record>& records) {
    for (auto& each : records) {
        each.number = session.lastRecord + 1;
        session.apply(each);
    }
}

void Book::write(SessionState& session, std::vector<Record> records, Outcome outcome, Done done) {
    number(session, records);
    outcome.session = session.id;
    SessionChange change;
    change.records = std::move(records);
    save(std::move(change), std::move(outcome), std::move(done));
}

void Book::save(SessionChange change, Outcome outcome, Done done) {
    auto records = change.records;
    surroundings.journal.saveSessions(
        std::move(change),
        [this, records = std::move(records), done = std::move(done), outcome = std::move(outcome)](
            const Status& written) {
            if (written) {
                recordsWritten(records);
            }
            done(written ? Result<Outcome>(outcome) : written.error());
        });
}

void Book::writePlan(SessionState& session,
                     PlanVersion version,
                     std::vector<Record> records,
                     Outcome outcome,
                     Done done) {
    session.versions.push_back(version);
    number(session, records);
    outcome.session = session.id;
    SessionChange change;
    change.plans = {std::move(version)};
    change.records = std::move(records);
    save(std::move(change), std::move(outcome), std::move(done));
}

void Book::writeQuietly(SessionState& session, std::vector<Record> records) {
    if (records.empty()) {
        return;
    }
    write(session, std::move(records), {}, [id = session.id](const Result<Outcome>& written) {
        if (!written) {
            logger("session").error(
                "record not written session={} why={}", id, written.error().message);
        }
    });
}

void Book::withConference(
    const SessionState& session,
    const std::function<void(Result<conference::ConferenceStatus>)>& then) const {
    const std::string wanted =
        session.conference.empty() ? session.plan.session.conference : session.conference;
    surroundings.conferences.status(
        {wanted}, [then, wanted](const Result<conference::ServerStatus>& status) {
            if (!status) {
                then(status.error());
            } else if (status->conferences.size() == 1) {
                then(status->conferences.front());
            } else if (status->conferences.empty()) {
                then(Error(ErrorCode::notFound,
                           "there is no conference",
                           "open one: mcuctl conference create NAME",
                           "session.no-conference"));
            } else {
                then(Error(ErrorCode::ambiguous,
                           "the plan does not say in which conference the session is held",
                           "write session.conference into the plan and import it again",
                           "session.which-conference"));
            }
        });
}

Result<Plan> Book::readVersion(const PlanVersion& version) const {
    auto sites = readRegistry(version.sites, version.session, settings.levels, true);
    auto own = sites ? Registry::of(std::move(sites->sites)) : Result<Registry>(sites.error());
    if (!own) {
        return own.error();
    }
    auto read =
        readPlan(version.text, version.session, PlanContext{settings.levels, &*own, {}, true});
    if (!read) {
        return read.error();
    }
    return std::move(read->plan);
}

void Book::readPlanOf(SessionState& session) const {
    auto read = readVersion(session.version());
    if (read) {
        session.plan = std::move(*read);
        return;
    }
    session.plan = Plan();
    session.plan.session.id = session.id;
    logger("session").error(
        "plan not readable session={} why={}", session.id, read.error().message);
}

}  // namespace mcu::session
