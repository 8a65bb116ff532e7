// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/impl/upstream_checks.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

namespace mcu::session {

namespace {

Result<std::vector<PlanMcu>> chosen(const SessionState& session, const std::string& word) {
    std::vector<PlanMcu> mcus;
    for (auto& mcu : foreignMcus(session.plan)) {
        if (word.empty() ? mcu.role == "upstream" : mcu.id == word) {
            mcus.push_back(std::move(mcu));
        }
    }
    if (!mcus.empty()) {
        return mcus;
    }
    return Error(ErrorCode::notFound,
                 word.empty()
                     ? "the plan of session " + session.id + " names no MCU above us"
                     : "the plan of session " + session.id + " names no foreign MCU " + word,
                 "write it into the plan, with role, protocol and address",
                 "check.no-upstream");
}

/// What can be said of one that was not called.
Interop untried(const PlanMcu& mcu, const std::string& why) {
    return {mcu.id,
            mcu.role,
            "none",
            {{"reach", InteropItem::State::differs, mcu.address, why}},
            {},
            {}};
}

}  // namespace

std::vector<PlanMcu> foreignMcus(const Plan& plan) {
    std::vector<PlanMcu> mcus;
    std::copy_if(plan.mcus.begin(), plan.mcus.end(), std::back_inserter(mcus), [](const auto& mcu) {
        return mcu.role == "upstream" || mcu.control == "manual";
    });
    return mcus;
}

std::string probeTarget(const PlanMcu& mcu, const std::vector<conference::SiteRecord>& sites) {
    const std::string uri = uriOf(mcu.protocol, mcu.address);
    for (const auto& site : sites) {
        if (site.id.value == mcu.id || (!uri.empty() && site.uri == uri)) {
            return site.id.value;
        }
    }
    return uri;
}

void UpstreamChecks::start(const conference::Actor& actor,
                           const CheckUpstream& act,
                           Book::Done done) {
    auto found = book_.session(act.session);
    auto mcus = found ? chosen(**found, act.mcu) : Result<std::vector<PlanMcu>>(found.error());
    if (!mcus) {
        done(mcus.error());
        return;
    }
    if (book_.surroundings.probes == nullptr) {
        done(Error(
            ErrorCode::unavailable, "this server probes no rooms", "", "probe.not-configured"));
        return;
    }
    if (act.call && (*found)->underWay()) {
        done(Error(ErrorCode::refused,
                   "session " + (*found)->id + " is under way: no test call now",
                   "check it without --call",
                   "check.under-way"));
        return;
    }
    auto run = std::make_shared<Run>();
    run->session = (*found)->id;
    run->actor = actor;
    run->left = std::move(*mcus);
    std::reverse(run->left.begin(), run->left.end());
    run->done = std::move(done);
    begin(run, act.call);
}

void UpstreamChecks::begin(const RunPtr& run, bool call) {
    if (!call) {
        next(run);
        return;
    }
    book_.withConference(
        book_.sessions.at(run->session),
        [this, alive = alive_, run](const Result<conference::ConferenceStatus>& conference) {
            if (!conference) {
                run->done(conference.error());
            } else if (*alive) {
                run->conference = conference->id.value;
                next(run);
            }
        });
}

void UpstreamChecks::next(const RunPtr& run) {
    if (run->left.empty()) {
        finish(*run);
        return;
    }
    const auto& mcu = run->left.back();
    const auto target = probeTarget(mcu, book_.surroundings.conferences.sites());
    if (target.empty()) {
        goOn(run, untried(mcu, "no address"));
        return;
    }
    conference::Probe probe;
    probe.target = target;
    probe.callTimeout = std::chrono::seconds(book_.settings.checks.callSeconds);
    book_.surroundings.probes->probe(
        run->actor,
        probe,
        [this, alive = alive_, run](const Result<conference::ProbeReport>& report) {
            if (*alive) {
                probed(run, report);
            }
        });
}

void UpstreamChecks::probed(const RunPtr& run, const Result<conference::ProbeReport>& report) {
    const auto& mcu = run->left.back();
    if (!report) {
        goOn(run, untried(mcu, report.error().message));
        return;
    }
    auto interop = comparePeer(book_.sessions.at(run->session).plan, mcu, &*report);
    if (!run->conference.empty() && report->connected && report->site) {
        call(run, report->site.value, std::move(interop));
        return;
    }
    if (!run->conference.empty() && report->connected) {
        interop.items.push_back({"call",
                                 InteropItem::State::unknown,
                                 "",
                                 "it is no site of this server, so it cannot be called in"});
    }
    goOn(run, std::move(interop));
}

void UpstreamChecks::call(const RunPtr& run, const std::string& site, Interop interop) {
    const auto& limits = book_.settings.checks;
    conference::Examine examine;
    examine.conference = {run->conference};
    examine.site = site;
    examine.duration = std::chrono::seconds(limits.seconds);
    examine.callTimeout = std::chrono::seconds(limits.callSeconds);
    book_.surroundings.conferences.examine(
        run->actor,
        examine,
        [this, alive = alive_, run, interop = std::move(interop)](
            const Result<conference::Examination>& measured) mutable {
            if (!*alive) {
                return;
            }
            const auto& plan = book_.sessions.at(run->session).plan;
            if (measured) {
                addCall(interop,
                        *measured,
                        book_.settings.checks,
                        plan.session.confidential || plan.policy.encryption == "required");
            } else {
                interop.items.push_back(
                    {"call", InteropItem::State::unknown, "", measured.error().message});
            }
            goOn(run, std::move(interop));
        });
}

void UpstreamChecks::goOn(const RunPtr& run, Interop interop) {
    run->results.push_back(std::move(interop));
    run->left.pop_back();
    book_.surroundings.loop.post([this, alive = alive_, run] {
        if (*alive) {
            next(run);
        }
    });
}

void UpstreamChecks::finish(Run& run) {
    auto& session = book_.sessions.at(run.session);
    std::vector<Record> records;
    std::size_t ready = 0;
    for (const auto& result : run.results) {
        auto record = book_.record(session, run.actor, "upstream");
        write(result, record);
        records.push_back(std::move(record));
        ready += result.has(InteropItem::State::differs) ? 0 : 1;
    }
    Outcome outcome;
    outcome.message = "session " + session.id + ": " + std::to_string(ready) + " of " +
                      std::to_string(records.size()) + " foreign MCUs are ready to be connected";
    book_.write(session, std::move(records), std::move(outcome), std::move(run.done));
}

}  // namespace mcu::session
