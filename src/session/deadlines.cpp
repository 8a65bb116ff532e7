// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/deadlines.h"

#include <algorithm>
#include <array>

#include "session/on_call.h"

namespace mcu::session {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// How long before the limit the alarms are.
struct Alarms {
    seconds amber;
    seconds red;
};

constexpr Alarms kNoticeAlarms{minutes(5), minutes(2)};  // at 10 and 13 of 15 minutes
constexpr Alarms kLongAlarms{minutes(30), minutes(10)};  // T0-2h30, T0-2h10
constexpr Alarms kReadyAlarms{minutes(15), minutes(5)};  // T0-45, T0-35

/// A deadline at an instant. Not done yet: by the time left; what could not be done when the
/// session became known is unreachable, not missed.
Deadline timed(DeadlineId id,
               WallTime limit,
               const std::optional<WallTime>& actual,
               Alarms alarms,
               WallTime knownAt,
               WallTime now) {
    Deadline deadline{id, DeadlineState::waiting, limit, actual, {}};
    const bool possible = knownAt <= limit;
    if (actual) {
        deadline.state = *actual <= limit ? DeadlineState::met
                         : possible       ? DeadlineState::missed
                                          : DeadlineState::unreachable;
    } else if (!possible) {
        deadline.state = DeadlineState::unreachable;
    } else if (now > limit) {
        deadline.state = DeadlineState::missed;
    } else if (limit - now <= alarms.red) {
        deadline.state = DeadlineState::red;
    } else if (limit - now <= alarms.amber) {
        deadline.state = DeadlineState::amber;
    }
    return deadline;
}

Deadline notDue(DeadlineId id) {
    return {id, DeadlineState::notDue, {}, {}, {}};
}

/// TIM-01 has no figure: its age is told, and it is met once a notice has gone out in time for
/// TIM-02.
Deadline noticeAtOnce(const Plan& plan, const DeadlineFacts& facts, WallTime now) {
    const WallTime limit = plan.session.receivedAt + plan.policy.deadlines.notice;
    auto deadline = timed(
        DeadlineId::noticeAtOnce, limit, facts.firstNotice, kNoticeAlarms, facts.knownAt, now);
    return deadline;
}

Deadline noticeSent(const Plan& plan, const DeadlineFacts& facts, WallTime now) {
    const WallTime limit = plan.session.receivedAt + plan.policy.deadlines.notice;
    auto deadline =
        timed(DeadlineId::noticeSent, limit, facts.lastNotice, kNoticeAlarms, facts.knownAt, now);
    deadline.detail = std::to_string(facts.sent) + "/" + std::to_string(facts.recipients);
    return deadline;
}

/// Counts: TIM-07, TIM-08.
Deadline counted(DeadlineId id, std::size_t all, std::size_t wrong, const DeadlineFacts& facts) {
    Deadline deadline{id, DeadlineState::waiting, {}, {}, {}};
    if (wrong > 0) {
        deadline.state = DeadlineState::missed;
    } else if (all > 0 || facts.ended) {
        deadline.state = DeadlineState::met;
    }
    deadline.detail = std::to_string(all - wrong) + "/" + std::to_string(all);
    return deadline;
}

}  // namespace

std::string codeOf(DeadlineId id) {
    return "TIM-0" + std::to_string(static_cast<int>(id));
}

std::string_view nameOf(DeadlineState state) {
    static constexpr std::array<std::string_view, 7> kNames = {
        "waiting", "amber", "red", "met", "missed", "unreachable", "not-due"};
    return kNames.at(static_cast<std::size_t>(state));
}

std::optional<seconds> Deadline::margin(WallTime now) const {
    if (!limit) {
        return std::nullopt;
    }
    return std::chrono::floor<seconds>(*limit - actual.value_or(now));
}

std::vector<Deadline> deadlinesOf(const Plan& plan, const DeadlineFacts& facts, WallTime now) {
    const auto& session = plan.session;
    const auto& limits = plan.policy.deadlines;
    const bool planned = session.kind == PlanKind::planned;
    std::vector<Deadline> all = {noticeAtOnce(plan, facts, now), noticeSent(plan, facts, now)};
    all.push_back(planned && session.rehearsalStart ? timed(DeadlineId::planAgreed,
                                                            *session.rehearsalStart,
                                                            facts.agreed,
                                                            kLongAlarms,
                                                            facts.knownAt,
                                                            now)
                                                    : notDue(DeadlineId::planAgreed));
    all.push_back(planned ? timed(DeadlineId::rehearsalDone,
                                  session.start - limits.rehearsalBefore,
                                  facts.rehearsalDone,
                                  kLongAlarms,
                                  facts.knownAt,
                                  now)
                          : notDue(DeadlineId::rehearsalDone));
    const bool linked = std::any_of(
        plan.mcus.begin(), plan.mcus.end(), [](const PlanMcu& mcu) { return mcu.role == "slave"; });
    all.push_back(planned && linked ? timed(DeadlineId::cascadeUp,
                                            session.start - limits.cascadeBefore,
                                            facts.cascadeUp,
                                            kLongAlarms,
                                            facts.knownAt,
                                            now)
                                    : notDue(DeadlineId::cascadeUp));
    all.push_back(timed(DeadlineId::ready,
                        session.start - limits.readyBefore,
                        facts.ready,
                        kReadyAlarms,
                        facts.knownAt,
                        now));
    all.push_back(counted(DeadlineId::connect, facts.calls, facts.lateCalls, facts));
    all.push_back(counted(DeadlineId::faults, facts.faults, facts.faultsToldLate, facts));
    all.push_back({DeadlineId::onCall,
                   facts.onCallGaps.empty() ? DeadlineState::met : DeadlineState::missed,
                   {},
                   {},
                   std::to_string(facts.onCallGaps.size())});
    return all;
}

std::vector<std::string> onCallGaps(const Plan& plan) {
    std::vector<std::string> places;
    for (const auto& gap : onCallGapsOf(plan)) {
        if (places.empty() || places.back() != gap.place) {
            places.push_back(gap.place);
        }
    }
    return places;
}

}  // namespace mcu::session
