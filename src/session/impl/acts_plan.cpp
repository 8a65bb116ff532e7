// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <memory>

#include "base/log.h"
#include "pki/signature.h"
#include "session/impl/acts.h"
#include "session/impl/plan_text.h"
#include "session/local_time.h"
#include "session/plan_reader.h"

namespace mcu::session {

namespace {

/// A plan as it is about to be taken.
struct Candidate {
    Plan plan;
    std::vector<std::string> warnings;
    std::string sites;
    std::string hash;
};

Result<Candidate> candidateOf(const Book& book, const std::string& yaml, const std::string& name) {
    auto read = readPlan(yaml, name, book.planContext());
    if (!read) {
        return read.error();
    }
    Candidate candidate{std::move(read->plan), std::move(read->warnings), {}, {}};
    std::vector<const SiteEntry*> sites;
    for (const auto& site : candidate.plan.sites) {
        sites.push_back(&site);
    }
    candidate.sites = writeRegistry(sites);
    candidate.hash = pki::sha256Hex(yaml + "\n" + candidate.sites);
    return candidate;
}

std::string countText(std::size_t count, const char* one, const char* many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string describe(const Candidate& candidate) {
    const auto& plan = candidate.plan;
    return "\"" + plan.session.title + "\", " + dayAndTime(plan.session.start) + ", " +
           countText(plan.sites.size(), "site", "sites") + ", " +
           countText(plan.mcus.size(), "MCU", "MCUs") + ", " +
           countText(plan.script.size(), "cue", "cues");
}

void take(Book& book,
          const conference::Actor& actor,
          const std::string& yaml,
          Candidate candidate,
          Book::Done done) {
    const std::string id = candidate.plan.session.id;
    auto& session = book.sessions[id];
    if (session.ended) {
        done(Error(ErrorCode::refused,
                   "session " + id + " has ended; its plan stands",
                   "give the new session an id of its own",
                   "session.ended"));
        return;
    }
    Outcome outcome;
    outcome.session = id;
    outcome.warnings = std::move(candidate.warnings);
    if (!session.versions.empty() && session.version().hash == candidate.hash) {
        outcome.message = "session " + id + ": version " +
                          std::to_string(session.version().version) + " has this plan already";
        done(std::move(outcome));
        return;
    }
    const bool first = session.versions.empty();
    if (first) {
        session.id = id;
        session.knownAt = book.now();
    }
    const PlanVersion version{id,
                              static_cast<int>(session.versions.size()) + 1,
                              candidate.hash,
                              yaml,
                              candidate.sites,
                              book.now(),
                              actor.name};
    outcome.message = "session " + id + ", version " + std::to_string(version.version) + ": " +
                      describe(candidate) + (first ? "" : "; the units must agree it again");
    session.plan = std::move(candidate.plan);
    auto record = book.record(session, actor, "plan.imported");
    record.subject = std::to_string(version.version);
    record.fields = {{"version", record.subject},
                     {"hash", version.hash},
                     {"during", session.underWay() ? "true" : "false"}};
    book.writePlan(session, version, {record}, std::move(outcome), std::move(done));
}

std::string freeId(const Book& book, WallTime start) {
    const std::string stem = "S-" + dayStamp(start) + "-";
    int number = 1;
    while (book.sessions.contains(stem + std::to_string(number))) {
        ++number;
    }
    return stem + std::to_string(number);
}

/// MCUs and contacts of the plan imported last; null: there is none.
const Plan* templateOf(const Book& book) {
    const SessionState* newest = nullptr;
    for (const auto& [id, state] : book.sessions) {
        if (!state.plan.mcus.empty() &&
            (newest == nullptr || newest->version().at < state.version().at)) {
            newest = &state;
        }
    }
    return newest == nullptr ? nullptr : &newest->plan;
}

Result<WallTime> typed(const std::string& text, WallTime now, const char* what) {
    if (text.empty()) {
        return now;
    }
    const auto time = parseTyped(text, now);
    if (!time) {
        return Error(ErrorCode::invalidArgument,
                     std::string(what) + " \"" + text + "\" is no time",
                     "write 20:00, \"21/09/2022 20:00\" or 2022-09-21T20:00:00+07:00",
                     "session.no-time");
    }
    return *time;
}

Result<AdHocPlan> adHocOf(const Book& book, const CreateAdHoc& act) {
    AdHocPlan adHoc;
    const auto start = typed(act.start, book.now(), "the start");
    const auto received = typed(act.received, book.now(), "the time of the request");
    const auto connect = typed(act.connect, book.now(), "the time of connecting");
    for (const auto* time : {&start, &received, &connect}) {
        if (!*time) {
            return time->error();
        }
    }
    if (act.start.empty()) {
        return Error(ErrorCode::invalidArgument,
                     "the session has no start",
                     "give --start, for example --start 20:00",
                     "session.no-start");
    }
    const auto chair = book.registry.resolve(act.chair);
    if (!chair) {
        return chair.error();
    }
    adHoc.id = freeId(book, *start);
    adHoc.title = act.title;
    adHoc.start = *start;
    adHoc.received = *received;
    adHoc.connect = *connect;
    adHoc.via = act.via;
    adHoc.chair = (*chair)->id;
    adHoc.include = act.group.find(':') == std::string::npos && act.group != "all"
                        ? "group:" + act.group
                        : act.group;
    adHoc.self = book.settings.mcu;
    adHoc.organisation = book.settings.organisation;
    return adHoc;
}

}  // namespace

Status checkText(const std::string& text, const char* what) {
    constexpr std::size_t kLongest = 2000;
    const bool control = std::any_of(
        text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (text.empty() || text.size() > kLongest || control) {
        return Error(ErrorCode::invalidArgument,
                     std::string(what) + " must be a line of 1 to 2000 bytes",
                     "write it again, shorter",
                     "session.bad-text");
    }
    return {};
}

void carryOut(Book& book, const conference::Actor& actor, const ImportPlan& act, Book::Done done) {
    auto candidate = candidateOf(book, act.yaml, act.name);
    if (!candidate) {
        done(candidate.error());
        return;
    }
    if (act.dryRun) {
        Outcome outcome;
        outcome.session = candidate->plan.session.id;
        outcome.message = "nothing imported, the plan is good: " + describe(*candidate);
        outcome.warnings = std::move(candidate->warnings);
        done(std::move(outcome));
        return;
    }
    take(book, actor, act.yaml, std::move(*candidate), std::move(done));
}

void carryOut(Book& book, const conference::Actor& actor, const CreateAdHoc& act, Book::Done done) {
    const auto adHoc = adHocOf(book, act);
    if (!adHoc) {
        done(adHoc.error());
        return;
    }
    const std::string yaml = adHocText(*adHoc, book.registry, templateOf(book));
    auto candidate = candidateOf(book, yaml, adHoc->id);
    if (!candidate) {
        done(candidate.error());
        return;
    }
    take(book, actor, yaml, std::move(*candidate), std::move(done));
}

void carryOut(Book& book, const conference::Actor& actor, const AgreePlan& act, Book::Done done) {
    auto found = book.session(act.session);
    if (!found) {
        done(found.error());
        return;
    }
    auto& session = **found;
    const auto units = session.plan.managingUnits();
    if (std::find(units.begin(), units.end(), act.organisation) == units.end()) {
        done(Error(ErrorCode::invalidArgument,
                   "\"" + act.organisation + "\" is no managing unit of session " + session.id,
                   "the units are: " + joined(units, ", "),
                   "plan.no-unit"));
        return;
    }
    if (!session.version().hash.starts_with(act.hash)) {
        done(Error(ErrorCode::refused,
                   "the plan was changed: version " + std::to_string(session.version().version) +
                       " is the newest",
                   "look at it and agree again: mcuctl plan show",
                   "plan.changed"));
        return;
    }
    auto record = book.record(session, actor, "plan.agreed");
    record.subject = act.organisation;
    record.fields = {{"version", std::to_string(session.version().version)},
                     {"hash", session.version().hash}};
    auto& agreed = session.agreements;
    const auto already = agreed.find(act.organisation);
    if (already != agreed.end() && already->second.hash == session.version().hash) {
        Outcome outcome;
        outcome.session = session.id;
        outcome.message = act.organisation + " has agreed version " +
                          std::to_string(session.version().version) + " already";
        done(std::move(outcome));
        return;
    }
    std::size_t missing = 0;
    for (const auto& unit : units) {
        const auto has = agreed.find(unit);
        missing += unit != act.organisation &&
                           (has == agreed.end() || has->second.hash != session.version().hash)
                       ? 1
                       : 0;
    }
    Outcome outcome;
    outcome.message =
        act.organisation + " agrees version " + std::to_string(session.version().version) + " of " +
        session.id +
        (missing == 0 ? "; all units have agreed" : "; still to agree: " + std::to_string(missing));
    book.write(session, {record}, std::move(outcome), std::move(done));
}

namespace {

/// Notices under way: each is written down when it is sent, the answer comes with the last one.
struct Sending {
    std::size_t waiting = 0;
    std::size_t sent = 0;
    std::size_t failed = 0;
    std::string lastFailure;
    Book::Done done;
};

void noteSent(Book& book,
              const std::string& sessionId,
              const conference::Actor& actor,
              const Notice& notice,
              const Status& status,
              const std::shared_ptr<Sending>& sending) {
    auto& session = book.sessions.at(sessionId);
    auto record = book.record(session, actor, "notice");
    record.subject = notice.recipient;
    record.text = status ? "" : status.error().message;
    record.fields = {
        {"channel", notice.channel}, {"to", notice.to}, {"ok", status ? "true" : "false"}};
    (status ? sending->sent : sending->failed) += 1;
    sending->lastFailure = status ? sending->lastFailure : status.error().message;
    Outcome outcome;
    outcome.message = "session " + sessionId + ": " + std::to_string(sending->sent) +
                      " notices sent, " + std::to_string(sending->failed) + " failed";
    if (sending->failed > 0) {
        outcome.warnings = {"notice not sent: " + sending->lastFailure};
    }
    const bool last = --sending->waiting == 0;
    book.write(session, {record}, std::move(outcome), [last, sending](Result<Outcome> written) {
        if (last) {
            sending->done(std::move(written));
        }
    });
}

}  // namespace

void carryOut(Book& book, const conference::Actor& actor, const SendNotices& act, Book::Done done) {
    auto found = book.session(act.session);
    if (!found) {
        done(found.error());
        return;
    }
    auto& session = **found;
    if (!book.surroundings.notices.ready()) {
        done(Error(ErrorCode::unavailable,
                   "no command is configured to send notices",
                   "set session.notice_command, or tell them by hand: mcuctl plan notice shows the "
                   "texts, mcuctl plan told stamps it",
                   "notice.no-command"));
        return;
    }
    std::vector<std::string> told;
    for (const auto& notice : session.notices) {
        if (notice.ok) {
            told.push_back(notice.recipient);
        }
    }
    auto sending = std::make_shared<Sending>();
    auto notices = noticesOf(session.plan, session.version().version, act.channel, act.vietnamese);
    std::erase_if(notices, [&](const Notice& notice) {
        return (!act.recipient.empty() && notice.recipient != act.recipient) ||
               (!act.again && std::find(told.begin(), told.end(), notice.recipient) != told.end());
    });
    sending->waiting = notices.size();
    sending->done = std::move(done);
    if (notices.empty()) {
        Outcome outcome;
        outcome.session = session.id;
        outcome.message = "session " + session.id + ": nobody is left to be told";
        sending->done(std::move(outcome));
        return;
    }
    for (auto& notice : notices) {
        book.surroundings.notices.send(
            notice, [&book, id = session.id, actor, notice, sending](const Status& status) {
                noteSent(book, id, actor, notice, status, sending);
            });
    }
}

void carryOut(Book& book, const conference::Actor& actor, const MarkNotice& act, Book::Done done) {
    auto found = book.session(act.session);
    if (!found) {
        done(found.error());
        return;
    }
    auto& session = **found;
    const auto recipients = recipientsOf(session.plan);
    const auto recipient =
        std::find_if(recipients.begin(), recipients.end(), [&](const Recipient& each) {
            return each.id == act.recipient;
        });
    if (recipient == recipients.end()) {
        done(Error(ErrorCode::notFound,
                   "\"" + act.recipient + "\" is nobody to be told of session " + session.id,
                   "see: mcuctl plan notice",
                   "notice.no-recipient"));
        return;
    }
    auto record = book.record(session, actor, "notice");
    record.subject = act.recipient;
    record.fields = {
        {"channel", act.channel.empty() ? "phone" : act.channel}, {"to", "-"}, {"ok", "true"}};
    Outcome outcome;
    outcome.message = recipient->name + " was told of " + session.id;
    book.write(session, {record}, std::move(outcome), std::move(done));
}

}  // namespace mcu::session
