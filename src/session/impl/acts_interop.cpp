// SPDX-License-Identifier: GPL-3.0-or-later
// What MCUs that are to work together have in common (PL3-01).
#include <algorithm>
#include <memory>
#include <utility>

#include "session/impl/acts.h"
#include "session/impl/upstream_checks.h"
#include "session/interop.h"

namespace mcu::session {

namespace {

/// Links the session needs: to our master, and to MCUs of the plan.
std::vector<Interop> linked(const Plan& plan,
                            const std::string& program,
                            const std::vector<cascade::LinkStatus>& links) {
    std::vector<Interop> all;
    for (const auto& link : links) {
        if (link.toMaster || plan.mcu(link.mcu.value) != nullptr) {
            all.push_back(compareLink(plan, program, link));
        }
    }
    return all;
}

/// MCUs of the plan below us that no link is configured for.
void addMissing(const Plan& plan, const std::string& self, std::vector<Interop>& all) {
    for (const auto& mcu : plan.mcus) {
        const bool known = std::any_of(
            all.begin(), all.end(), [&](const auto& each) { return each.mcu == mcu.id; });
        if (mcu.parent == self && mcu.control != "manual" && mcu.role == "slave" && !known) {
            all.push_back({mcu.id,
                           mcu.role,
                           "none",
                           {{"link", InteropItem::State::differs, "up", "not configured"}},
                           {},
                           {}});
        }
    }
}

/// Foreign MCUs nobody has checked for this session: by the last probe of any time.
void addForeign(const Book& book, const SessionState& session, std::vector<Interop>& all) {
    for (const auto& mcu : foreignMcus(session.plan)) {
        if (session.upstream.contains(mcu.id) || book.surroundings.probes == nullptr) {
            continue;
        }
        const auto target = probeTarget(mcu, book.surroundings.conferences.sites());
        const auto last =
            target.empty()
                ? Result<conference::ProbeReport>(Error(ErrorCode::notFound, "no address"))
                : book.surroundings.probes->lastProbe(target);
        all.push_back(comparePeer(session.plan, mcu, last ? &*last : nullptr));
    }
}

void keep(Book& book,
          const std::string& id,
          const conference::Actor& actor,
          std::vector<Interop> all,
          Book::Done done) {
    auto& session = book.sessions.at(id);
    addMissing(session.plan, book.settings.mcu, all);
    addForeign(book, session, all);
    std::vector<Record> records;
    std::size_t bad = 0;
    for (const auto& each : all) {
        auto record = book.record(session, actor, "interop");
        write(each, record);
        records.push_back(std::move(record));
        bad += each.has(InteropItem::State::differs) ? 1 : 0;
    }
    for (const auto& [mcu, each] : session.upstream) {
        bad += each.has(InteropItem::State::differs) ? 1 : 0;
    }
    const auto count = records.size() + session.upstream.size();
    Outcome outcome;
    outcome.message = "session " + id + ": " + std::to_string(count) + " MCUs compared, " +
                      std::to_string(bad) + " do not fit";
    book.write(session, std::move(records), std::move(outcome), std::move(done));
}

}  // namespace

void carryOut(Book& book,
              const conference::Actor& actor,
              const CheckInterop& act,
              Book::Done done) {
    const auto found = book.session(act.session);
    if (!found) {
        done(found.error());
        return;
    }
    book.surroundings.conferences.status(
        {},
        [&book, actor, id = (*found)->id, done = std::move(done)](
            const Result<conference::ServerStatus>& server) {
            if (!server) {
                done(server.error());
                return;
            }
            if (book.surroundings.cascade == nullptr) {
                keep(book, id, actor, {}, done);
                return;
            }
            book.surroundings.cascade->status([&book, actor, id, done, version = server->version](
                                                  const cascade::CascadeStatus& status) {
                const auto& plan = book.sessions.at(id).plan;
                keep(book,
                     id,
                     actor,
                     linked(plan, cascade::programName(version), status.links),
                     done);
            });
        });
}

}  // namespace mcu::session
