// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/impl/check_runs.h"

#include <algorithm>

#include "session/check.h"
#include "session/impl/acts.h"

namespace mcu::session {

namespace {

constexpr int kMostAtOnce = 32;

bool fits(const RunChecks& act, const SessionState& session, const SiteEntry& site) {
    if (act.failed) {
        const auto found = session.checks.find(site.id);
        if (found == session.checks.end() ||
            found->second.back().result.verdict == Verdict::passed) {
            return false;
        }
    }
    if (act.group.empty()) {
        return act.all || act.failed;
    }
    const auto group = session.plan.groups.find(act.group);
    return std::ranges::find(site.groups, act.group) != site.groups.end() ||
           (group != session.plan.groups.end() &&
            std::ranges::find(group->second, site.id) != group->second.end());
}

}  // namespace

double CheckProgress::leftSeconds(WallTime now) const {
    if (done == 0 || over) {
        return over ? 0 : -1;
    }
    const double passedTime = std::chrono::duration<double>(now - begun).count();
    return passedTime / static_cast<double>(done) * static_cast<double>(of - done);
}

CheckProgress CheckRuns::progress(const std::string& session) const {
    const auto found = runs_.find(session);
    if (found == runs_.end()) {
        return {};
    }
    auto progress = found->second.progress;
    progress.running = found->second.running;
    return progress;
}

Result<std::vector<std::string>> CheckRuns::roomsOf(const SessionState& session,
                                                    const RunChecks& act) const {
    std::vector<std::string> rooms;
    for (const auto& word : act.sites) {
        const auto site = siteOf(session, word);
        if (!site) {
            return site.error();
        }
        rooms.push_back(*site);
    }
    if (rooms.empty()) {
        for (const auto& site : session.plan.sites) {
            const bool ours = site.mcu.empty() || site.mcu == book_.settings.mcu;
            if (ours && !session.excluded.contains(site.id) && fits(act, session, site)) {
                rooms.push_back(site.id);
            }
        }
    }
    if (rooms.empty()) {
        return Error(ErrorCode::notFound,
                     "no site of session " + session.id + " is to be checked here",
                     "name sites, or --all, --group or --failed; rooms of another MCU are checked "
                     "there",
                     "check.none");
    }
    return rooms;
}

void CheckRuns::start(const conference::Actor& actor, const RunChecks& act, Book::Done done) {
    auto found = book_.session(act.session);
    if (!found) {
        done(found.error());
        return;
    }
    const auto& session = **found;
    if (session.underWay() && act.sites.empty()) {
        done(Error(ErrorCode::refused,
                   "session " + session.id + " is under way: name the sites to check",
                   "a site that is checked sees the test picture for some seconds",
                   "check.under-way"));
        return;
    }
    if (const auto rooms = roomsOf(session, act); !rooms) {
        done(rooms.error());
        return;
    }
    book_.withConference(
        session,
        [this, alive = alive_, id = session.id, actor, act, done = std::move(done)](
            const Result<conference::ConferenceStatus>& conference) {
            if (!conference) {
                done(conference.error());
            } else if (*alive) {
                begin(id, conference->id.value, actor, act, done);
            }
        });
}

void CheckRuns::begin(const std::string& id,
                      const std::string& conference,
                      const conference::Actor& actor,
                      const RunChecks& act,
                      const Book::Done& done) {
    const auto rooms = roomsOf(book_.sessions.at(id), act);
    if (!rooms) {
        done(rooms.error());
        return;
    }
    auto& run = runs_[id];
    if (run.progress.over) {
        run = {};
        run.progress.over = false;
        run.progress.begun = book_.now();
    }
    run.actor = actor;
    run.conference = conference;
    run.progress.actor = actor.name;
    run.atOnce = static_cast<std::size_t>(std::clamp(act.atOnce, 1, kMostAtOnce));
    for (const auto& room : *rooms) {
        if (std::ranges::find(run.waiting, room) == run.waiting.end()) {
            run.waiting.push_back(room);
            ++run.progress.of;
        }
    }
    Outcome outcome;
    outcome.session = id;
    outcome.message = "checking " + std::to_string(rooms->size()) + " sites of " + id + ", " +
                      std::to_string(run.atOnce) + " at a time";
    next(id);
    done(std::move(outcome));
}

void CheckRuns::next(const std::string& id) {
    auto& run = runs_.at(id);
    while (run.running < run.atOnce && !run.waiting.empty()) {
        const std::string site = run.waiting.front();
        run.waiting.pop_front();
        ++run.running;
        const auto& limits = book_.settings.checks;
        conference::Examine examine;
        examine.conference = {run.conference};
        examine.site = site;
        examine.duration = std::chrono::seconds(limits.seconds);
        examine.callTimeout = std::chrono::seconds(limits.callSeconds);
        book_.surroundings.conferences.examine(
            run.actor,
            examine,
            [this, alive = alive_, id, site, actor = run.actor](
                const Result<conference::Examination>& measured) {
                if (*alive) {
                    // The next room begins after the task at hand, however quick the answer was.
                    book_.surroundings.loop.post([this, alive, id, site, actor, measured] {
                        if (*alive) {
                            finished(id, site, actor, measured);
                        }
                    });
                }
            });
    }
    if (run.running == 0 && run.waiting.empty()) {
        run.progress.over = true;
        book_.alarm({id,
                     run.conference,
                     "check.over",
                     run.progress.failed == 0 ? "info" : "warning",
                     "checks of " + id + ": " + std::to_string(run.progress.passed) + " passed, " +
                         std::to_string(run.progress.failed) + " failed, " +
                         std::to_string(run.progress.notChecked) + " not checked",
                     {{"session", id}}});
    }
}

bool CheckRuns::mustEncrypt(const SessionState& session, const std::string& id) const {
    const auto* site = session.plan.site(id);
    return session.plan.session.confidential || (site != nullptr && site->line == "internet");
}

void CheckRuns::finished(const std::string& id,
                         const std::string& site,
                         const conference::Actor& actor,
                         const Result<conference::Examination>& measured) {
    auto& run = runs_.at(id);
    auto& session = book_.sessions.at(id);
    CheckResult result;
    if (measured) {
        result = judge(*measured, book_.settings.checks, mustEncrypt(session, site));
    } else {
        result.cause = measured.error().message;
    }
    --run.running;
    ++run.progress.done;
    ++(result.verdict == Verdict::passed   ? run.progress.passed
       : result.verdict == Verdict::failed ? run.progress.failed
                                           : run.progress.notChecked);
    auto record = book_.record(session, actor, "check");
    record.subject = site;
    record.fields = fieldsOf(result);
    book_.writeQuietly(session, {record});
    book_.checkWritten(record);
    book_.alarm({id,
                 run.conference,
                 "check." + std::string(nameOf(result.verdict)),
                 result.verdict == Verdict::passed ? "info" : "warning",
                 "check of " + site + ": " + std::string(nameOf(result.verdict)),
                 {{"session", id}, {"site", site}}});
    next(id);
}

void CheckRuns::stop(const conference::Actor& /*actor*/, const StopChecks& act, Book::Done done) {
    auto found = book_.session(act.session);
    if (!found) {
        done(found.error());
        return;
    }
    const auto run = runs_.find((*found)->id);
    const auto left = run == runs_.end() ? 0 : run->second.waiting.size();
    if (run != runs_.end()) {
        run->second.progress.of -= left;
        run->second.waiting.clear();
    }
    Outcome outcome;
    outcome.session = (*found)->id;
    outcome.message = "checks of " + outcome.session + ": " + std::to_string(left) +
                      " sites that had not begun are left out";
    done(std::move(outcome));
}

}  // namespace mcu::session
