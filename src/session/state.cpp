// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/state.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "session/notice.h"

namespace mcu::session {

namespace {

double numberOf(const Record& record, const char* field) {
    const std::string text = record.field(field);
    double value = -1;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::uint64_t wholeOf(const Record& record, const char* field) {
    const std::string text = record.field(field);
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::vector<std::string> words(const std::string& text) {
    std::vector<std::string> result;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find(' ', at), text.size());
        result.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return result;
}

void come(Attendance& site, WallTime at) {
    if (site.upSince) {
        return;
    }
    if (site.last) {
        site.off += std::chrono::floor<std::chrono::seconds>(at - *site.last);
    }
    site.first = site.first.value_or(at);
    site.upSince = at;
    site.last = at;
}

void go(Attendance& site, WallTime at, bool dropped) {
    if (!site.upSince) {
        return;
    }
    site.upSince.reset();
    site.last = at;
    site.drops += dropped ? 1 : 0;
}

ChairCall callOf(const Record& record) {
    ChairCall call;
    call.number = wholeOf(record, "number");
    call.site = record.subject;
    call.siteName = record.field("site_name");
    call.owner = record.field("owner");
    call.actor = record.actor;
    call.at = record.at;
    call.taken = numberOf(record, "taken");
    call.picture = numberOf(record, "picture");
    call.soundUp = numberOf(record, "sound_up");
    call.soundDown = numberOf(record, "sound_down");
    call.twoWay = numberOf(record, "two_way");
    call.state = record.field("state");
    call.reason = record.text;
    call.late = record.field("late") == "true";
    call.byHand = record.field("by_hand") == "true";
    return call;
}

/// The turn of a site that still waits; null: none.
FloorTurn* waitingTurn(SessionState& session, const std::string& site) {
    const auto found = std::ranges::find_if(session.floor, [&](const auto& turn) {
        return turn.site == site && turn.state == "waiting";
    });
    return found == session.floor.end() ? nullptr : &*found;
}

void answerTurn(SessionState& session, const Record& record, const char* state) {
    auto* turn = waitingTurn(session, record.subject);
    if (turn == nullptr) {  // given without having asked
        session.floor.push_back({record.subject, record.at, record.actor, "", {}, ""});
        turn = &session.floor.back();
    }
    turn->state = state;
    turn->answered = record.at;
    turn->reason = record.text;
}

/// What a kind of record does to a session.
using Apply = void (*)(SessionState&, const Record&);

using Applications = std::map<std::string, Apply>;

/// What is agreed, told and done before it is held.
const Applications& planKinds() {
    static const Applications kAll = {
        {"plan.agreed",
         [](SessionState& s, const Record& r) {
             // For another organisation: then who did it is said with whose he is.
             const bool own = r.organisation.empty() || r.organisation == r.subject;
             s.agreements[r.subject] = {static_cast<int>(wholeOf(r, "version")),
                                        r.field("hash"),
                                        r.at,
                                        own ? r.actor : r.actor + " (" + r.organisation + ")"};
         }},
        {"notice",
         [](SessionState& s, const Record& r) {
             s.notices.push_back({r.subject,
                                  r.field("channel"),
                                  r.field("to"),
                                  r.at,
                                  r.field("ok") == "true",
                                  r.text});
         }},
        {"step.rehearsal", [](SessionState& s, const Record& r) { s.rehearsalDone = r.at; }},
        {"unit.rehearsed",
         [](SessionState& s, const Record& r) { s.rehearsals[r.subject] = r.at; }},
        {"step.cascade", [](SessionState& s, const Record& r) { s.cascadeUp = r.at; }},
        {"site.excluded", [](SessionState& s, const Record& r) { s.excluded[r.subject] = r.text; }},
        {"site.included", [](SessionState& s, const Record& r) { s.excluded.erase(r.subject); }},
        {"deadline",
         [](SessionState& s, const Record& r) { s.deadlines[r.subject] = r.field("state"); }},
        {"readiness",
         [](SessionState& s, const Record& r) {
             s.readiness.push_back({r.number,
                                    r.at,
                                    r.actor,
                                    r.field("state"),
                                    wholeOf(r, "up"),
                                    wholeOf(r, "of"),
                                    words(r.text)});
         }},
        {"check",
         [](SessionState& s, const Record& r) {
             s.checks[r.subject].push_back({r.at, r.actor, checkOf(r.fields)});
         }},
        {"preflight", [](SessionState& s, const Record& r) { s.preflight = preflightOf(r.text); }},
        {"drill",
         [](SessionState& s, const Record& r) {
             s.drills.push_back({wholeOf(r, "drill"),
                                 r.at,
                                 r.actor,
                                 r.subject,
                                 r.field("owner"),
                                 numberOf(r, "picture"),
                                 numberOf(r, "two_way"),
                                 r.text});
         }},
    };
    return kAll;
}

/// How it is held.
const Applications& heldKinds() {
    static const Applications kAll = {
        {"session.started",
         [](SessionState& s, const Record& r) {
             s.started = s.started.value_or(r.at);
             s.conference = r.field("conference");
             s.training = r.field("training") == "true";
             s.callsBefore = r.field("calls_before").empty()
                                 ? std::nullopt
                                 : std::optional(wholeOf(r, "calls_before"));
             s.ended.reset();
         }},
        {"session.ended",
         [](SessionState& s, const Record& r) {
             s.ended = r.at;
             for (auto& [id, site] : s.attendance) {
                 go(site, r.at, false);
             }
         }},
        {"master.session",
         [](SessionState& s, const Record& r) {
             s.master = r.field("from");
             s.masterState = r.field("state");
         }},
        {"cue.taken",
         [](SessionState& s, const Record& r) {
             s.cues.push_back({static_cast<int>(wholeOf(r, "cue")), r.at, r.actor, r.field("how")});
         }},
        {"script.deviation",
         [](SessionState& s, const Record& r) {
             s.deviations.push_back({r.number,
                                     r.at,
                                     r.actor,
                                     r.field("what"),
                                     r.subject,
                                     r.text,
                                     static_cast<int>(wholeOf(r, "cue"))});
         }},
        {"script.reason",
         [](SessionState& s, const Record& r) {
             for (auto& deviation : s.deviations) {
                 if (deviation.record == wholeOf(r, "record")) {
                     deviation.reason = r.text;
                 }
             }
         }},
        {"chair.call",
         [](SessionState& s, const Record& r) {
             auto call = callOf(r);
             call.lateReason = s.calls[call.number].lateReason;
             s.calls[call.number] = std::move(call);
         }},
        {"chair.late-reason",
         [](SessionState& s, const Record& r) {
             s.calls[wholeOf(r, "number")].lateReason = r.text;
         }},
        {"floor.asked",
         [](SessionState& s, const Record& r) {
             s.floor.push_back({r.subject, r.at, r.actor, "waiting", {}, ""});
         }},
        {"floor.given", [](SessionState& s, const Record& r) { answerTurn(s, r, "given"); }},
        {"floor.denied", [](SessionState& s, const Record& r) { answerTurn(s, r, "denied"); }},
    };
    return kAll;
}

/// What became of its sites.
const Applications& siteKinds() {
    static const Applications kAll = {
        {"roll-call",
         [](SessionState& s, const Record& r) {
             s.rollCall[r.subject] = {r.field("state"), r.text, r.at, r.actor};
         }},
        {"site.up", [](SessionState& s, const Record& r) { come(s.attendance[r.subject], r.at); }},
        {"site.down",
         [](SessionState& s, const Record& r) {
             go(s.attendance[r.subject], r.at, r.field("dropped") == "true");
         }},
        {"incident",
         [](SessionState& s, const Record& r) {
             auto incident = sessionIncidentOf(r);
             s.incidents.insert_or_assign(incident.name, incident);
         }},
        {"quality",
         [](SessionState& s, const Record& r) {
             for (const auto& [site, line] : lineQualitiesOf(r.text)) {
                 s.quality[site].add(line);
             }
         }},
        {"interop", [](SessionState& s, const Record& r) { s.interop[r.subject] = interopOf(r); }},
        {"upstream",
         [](SessionState& s, const Record& r) { s.upstream[r.subject] = interopOf(r); }},
        {"fault", [](SessionState& s, const Record& r) { s.faults.push_back(r); }},
        {"note", [](SessionState& s, const Record& r) { s.notes.push_back(r); }},
    };
    return kAll;
}

/// Null: nothing but a record.
Apply applicationOf(const std::string& kind) {
    for (const auto* kinds : {&planKinds(), &heldKinds(), &siteKinds()}) {
        if (const auto found = kinds->find(kind); found != kinds->end()) {
            return found->second;
        }
    }
    return nullptr;
}

}  // namespace

void SessionState::apply(const Record& record) {
    lastRecord = std::max(lastRecord, record.number);
    records.push_back(record);
    if (const auto apply = applicationOf(record.kind); apply != nullptr) {
        apply(*this, record);
    }
}

const Cue* SessionState::cue() const {
    if (cues.empty()) {
        return nullptr;
    }
    const auto found = std::find_if(plan.script.begin(), plan.script.end(), [&](const Cue& each) {
        return each.number == cues.back().number;
    });
    return found == plan.script.end() ? nullptr : &*found;
}

std::optional<WallTime> SessionState::agreedAt() const {
    std::optional<WallTime> last;
    for (const auto& unit : plan.managingUnits()) {
        const auto found = agreements.find(unit);
        if (found == agreements.end() || found->second.hash != version().hash) {
            return std::nullopt;
        }
        last = last ? std::max(*last, found->second.at) : found->second.at;
    }
    return last;
}

std::optional<WallTime> SessionState::rehearsedAt() const {
    if (rehearsalDone) {
        return rehearsalDone;
    }
    std::optional<WallTime> last;
    for (const auto& mcu : plan.mcus) {
        if (mcu.role != "slave" || mcu.control == "manual") {
            continue;
        }
        const auto found = rehearsals.find(mcu.id);
        if (found == rehearsals.end()) {
            return std::nullopt;
        }
        last = last ? std::max(*last, found->second) : found->second;
    }
    return last;
}

DeadlineFacts SessionState::deadlineFacts() const {
    DeadlineFacts facts;
    facts.knownAt = knownAt;
    std::map<std::string, WallTime> told;
    for (const auto& notice : notices) {
        if (notice.ok) {
            told.emplace(notice.recipient, notice.at);
            facts.firstNotice = facts.firstNotice.value_or(notice.at);
        }
    }
    const auto recipients = recipientsOf(plan);
    facts.recipients = recipients.size();
    std::optional<WallTime> last;
    for (const auto& recipient : recipients) {
        if (const auto found = told.find(recipient.id); found != told.end()) {
            ++facts.sent;
            last = last ? std::max(*last, found->second) : found->second;
        }
    }
    facts.lastNotice = facts.sent == facts.recipients ? last : std::nullopt;
    facts.agreed = agreedAt();
    facts.rehearsalDone = rehearsedAt();
    facts.cascadeUp = cascadeUp;
    const auto green = std::find_if(
        readiness.begin(), readiness.end(), [](const auto& r) { return r.state == "green"; });
    facts.ready = green == readiness.end() ? std::nullopt : std::optional(green->at);
    facts.started = started;
    facts.ended = ended;
    for (const auto& [number, call] : calls) {
        facts.calls += call.state == "two-way-up" ? 1 : 0;
        facts.lateCalls += call.state == "two-way-up" && call.late ? 1 : 0;
        facts.slowestCall = std::max(facts.slowestCall, call.twoWay);
    }
    facts.faults = faults.size();
    facts.faultsToldLate = static_cast<std::size_t>(std::count_if(
        faults.begin(), faults.end(), [](const Record& r) { return r.field("told") != "true"; }));
    facts.onCallGaps = onCallGaps(plan);
    return facts;
}

}  // namespace mcu::session
