// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "session/impl/acts.h"
#include "session/impl/sites_now.h"
#include "session/site_words.h"

namespace mcu::session {

namespace {

/// "Ngay" (at once) of TIM-08, in seconds: two looks of the watch and a busy machine.
constexpr double kAtOnce = 5;

std::string decimal(double value) {
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 3)
            .ptr;
    return {text.data(), end};
}

/// The session, when it is under way.
Result<SessionState*> live(Book& book, const std::string& id) {
    auto found = book.session(id);
    if (found && !(*found)->underWay()) {
        return Error(ErrorCode::refused,
                     "session " + (*found)->id + " is not under way",
                     "start it: mcuctl session start",
                     "session.not-started");
    }
    return found;
}

std::string nameOf(const SessionState& session, const std::string& site) {
    const auto* known = session.plan.site(site);
    return known == nullptr ? site : known->name + " (" + site + ")";
}

}  // namespace

Result<std::string> siteOf(const SessionState& session, const std::string& word) {
    conference::SiteDirectory directory;
    for (const auto& site : session.plan.sites) {
        (void)directory.put(recordOf(site));
    }
    const auto found = directory.resolve(word);
    if (!found) {
        return found.error();
    }
    return found->value;
}

std::vector<Record> newChairCalls(Book& book, const SessionState& session, bool alsoOpen) {
    std::vector<Record> records;
    if (!session.started) {
        return records;
    }
    for (const auto& call : book.calls(session.conference)) {
        const bool over = call.state == "two-way-up" || call.state == "cancelled";
        const auto known = session.calls.find(call.number);
        const bool written = known != session.calls.end() && !known->second.state.empty();
        const bool before = session.callsBefore ? call.number <= *session.callsBefore
                                                : call.askedAt < *session.started;
        if (before || written || (!over && !alsoOpen)) {
            continue;
        }
        auto record = book.record(session, {call.actor, "", ""}, "chair.call");
        record.at = call.askedAt;
        record.subject = call.site.value;
        record.text = call.reason;
        record.fields = {{"number", std::to_string(call.number)},
                         {"site_name", call.siteName},
                         {"owner", call.owner.value},
                         {"taken", decimal(call.takenSeconds)},
                         {"picture", decimal(call.pictureSeconds)},
                         {"sound_up", decimal(call.soundUpSeconds)},
                         {"sound_down", decimal(call.soundDownSeconds)},
                         {"two_way", decimal(call.twoWaySeconds)},
                         {"state", call.state},
                         {"late", call.late ? "true" : "false"},
                         {"by_hand", call.confirmedByHand ? "true" : "false"}};
        records.push_back(std::move(record));
    }
    return records;
}

std::vector<Record> attendanceChanges(const Book& book,
                                      const SessionState& session,
                                      const conference::ConferenceStatus& conference,
                                      const std::set<std::string>& onAirBefore) {
    std::vector<Record> records;
    for (const auto& site : conference.sites) {
        if (site.trunk || session.plan.site(site.id.value) == nullptr) {
            continue;
        }
        const auto known = session.attendance.find(site.id.value);
        const bool wasUp = known != session.attendance.end() && known->second.upSince;
        if (isUp(site) == wasUp) {
            continue;
        }
        auto record = book.record(session, kServer, wasUp ? "site.down" : "site.up");
        record.subject = site.id.value;
        const bool hungUp = site.cause == "normal" || site.cause == "local-shutdown";
        if (wasUp) {
            record.fields = {{"dropped", hungUp ? "false" : "true"}, {"cause", site.cause}};
        }
        records.push_back(record);
        if (wasUp && !hungUp) {
            // TIM-08: the consoles are told now of what has been since `sinceSeconds`.
            record.kind = "fault";
            record.fields["told_after"] = decimal(site.sinceSeconds);
            record.fields["told"] = site.sinceSeconds <= kAtOnce ? "true" : "false";
            const bool onAir = site.onAir || onAirBefore.contains(site.id.value);
            record.fields["on_air"] = onAir ? "true" : "false";
            records.push_back(std::move(record));
        }
    }
    return records;
}

Record qualityRecord(const Book& book, const SessionState& session, const LineQualities& measured) {
    auto record = book.record(session, kServer, "quality");
    record.text = textOf(measured);
    return record;
}

void carryOut(Book& book, const conference::Actor& actor, const MarkStep& act, Book::Done done) {
    auto found = book.session(act.session);
    if (!found) {
        done(found.error());
        return;
    }
    static const std::vector<std::string> kSteps = {"rehearsal", "cascade"};
    if (!isOneOf(act.step, kSteps)) {
        done(Error(ErrorCode::invalidArgument,
                   "expected " + alternatives(kSteps) + ", found \"" + act.step + "\"",
                   "",
                   "session.no-step"));
        return;
    }
    auto& session = **found;
    auto record = book.record(session, actor, "step." + act.step);
    record.text = act.note;
    Outcome outcome;
    outcome.message = "session " + session.id + ": step " + act.step + " is done";
    book.write(session, {record}, std::move(outcome), std::move(done));
}

void carryOut(Book& book,
              const conference::Actor& actor,
              const StartSession& act,
              Book::Done done) {
    auto found = book.session(act.session);
    if (!found) {
        done(found.error());
        return;
    }
    if ((*found)->underWay()) {
        done(Error(ErrorCode::alreadyExists,
                   "session " + (*found)->id + " is under way already",
                   "",
                   "session.started"));
        return;
    }
    book.withConference(
        **found,
        [&book, actor, id = (*found)->id, done = std::move(done)](
            const Result<conference::ConferenceStatus>& conference) {
            if (!conference) {
                done(conference.error());
                return;
            }
            auto& session = book.sessions.at(id);
            auto record = book.record(session, actor, "session.started");
            record.fields = {{"conference", conference->id.value},
                             {"calls_before", std::to_string(book.lastCall(conference->id.value))},
                             {"training", book.offset.count() != 0 ? "true" : "false"}};
            std::vector<Record> records = {record};
            const auto come = attendanceChanges(book, session, *conference);
            records.insert(records.end(), come.begin(), come.end());
            Outcome outcome;
            outcome.message = "session " + id + " has started in conference " +
                              conference->id.value + ", " + std::to_string(come.size()) + " of " +
                              std::to_string(session.plan.sites.size()) + " sites connected";
            if (!session.agreedAt()) {
                outcome.warnings.emplace_back("not all units have agreed the plan");
            }
            book.write(session, std::move(records), std::move(outcome), done);
        });
}

void carryOut(Book& book, const conference::Actor& actor, const EndSession& act, Book::Done done) {
    auto found = live(book, act.session);
    if (!found) {
        done(found.error());
        return;
    }
    auto& session = **found;
    auto records = newChairCalls(book, session, true);
    if (const auto measured = book.takeMeasured(session.id); !measured.empty()) {
        records.push_back(qualityRecord(book, session, measured));
    }
    records.push_back(book.record(session, actor, "session.ended"));
    Outcome outcome;
    outcome.message = "session " + session.id + " has ended";
    book.write(session, std::move(records), std::move(outcome), std::move(done));
}

namespace {

/// The commands of a cue, one after another; then the cue is written down.
struct CueRun {
    Book& book;
    std::string session;
    conference::Actor actor;
    Cue cue;
    std::string how;
    std::vector<conference::Command> commands;
    Book::Done done;
};

void finishCue(const std::shared_ptr<CueRun>& run) {
    auto& session = run->book.sessions.at(run->session);
    auto record = run->book.record(session, run->actor, "cue.taken");
    record.subject = std::to_string(run->cue.number);
    record.fields = {{"cue", record.subject}, {"how", run->how}};
    Outcome outcome;
    outcome.message =
        "cue " + record.subject + ": " + run->cue.title +
        (run->cue.show.empty() ? "; the chair calls" : "; on air: " + joined(run->cue.show, ", "));
    run->book.write(session, {record}, std::move(outcome), std::move(run->done));
}

void stepCue(const std::shared_ptr<CueRun>& run, std::size_t next) {
    if (next == run->commands.size()) {
        finishCue(run);
        return;
    }
    run->book.surroundings.conferences.execute(
        run->actor, run->commands[next], [run, next](const Result<conference::Outcome>& outcome) {
            // A site that cannot be got ready now does not hold up what is to be shown now.
            const bool precue = std::holds_alternative<conference::Precue>(run->commands[next]);
            if (!outcome && !precue) {
                run->done(outcome.error().in("cue " + std::to_string(run->cue.number)));
                return;
            }
            stepCue(run, next + 1);
        });
}

}  // namespace

void carryOut(Book& book, const conference::Actor& actor, const StepScript& act, Book::Done done) {
    auto found = live(book, act.session);
    if (!found) {
        done(found.error());
        return;
    }
    const auto cue = cueAfter(**found, act.step);
    if (!cue) {
        done(cue.error());
        return;
    }
    auto run = std::make_shared<CueRun>(
        CueRun{book, (*found)->id, actor, **cue, nameOf(act.step.kind), {}, std::move(done)});
    run->commands = commandsOf(**cue, {(*found)->conference});
    stepCue(run, 0);
}

void carryOut(Book& book, const conference::Actor& actor, const GiveReason& act, Book::Done done) {
    auto found = book.session(act.session);
    if (!found) {
        done(found.error());
        return;
    }
    if (auto good = checkText(act.reason, "a reason"); !good) {
        done(good.error());
        return;
    }
    auto& session = **found;
    const auto open = std::find_if(session.deviations.rbegin(),
                                   session.deviations.rend(),
                                   [](const Deviation& each) { return each.reason.empty(); });
    if (open == session.deviations.rend()) {
        done(Error(ErrorCode::notFound,
                   "nothing outside the script is without a reason",
                   "see: mcuctl script show",
                   "script.no-deviation"));
        return;
    }
    auto record = book.record(session, actor, "script.reason");
    record.text = act.reason;
    record.fields = {{"record", std::to_string(open->record)}};
    Outcome outcome;
    outcome.message = "reason kept: " + open->what + " of " + nameOf(session, open->site);
    book.write(session, {record}, std::move(outcome), std::move(done));
}

void carryOut(Book& book,
              const conference::Actor& actor,
              const GiveLateReason& act,
              Book::Done done) {
    auto found = book.session(act.session);
    if (!found) {
        done(found.error());
        return;
    }
    if (auto good = checkText(act.reason, "a reason"); !good) {
        done(good.error());
        return;
    }
    auto& session = **found;
    auto records = newChairCalls(book, session, false);
    const bool known = session.calls.contains(act.number) ||
                       std::any_of(records.begin(), records.end(), [&](const Record& r) {
                           return r.field("number") == std::to_string(act.number);
                       });
    if (!known) {
        done(Error(ErrorCode::notFound,
                   "session " + session.id + " has no ended call R-" + std::to_string(act.number),
                   "see: mcuctl requests --all",
                   "session.no-call"));
        return;
    }
    auto record = book.record(session, actor, "chair.late-reason");
    record.text = act.reason;
    record.fields = {{"number", std::to_string(act.number)}};
    records.push_back(std::move(record));
    Outcome outcome;
    outcome.message = "R-" + std::to_string(act.number) + ": reason kept";
    book.write(session, std::move(records), std::move(outcome), std::move(done));
}

namespace {

void rollCallOne(Book& book,
                 SessionState& session,
                 const conference::Actor& actor,
                 const RollCall& act,
                 Book::Done done) {
    static const std::vector<std::string> kStates = {"present", "online", "absent"};
    const auto site = siteOf(session, act.site);
    if (!site) {
        done(site.error());
        return;
    }
    if (!isOneOf(act.state, kStates)) {
        done(Error(ErrorCode::invalidArgument,
                   "expected " + alternatives(kStates) + ", found \"" + act.state + "\"",
                   "",
                   "roll-call.no-state"));
        return;
    }
    if (act.state == "absent" && act.reason.empty()) {
        done(Error(ErrorCode::invalidArgument,
                   "a site that is absent needs a reason",
                   "give --reason TEXT",
                   "roll-call.no-reason"));
        return;
    }
    auto record = book.record(session, actor, "roll-call");
    record.subject = *site;
    record.text = act.reason;
    record.fields = {{"state", act.state}};
    Outcome outcome;
    outcome.message = "roll call: " + nameOf(session, *site) + " is " + act.state;
    book.write(session, {record}, std::move(outcome), std::move(done));
}

/// From connections: who is connected is online; what a technician said of a room stays, unless a
/// room written down as there is gone.
std::vector<Record> rollCallAll(const Book& book,
                                const SessionState& session,
                                const conference::Actor& actor,
                                const conference::ConferenceStatus& conference) {
    std::vector<Record> records;
    for (const auto& site : session.plan.sites) {
        const auto* status = statusOf(conference, site.id);
        const bool up = status != nullptr && isUp(*status);
        const auto known = session.rollCall.find(site.id);
        const bool there = known != session.rollCall.end() && known->second.state != "absent";
        if (known != session.rollCall.end() && there == up) {
            continue;
        }
        auto record = book.record(session, actor, "roll-call");
        record.subject = site.id;
        record.text = up || status == nullptr ? "" : status->cause;
        record.fields = {{"state", up ? "online" : "absent"}};
        records.push_back(std::move(record));
    }
    return records;
}

}  // namespace

void carryOut(Book& book, const conference::Actor& actor, const RollCall& act, Book::Done done) {
    auto found = book.session(act.session);
    if (!found) {
        done(found.error());
        return;
    }
    if (!act.site.empty()) {
        rollCallOne(book, **found, actor, act, std::move(done));
        return;
    }
    book.withConference(**found,
                        [&book, actor, id = (*found)->id, done = std::move(done)](
                            const Result<conference::ConferenceStatus>& conference) {
                            if (!conference) {
                                done(conference.error());
                                return;
                            }
                            auto& session = book.sessions.at(id);
                            auto records = rollCallAll(book, session, actor, *conference);
                            std::size_t there = 0;
                            for (const auto& site : session.plan.sites) {
                                const auto* status = statusOf(*conference, site.id);
                                there += status != nullptr && isUp(*status) ? 1 : 0;
                            }
                            Outcome outcome;
                            outcome.message = "roll call of " + id + ": " + std::to_string(there) +
                                              " of " + std::to_string(session.plan.sites.size()) +
                                              " sites are there";
                            book.write(session, std::move(records), std::move(outcome), done);
                        });
}

void carryOut(Book& book, const conference::Actor& actor, const ExcludeSite& act, Book::Done done) {
    auto found = book.session(act.session);
    if (!found) {
        done(found.error());
        return;
    }
    auto& session = **found;
    const auto site = siteOf(session, act.site);
    const auto good = act.back ? Status() : checkText(act.reason, "a reason");
    if (!site || !good) {
        done(!site ? site.error() : good.error());
        return;
    }
    auto record = book.record(session, actor, act.back ? "site.included" : "site.excluded");
    record.subject = *site;
    record.text = act.reason;
    Outcome outcome;
    outcome.message = nameOf(session, *site) +
                      (act.back ? " must be ready again" : " need not be ready: " + act.reason);
    book.write(session, {record}, std::move(outcome), std::move(done));
}

void carryOut(Book& book, const conference::Actor& actor, const AddNote& act, Book::Done done) {
    auto found = book.session(act.session);
    if (!found) {
        done(found.error());
        return;
    }
    auto& session = **found;
    const auto site =
        act.site.empty() ? Result<std::string>(std::string()) : siteOf(session, act.site);
    const auto good = checkText(act.text, "a note");
    if (!site || !good) {
        done(!site ? site.error() : good.error());
        return;
    }
    auto record = book.record(session, actor, "note");
    record.subject = *site;
    record.text = act.text;
    Outcome outcome;
    outcome.message = "note kept";
    book.write(session, {record}, std::move(outcome), std::move(done));
}

}  // namespace mcu::session
