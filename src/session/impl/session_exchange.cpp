// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/impl/session_exchange.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/log.h"
#include "session/script.h"

namespace mcu::session {

namespace {

/// Slaves hear of the end of a session as long as this.
constexpr auto kEndTold = std::chrono::hours(24);
/// Clocks of two MCUs: what is further ahead than this is no time of an answer.
constexpr auto kMostAhead = std::chrono::hours(1);

/// Kinds of records that other MCUs are told of.
const std::set<std::string>& toldKinds() {
    static const std::set<std::string> kKinds = {"plan.imported",
                                                 "plan.agreed",
                                                 "step.rehearsal",
                                                 "unit.rehearsed",
                                                 "session.started",
                                                 "session.ended",
                                                 "master.session",
                                                 "cue.taken"};
    return kKinds;
}

cascade::CueNews newsOf(const Cue& cue) {
    cascade::CueNews news{cue.number, cue.title, {}};
    for (const auto& site : cue.show) {
        news.sites.push_back(SiteId{site});
    }
    return news;
}

std::string stateOf(const SessionState& session) {
    if (session.ended) {
        return "ended";
    }
    return session.started || session.masterState == "under-way" ? "under-way" : "planned";
}

/// Whole milliseconds, as the journal keeps them at least.
bool sameInstant(WallTime one, WallTime other) {
    return std::chrono::floor<std::chrono::milliseconds>(one) ==
           std::chrono::floor<std::chrono::milliseconds>(other);
}

}  // namespace

void SessionExchange::written(const std::vector<Record>& records) const {
    if (std::ranges::any_of(records,
                            [](const auto& record) { return toldKinds().contains(record.kind); })) {
        tell_();
    }
}

std::vector<cascade::SessionNews> SessionExchange::sessionsFor(const McuId& below) const {
    std::vector<cascade::SessionNews> all;
    for (const auto& [id, session] : book_.sessions) {
        if (session.versions.empty() || session.plan.mcu(below.value) == nullptr ||
            (session.ended && book_.now() > *session.ended + kEndTold)) {
            continue;
        }
        cascade::SessionNews news;
        news.session = id;
        news.title = session.plan.session.title;
        news.hash = session.version().hash;
        news.state = stateOf(session);
        news.start = session.plan.session.start;
        news.cues = static_cast<int>(session.plan.script.size());
        if (const auto* cue = session.cue()) {
            news.now = newsOf(*cue);
            news.nowSince = session.cues.back().at;
            news.nowBy = session.cues.back().actor;
        }
        if (const auto next = cueAfter(session, {ScriptStep::Kind::next, 0})) {
            news.next = newsOf(**next);
        }
        all.push_back(std::move(news));
    }
    return all;
}

std::optional<cascade::PlanNews> SessionExchange::plan(const std::string& session) const {
    const auto found = book_.sessions.find(session);
    if (found == book_.sessions.end() || found->second.versions.empty()) {
        return std::nullopt;
    }
    const auto& version = found->second.version();
    return cascade::PlanNews{session,
                             version.version,
                             version.hash,
                             version.text,
                             version.sites,
                             version.at,
                             version.actor};
}

std::vector<cascade::AnswerNews> SessionExchange::answers() const {
    std::vector<cascade::AnswerNews> all;
    for (const auto& [id, session] : book_.sessions) {
        if (session.ended || session.versions.empty()) {
            continue;
        }
        for (const auto& [unit, agreed] : session.agreements) {
            if (agreed.hash == session.version().hash) {
                all.push_back({id, "agreed", unit, agreed.hash, agreed.actor, agreed.at});
            }
        }
        if (session.rehearsalDone) {
            all.push_back({id, "rehearsed", book_.settings.mcu, "", "", *session.rehearsalDone});
        }
        for (const auto& [mcu, at] : session.rehearsals) {
            all.push_back({id, "rehearsed", mcu, "", "", at});
        }
    }
    return all;
}

SessionState* SessionExchange::open(const std::string& id) {
    const auto found = book_.sessions.find(id);
    return found == book_.sessions.end() || found->second.ended || found->second.versions.empty()
               ? nullptr
               : &found->second;
}

void SessionExchange::takePlan(const cascade::PlanNews& plan, const McuId& master) {
    auto& sessions = book_.sessions;
    const auto known = sessions.find(plan.session);
    if (known != sessions.end() &&
        (known->second.ended || known->second.version().hash == plan.hash)) {
        return;
    }
    SessionState fresh;
    auto& session = known == sessions.end() ? fresh : known->second;
    PlanVersion version{plan.session,
                        static_cast<int>(session.versions.size()) + 1,
                        plan.hash,
                        plan.text,
                        plan.sites,
                        book_.now(),
                        plan.actor};
    auto read = book_.readVersion(version);
    const bool ours = read && read->session.id == plan.session &&
                      read->mcu(book_.settings.mcu) != nullptr &&
                      read->isBelow(book_.settings.mcu, master.value);
    if (!ours) {
        const std::string why =
            read ? "it does not put this MCU below that one" : read.error().message;
        logger("session").error(
            "plan from the master not taken session={} why={}", plan.session, why);
        book_.alarm({plan.session,
                     {},
                     "plan.not-taken",
                     "error",
                     "the plan " + plan.session + " of " + master.value + " was not taken: " + why,
                     {{"from", master.value}}});
        return;
    }
    if (known == sessions.end()) {
        fresh.id = plan.session;
        fresh.knownAt = book_.now();
    }
    auto& kept = known == sessions.end()
                     ? sessions.emplace(plan.session, std::move(fresh)).first->second
                     : known->second;
    kept.plan = std::move(*read);
    auto record = book_.record(kept, {plan.actor, "cascade", ""}, "plan.imported");
    record.subject = std::to_string(version.version);
    record.fields = {{"version", record.subject},
                     {"hash", version.hash},
                     {"during", kept.underWay() ? "true" : "false"},
                     {"from", master.value},
                     {"master_version", std::to_string(plan.version)}};
    alarm(kept,
          "plan.received",
          "warning",
          master.value + " sent version " + std::to_string(plan.version) + " of the plan " +
              kept.id + ": look at it and agree: mcuctl plan agree",
          {{"from", master.value}});
    book_.writePlan(kept, version, {record}, {}, [id = kept.id](const Result<Outcome>& written) {
        if (!written) {
            logger("session").error(
                "plan not written session={} why={}", id, written.error().message);
        }
    });
}

void SessionExchange::takeSession(const cascade::SessionNews& news, const McuId& master) {
    auto* session = open(news.session);
    // A session that is held here has a script of its own.
    if (session == nullptr || session->underWay() ||
        !session->plan.isBelow(book_.settings.mcu, master.value)) {
        return;
    }
    if (session->masterState != news.state) {
        auto record = book_.record(*session, {master.value, "cascade", ""}, "master.session");
        record.fields = {{"state", news.state}, {"from", master.value}};
        std::vector<Record> records{record};
        if (news.state == "ended") {
            records.push_back(
                book_.record(*session, {master.value, "cascade", ""}, "session.ended"));
            records.back().fields = {{"from", master.value}};
        }
        book_.writeQuietly(*session, std::move(records));
        alarm(*session,
              "session.master",
              "info",
              "at " + master.value + " the session " + session->id +
                  (news.state == "under-way" ? " has begun"
                   : news.state == "ended"   ? " has ended"
                                             : " has not begun"),
              {{"state", news.state}, {"from", master.value}});
    }
    takeCue(*session, news, master);
}

void SessionExchange::takeCue(SessionState& session,
                              const cascade::SessionNews& news,
                              const McuId& master) {
    if (!news.now || session.ended ||
        (!session.cues.empty() && session.cues.back().number == news.now->number &&
         sameInstant(session.cues.back().at, news.nowSince))) {
        return;
    }
    auto record = book_.record(session, {news.nowBy, "cascade", ""}, "cue.taken");
    record.at = news.nowSince;
    record.fields = {
        {"cue", std::to_string(news.now->number)}, {"how", "master"}, {"from", master.value}};
    book_.writeQuietly(session, {record});
    alarm(session,
          "script.master",
          "info",
          master.value + " is at cue " + std::to_string(news.now->number) + " of " + session.id +
              ": " + news.now->title,
          {{"cue", std::to_string(news.now->number)}, {"from", master.value}});
}

void SessionExchange::takeAnswer(const cascade::AnswerNews& answer, const McuId& slave) {
    auto* session = open(answer.session);
    if (session == nullptr || answer.at > book_.now() + kMostAhead) {
        return;
    }
    if (answer.kind == "agreed") {
        takeAgreement(*session, answer, slave);
    } else if (answer.kind == "rehearsed") {
        takeRehearsal(*session, answer, slave);
    }
}

/// A slave speaks for the organisations of its own MCU and of those below it, of no others.
void SessionExchange::takeAgreement(SessionState& session,
                                    const cascade::AnswerNews& answer,
                                    const McuId& slave) {
    const auto& plan = session.plan;
    const bool theirs = std::ranges::any_of(plan.mcus, [&](const auto& mcu) {
        return mcu.organisation == answer.subject && plan.isBelow(mcu.id, slave.value);
    });
    const auto units = plan.managingUnits();
    const auto known = session.agreements.find(answer.subject);
    if (!theirs || std::ranges::find(units, answer.subject) == units.end() ||
        answer.hash != session.version().hash ||
        (known != session.agreements.end() && known->second.hash == answer.hash)) {
        return;
    }
    auto record = book_.record(session, {answer.actor, "cascade", answer.subject}, "plan.agreed");
    record.at = answer.at;
    record.subject = answer.subject;
    record.fields = {{"version", std::to_string(session.version().version)},
                     {"hash", answer.hash},
                     {"from", slave.value}};
    book_.writeQuietly(session, {record});
    alarm(session,
          "plan.agreed",
          "info",
          answer.subject + " agrees version " + std::to_string(session.version().version) + " of " +
              session.id + ", told by " + slave.value,
          {{"unit", answer.subject}, {"from", slave.value}});
}

void SessionExchange::takeRehearsal(SessionState& session,
                                    const cascade::AnswerNews& answer,
                                    const McuId& slave) {
    const auto known = session.rehearsals.find(answer.subject);
    if (!session.plan.isBelow(answer.subject, slave.value) ||
        (known != session.rehearsals.end() && sameInstant(known->second, answer.at))) {
        return;
    }
    auto record = book_.record(session, {answer.actor, "cascade", ""}, "unit.rehearsed");
    record.at = answer.at;
    record.subject = answer.subject;
    record.fields = {{"from", slave.value}};
    book_.writeQuietly(session, {record});
    alarm(session,
          "unit.rehearsed",
          "info",
          answer.subject + " has rehearsed " + session.id + " with its own rooms",
          {{"mcu", answer.subject}, {"from", slave.value}});
}

void SessionExchange::alarm(const SessionState& session,
                            const char* kind,
                            const char* severity,
                            const std::string& text,
                            std::map<std::string, std::string> fields) {
    fields.emplace("session", session.id);
    book_.alarm({session.id,
                 session.conference.empty() ? session.plan.session.conference : session.conference,
                 kind,
                 severity,
                 text,
                 std::move(fields)});
}

}  // namespace mcu::session
