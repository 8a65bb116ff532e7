// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/impl/watch.h"

#include <algorithm>

#include "session/impl/acts.h"
#include "session/local_time.h"

namespace mcu::session {

namespace {

constexpr auto kEvery = std::chrono::seconds(1);
/// The state of a whole conference costs more than a clock.
constexpr std::uint64_t kTicksPerLook = 2;
/// A crash loses no more of what was measured.
constexpr std::uint64_t kTicksPerQuality = 60;
/// A session this long past its start that never was started is nobody's concern any more.
constexpr auto kForgotten = std::chrono::hours(24);

bool isFinal(DeadlineState state) {
    return state == DeadlineState::met || state == DeadlineState::missed ||
           state == DeadlineState::unreachable;
}

/// Counts may still change their mind; instants may not.
bool hasInstant(const Deadline& deadline) {
    return deadline.limit.has_value();
}

std::string textOf(const SessionState& session, const Deadline& deadline, WallTime now) {
    const std::string head = "deadline " + codeOf(deadline.id) + " of " + session.id + " ";
    const auto margin = deadline.margin(now).value_or(std::chrono::seconds(0));
    switch (deadline.state) {
        case DeadlineState::amber:
        case DeadlineState::red:
            return head + "in " + durationText(margin);
        case DeadlineState::met:
            return head + "is met, " + durationText(margin) + " before the limit";
        case DeadlineState::unreachable:
            return head + "cannot be met: recorded, the work goes on";
        default:
            return head + "is missed";
    }
}

std::set<std::string> sitesOnAir(const conference::ConferenceStatus& conference) {
    std::set<std::string> sites;
    for (const auto& site : conference.sites) {
        if (site.onAir) {
            sites.insert(site.id.value);
        }
    }
    return sites;
}

std::string severityOf(DeadlineState state) {
    switch (state) {
        case DeadlineState::amber:
            return "warning";
        case DeadlineState::red:
        case DeadlineState::missed:
        case DeadlineState::unreachable:
            return "error";
        default:
            return "info";
    }
}

}  // namespace

SessionWatch::~SessionWatch() {
    end();
}

void SessionWatch::end() {
    *alive_ = false;
    book_.surroundings.loop.cancel(timer_);
}

void SessionWatch::begin() {
    timer_ = book_.surroundings.loop.after(kEvery, [this] { tick(); });
}

void SessionWatch::tick() {
    begin();
    ++ticks_;
    incidents_.tick();
    for (auto& [id, session] : book_.sessions) {
        if (ticks_ % kTicksPerQuality == 0 || session.ended) {
            keepQuality(session);
        }
        if (session.ended || session.versions.empty() ||
            (!session.started && book_.now() > session.plan.session.start + kForgotten)) {
            continue;
        }
        watchDeadlines(session);
        if (session.underWay()) {
            book_.writeQuietly(session, newChairCalls(book_, session, false));
            if (ticks_ % kTicksPerLook == 0) {
                watchConference(session);
            }
        }
        if (!session.cascadeUp) {
            watchLinks(session);
        }
    }
}

std::optional<std::string> SessionWatch::calledByChair(const SessionState& session,
                                                       const SiteId& site) const {
    for (const auto& call : book_.calls(session.conference)) {
        if (call.site == site && !call.implicit &&
            (call.state == "open" || call.state == "taken" || call.state == "two-way-up")) {
            return "R-" + std::to_string(call.number);
        }
    }
    return std::nullopt;
}

void SessionWatch::watchDeadlines(SessionState& session) {
    std::vector<Record> records;
    for (const auto& deadline : deadlinesOf(session.plan, session.deadlineFacts(), book_.now())) {
        const std::string code = codeOf(deadline.id);
        auto& told = told_[session.id + " " + code];
        const bool recorded = session.deadlines.contains(code);
        if (!hasInstant(deadline) || deadline.state == told || recorded) {
            continue;
        }
        told = deadline.state;
        if (deadline.state == DeadlineState::waiting || deadline.state == DeadlineState::notDue) {
            continue;
        }
        tell(session, deadline);
        if (isFinal(deadline.state)) {
            auto record = book_.record(session, kServer, "deadline");
            record.subject = code;
            record.fields = {{"state", std::string(nameOf(deadline.state))},
                             {"limit", isoText(*deadline.limit)},
                             {"actual", deadline.actual ? isoText(*deadline.actual) : ""}};
            records.push_back(std::move(record));
        }
    }
    book_.writeQuietly(session, std::move(records));
}

void SessionWatch::tell(const SessionState& session, const Deadline& deadline) {
    book_.alarm({session.id,
                 session.conference.empty() ? session.plan.session.conference : session.conference,
                 "deadline." + std::string(nameOf(deadline.state)),
                 severityOf(deadline.state),
                 textOf(session, deadline, book_.now()),
                 {{"deadline", codeOf(deadline.id)},
                  {"session", session.id},
                  {"limit", isoText(*deadline.limit)}}});
}

void SessionWatch::watchConference(SessionState& session) {
    book_.withConference(
        session,
        [this, alive = alive_, id = session.id](
            const Result<conference::ConferenceStatus>& conference) {
            const auto found = *alive ? book_.sessions.find(id) : book_.sessions.end();
            if (!*alive || !conference || found == book_.sessions.end() ||
                !found->second.underWay()) {
                return;
            }
            // What is lost on air has given way to the main site by now.
            book_.writeQuietly(found->second,
                               attendanceChanges(book_, found->second, *conference, onAir_[id]));
            onAir_[id] = sitesOnAir(*conference);
            tallies_[id].look(
                found->second, *conference, book_.profile, book_.surroundings.loop.clock().now());
        });
}

LineQualities SessionWatch::takeMeasured(const std::string& session) {
    const auto tally = tallies_.find(session);
    return tally == tallies_.end() ? LineQualities() : tally->second.take();
}

void SessionWatch::keepQuality(SessionState& session) {
    const auto tally = tallies_.find(session.id);
    if (tally == tallies_.end()) {
        return;
    }
    if (!tally->second.empty()) {
        book_.writeQuietly(session, {qualityRecord(book_, session, tally->second.take())});
    }
    if (session.ended) {
        tallies_.erase(tally);
        onAir_.erase(session.id);
    }
}

/// TIM-05: all slaves of the plan right below this server are linked.
void SessionWatch::watchLinks(SessionState& session) {
    if (book_.surroundings.cascade == nullptr) {
        return;
    }
    book_.surroundings.cascade->status(
        [this, alive = alive_, id = session.id](const cascade::CascadeStatus& status) {
            const auto found = *alive ? book_.sessions.find(id) : book_.sessions.end();
            if (!*alive || found == book_.sessions.end() || found->second.cascadeUp) {
                return;
            }
            std::size_t wanted = 0;
            std::size_t up = 0;
            for (const auto& mcu : found->second.plan.mcus) {
                if (mcu.role != "slave" || mcu.control == "manual" ||
                    mcu.parent != book_.settings.mcu) {
                    continue;
                }
                ++wanted;
                up += std::any_of(status.links.begin(),
                                  status.links.end(),
                                  [&](const auto& link) {
                                      return link.mcu.value == mcu.id &&
                                             link.state == cascade::LinkState::up;
                                  })
                          ? 1
                          : 0;
            }
            if (wanted > 0 && up == wanted) {
                book_.writeQuietly(found->second,
                                   {book_.record(found->second, kServer, "step.cascade")});
            }
        });
}

}  // namespace mcu::session
