// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "session/impl/acts.h"
#include "session/impl/documents.h"
#include "session/local_time.h"

// Who wants to speak, and who may (mời phát biểu).

namespace mcu::session {

namespace {

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

bool waits(const SessionState& session, const std::string& site) {
    return std::ranges::any_of(session.floor, [&](const auto& turn) {
        return turn.site == site && turn.state == "waiting";
    });
}

/// The site an act means; of none, who has waited longest.
Result<std::string> turnOf(const SessionState& session, const std::string& word) {
    if (!word.empty()) {
        return siteOf(session, word);
    }
    const auto first = std::ranges::find_if(
        session.floor, [](const auto& turn) { return turn.state == "waiting"; });
    if (first == session.floor.end()) {
        return Error(ErrorCode::notFound,
                     "nobody waits to speak",
                     "name a site: mcuctl floor give SITE",
                     "floor.empty");
    }
    return first->site;
}

std::string stateText(const FloorTurn& turn, Language say) {
    return turn.state == "given"    ? say("đã mời", "given")
           : turn.state == "denied" ? say("không mời: ", "denied: ") + turn.reason
                                    : say("đang chờ", "waiting");
}

}  // namespace

void carryOut(Book& book, const conference::Actor& actor, const AskFloor& act, Book::Done done) {
    auto found = live(book, act.session);
    const auto site = found ? siteOf(**found, act.site) : Result<std::string>(found.error());
    if (!site) {
        done(site.error());
        return;
    }
    auto& session = **found;
    if (waits(session, *site)) {
        done(Error(ErrorCode::alreadyExists,
                   nameOf(session, *site) + " waits to speak already",
                   "see: mcuctl floor list",
                   "floor.waits"));
        return;
    }
    auto record = book.record(session, actor, "floor.asked");
    record.subject = *site;
    Outcome outcome;
    outcome.message = nameOf(session, *site) + " wants to speak";
    book.write(
        session,
        {record},
        std::move(outcome),
        [&book,
         id = session.id,
         conference = session.conference,
         site = *site,
         done = std::move(done)](const Result<Outcome>& written) {
            if (written) {
                book.alarm(
                    {id, conference, "floor.asked", "info", written->message, {{"site", site}}});
            }
            done(written);
        });
}

void carryOut(Book& book, const conference::Actor& actor, const GiveFloor& act, Book::Done done) {
    auto found = live(book, act.session);
    const auto site = found ? turnOf(**found, act.site) : Result<std::string>(found.error());
    if (!site) {
        done(site.error());
        return;
    }
    const conference::Command show = conference::Show{{(*found)->conference}, *site, false, true};
    book.surroundings.conferences.execute(
        actor,
        show,
        [&book, actor, id = (*found)->id, site = *site, done = std::move(done)](
            const Result<conference::Outcome>& shown) {
            if (!shown) {
                done(shown.error());
                return;
            }
            auto& session = book.sessions.at(id);
            auto record = book.record(session, actor, "floor.given");
            record.subject = site;
            Outcome outcome;
            outcome.message = nameOf(session, site) + " has the floor";
            book.write(session, {record}, std::move(outcome), done);
        });
}

void carryOut(Book& book, const conference::Actor& actor, const DenyFloor& act, Book::Done done) {
    auto found = live(book, act.session);
    const auto site = found ? siteOf(**found, act.site) : Result<std::string>(found.error());
    const auto good = checkText(act.reason, "a reason");
    if (!site || !good) {
        done(!site ? site.error() : good.error());
        return;
    }
    auto& session = **found;
    if (!waits(session, *site)) {
        done(Error(ErrorCode::notFound,
                   nameOf(session, *site) + " does not wait to speak",
                   "see: mcuctl floor list",
                   "floor.does-not-wait"));
        return;
    }
    auto record = book.record(session, actor, "floor.denied");
    record.subject = *site;
    record.text = act.reason;
    Outcome outcome;
    outcome.message = nameOf(session, *site) + " does not speak: " + act.reason;
    book.write(session, {record}, std::move(outcome), std::move(done));
}

Document floorDocument(const SessionState& session, Language say) {
    auto document =
        documentOf("floor",
                   say("Xin phát biểu, phiên họp ", "Who wants to speak, session ") + session.id,
                   say);
    Table table{"floor", "", {}, {}, say("không có ai", "nobody")};
    table.columns = {{"asked", say("xin lúc", "asked at")},
                     {"site", say("điểm cầu", "site")},
                     {"state", say("trạng thái", "state")},
                     {"answered", say("trả lời lúc", "answered at")},
                     {"by", say("người ghi", "by")}};
    for (const auto& turn : session.floor) {
        table.rows.push_back({{timeOfDay(turn.asked), isoText(turn.asked)},
                              {siteName(session, turn.site), turn.site},
                              {stateText(turn, say), turn.state},
                              turn.answered
                                  ? Cell(timeOfDay(*turn.answered), isoText(*turn.answered))
                                  : Cell("-", "-"),
                              turn.by});
    }
    document.blocks = {table};
    return document;
}

}  // namespace mcu::session
