// SPDX-License-Identifier: GPL-3.0-or-later
// Ready or not (TIM-06), and how secure (PL3-05).
#include <algorithm>
#include <map>
#include <utility>

#include "session/impl/acts.h"
#include "session/impl/security_look.h"
#include "session/impl/sites_now.h"

namespace mcu::session {

namespace {

/// What stands in the way, as codes.
struct Gate {
    std::size_t up = 0;
    std::size_t of = 0;
    bool red = false;
    std::vector<std::string> reasons;
};

/// Rooms whose check did not pass, and how many have none: of those this server checks, once
/// checking has begun (decision 0241).
void addChecks(Gate& gate, const Book& book, const SessionState& session) {
    std::size_t unchecked = 0;
    for (const auto& site : session.plan.sites) {
        const bool known = session.checks.contains(site.id);
        const bool ours = site.mcu.empty() || site.mcu == book.settings.mcu;
        if (session.excluded.contains(site.id) || session.checks.empty() || (!ours && !known)) {
            continue;
        }
        const auto verdict = session.verdictOn(site.id);
        if (verdict == Verdict::failed) {
            gate.reasons.push_back("check:" + site.id);
        }
        unchecked += verdict == Verdict::notChecked ? 1 : 0;
    }
    if (unchecked > 0) {
        gate.reasons.push_back("unchecked:" + std::to_string(unchecked));
    }
}

Gate gateOf(const Book& book,
            const SessionState& session,
            const conference::ConferenceStatus& conference) {
    Gate gate;
    std::map<std::string, std::pair<std::size_t, std::size_t>> ofMcu;
    for (const auto& site : session.plan.sites) {
        if (session.excluded.contains(site.id)) {
            continue;
        }
        const auto* status = statusOf(conference, site.id);
        const bool up = status != nullptr && isUp(*status);
        ++gate.of;
        gate.up += up ? 1 : 0;
        ofMcu[site.mcu].first += up ? 1 : 0;
        ++ofMcu[site.mcu].second;
        if (!up) {
            gate.reasons.push_back("site:" + site.id);
            gate.red = gate.red || site.chair;
        }
    }
    for (const auto& [mcu, counts] : ofMcu) {
        if (counts.first == 0) {
            gate.reasons.insert(gate.reasons.begin(), "mcu:" + mcu);
            gate.red = true;
        }
    }
    addChecks(gate, book, session);
    if (session.plan.session.kind == PlanKind::planned && !session.agreedAt()) {
        gate.reasons.insert(gate.reasons.begin(), "plan:not-agreed");
    }
    return gate;
}

/// Faults of security stand in the way, as much as the plan says (PL3-06, decision 0302).
void addSecurity(Gate& gate, const Plan& plan, const std::vector<PreflightItem>& security) {
    for (const auto& item : security) {
        if (item.state == PreflightItem::State::failed) {
            gate.reasons.push_back("security:" + item.name);
            gate.red = gate.red || plan.policy.securityFault == "red";
        }
    }
}

/// What was seen is one act: how ready it is, and how secure.
void keepReadiness(Book& book,
                   SessionState& session,
                   const conference::Actor& actor,
                   Gate gate,
                   const std::vector<PreflightItem>& security,
                   Book::Done done) {
    addSecurity(gate, session.plan, security);
    auto looked = book.record(session, actor, "preflight");
    looked.text = textOf(security);
    auto record = book.record(session, actor, "readiness");
    record.subject = gate.red ? "red" : gate.reasons.empty() ? "green" : "amber";
    record.text = joined(gate.reasons, " ");
    record.fields = {{"state", record.subject},
                     {"up", std::to_string(gate.up)},
                     {"of", std::to_string(gate.of)}};
    Outcome outcome;
    outcome.message = "session " + session.id + " is " +
                      (record.subject == "green" ? "READY" : "NOT READY") + " (" + record.subject +
                      "): " + std::to_string(gate.up) + " of " + std::to_string(gate.of) +
                      " sites connected";
    if (std::any_of(security.begin(), security.end(), [](const auto& item) {
            return item.state == PreflightItem::State::failed;
        })) {
        outcome.warnings.emplace_back(
            "the look at security found faults, see: mcuctl session readiness");
    }
    book.write(session, {looked, record}, std::move(outcome), std::move(done));
}

}  // namespace

void carryOut(Book& book,
              const conference::Actor& actor,
              const CheckReadiness& act,
              Book::Done done) {
    auto found = book.session(act.session);
    if (!found) {
        done(found.error());
        return;
    }
    book.withConference(**found,
                        [&book, actor, host = act.host, id = (*found)->id, done = std::move(done)](
                            const Result<conference::ConferenceStatus>& conference) {
                            if (!conference) {
                                done(conference.error());
                                return;
                            }
                            const auto& session = book.sessions.at(id);
                            lookAtSecurity(
                                book,
                                session,
                                *conference,
                                host,
                                [&book, actor, id, done, gate = gateOf(book, session, *conference)](
                                    const std::vector<PreflightItem>& security) {
                                    keepReadiness(
                                        book, book.sessions.at(id), actor, gate, security, done);
                                });
                        });
}

}  // namespace mcu::session
