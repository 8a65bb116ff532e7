// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/impl/drill_runs.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "session/impl/acts.h"
#include "session/impl/drill_sample.h"

namespace mcu::session {

namespace {

constexpr auto kBetweenLooks = std::chrono::milliseconds(100);
/// A take that is not two-way by then has failed (QĐ333 I.3).
constexpr auto kMost = std::chrono::seconds(30);

std::string decimal(double value) {
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed, 3)
            .ptr;
    return {text.data(), end};
}

Result<std::deque<std::string>> roomsOf(const SessionState& session,
                                        const RunDrill& act,
                                        std::uint64_t chance) {
    std::deque<std::string> rooms;
    for (const auto& word : act.sites) {
        const auto site = siteOf(session, word);
        if (!site) {
            return site.error();
        }
        rooms.push_back(*site);
    }
    if (rooms.empty()) {
        const auto sample = drillSample(session, act.sample, act.seed == 0 ? chance : act.seed);
        rooms.assign(sample.begin(), sample.end());
    }
    if (rooms.empty()) {
        return Error(ErrorCode::notFound,
                     "session " + session.id + " has no site for a drill",
                     "see: mcuctl plan show",
                     "drill.none");
    }
    return rooms;
}

}  // namespace

std::size_t DrillRuns::left(const std::string& session) const {
    const auto found = runs_.find(session);
    return found == runs_.end() ? 0 : found->second.waiting.size();
}

void DrillRuns::start(const conference::Actor& actor, const RunDrill& act, Book::Done done) {
    auto found = book_.session(act.session);
    if (!found) {
        done(found.error());
        return;
    }
    const auto& session = **found;
    if (session.underWay() || runs_.contains(session.id)) {
        done(Error(ErrorCode::refused,
                   session.underWay() ? "session " + session.id + " is under way: no drill now"
                                      : "a drill of session " + session.id + " is under way",
                   session.underWay() ? "a drill takes sites on air" : "wait until it is over",
                   "drill.under-way"));
        return;
    }
    const auto chance = static_cast<std::uint64_t>(book_.now().time_since_epoch().count());
    auto rooms = roomsOf(session, act, chance);
    if (!rooms) {
        done(rooms.error());
        return;
    }
    Run run;
    run.waiting = std::move(*rooms);
    run.actor = actor;
    run.number = session.drills.empty() ? 1 : session.drills.back().drill + 1;
    book_.withConference(
        session,
        [this, alive = alive_, id = session.id, run = std::move(run), done = std::move(done)](
            const Result<conference::ConferenceStatus>& conference) mutable {
            if (!conference) {
                done(conference.error());
            } else if (*alive) {
                run.conference = conference->id.value;
                begin(id, std::move(run), done);
            }
        });
}

void DrillRuns::begin(const std::string& id, Run run, const Book::Done& done) {
    Outcome outcome;
    outcome.session = id;
    outcome.message = "drill " + std::to_string(run.number) + " of " + id + ": " +
                      std::to_string(run.waiting.size()) + " sites, one after another";
    runs_[id] = std::move(run);
    stepLater(id);
    done(std::move(outcome));
}

void DrillRuns::stepLater(const std::string& id) {
    book_.surroundings.loop.after(kBetweenLooks, [this, alive = alive_, id] {
        if (*alive) {
            step(id);
        }
    });
}

void DrillRuns::step(const std::string& id) {
    auto& run = runs_.at(id);
    // The session comes first: what is left of the drill is left out.
    const bool begun = book_.sessions.at(id).underWay();
    if (run.waiting.empty() || begun) {
        const Run over = std::move(run);
        runs_.erase(id);
        if (!begun) {
            book_.surroundings.conferences.execute(
                over.actor, conference::Back{{over.conference}}, [](const auto&) {});
        }
        return;
    }
    if (run.showing) {
        follow(id, run);
    } else {
        show(id, run);
    }
    stepLater(id);
}

void DrillRuns::show(const std::string& id, Run& run) {
    run.showing = true;
    run.failure.clear();
    run.taken = book_.now();
    book_.surroundings.conferences.execute(
        run.actor,
        conference::Show{{run.conference}, run.waiting.front(), false},
        [this, alive = alive_, id, site = run.waiting.front()](
            const Result<conference::Outcome>& shown) {
            const auto found = *alive ? runs_.find(id) : runs_.end();
            if (*alive && found != runs_.end() && !shown && !found->second.waiting.empty() &&
                found->second.waiting.front() == site) {
                found->second.failure = shown.error().message;
            }
        });
}

void DrillRuns::follow(const std::string& id, Run& run) {
    const auto calls = book_.calls(run.conference);
    const auto call = std::ranges::find_if(calls, [&](const auto& each) {
        return each.site.value == run.waiting.front() &&
               each.askedAt >= run.taken - std::chrono::milliseconds(1);
    });
    const auto* found = call == calls.end() ? nullptr : &*call;
    if (found != nullptr && found->state == "two-way-up") {
        note(id, run, found, "");
    } else if (!run.failure.empty()) {
        note(id, run, found, run.failure);
    } else if (book_.now() - run.taken > kMost) {
        note(id, run, found, "not two-way within 30 s");
    }
}

void DrillRuns::note(const std::string& id,
                     Run& run,
                     const conference::RequestStatus* call,
                     const std::string& cause) {
    auto& session = book_.sessions.at(id);
    const auto* site = session.plan.site(run.waiting.front());
    auto record = book_.record(session, run.actor, "drill");
    record.at = run.taken;
    record.subject = run.waiting.front();
    record.text = cause;
    record.fields = {{"drill", std::to_string(run.number)},
                     {"owner", site == nullptr ? "" : site->mcu},
                     {"picture", decimal(call == nullptr ? -1 : call->pictureSeconds)},
                     {"two_way", decimal(call == nullptr ? -1 : call->twoWaySeconds)}};
    run.waiting.pop_front();
    run.showing = false;
    book_.writeQuietly(session, {record});
}

}  // namespace mcu::session
