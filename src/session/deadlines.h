// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session/plan.h"

namespace mcu::session {

/// The deadlines of QĐ333 (A.6); TIM-01 ...
enum class DeadlineId {
    noticeAtOnce = 1,  ///< TIM-01 notice as soon as the request is known
    noticeSent,        ///< TIM-02 sent to every unit within 15 minutes
    planAgreed,        ///< TIM-03 before the rehearsal
    rehearsalDone,     ///< TIM-04 internal rehearsal 2 h before
    cascadeUp,         ///< TIM-05 MCUs linked 2 h before
    ready,             ///< TIM-06 ready 30 min before
    connect,           ///< TIM-07 each request of the chair within 30 s
    faults,            ///< TIM-08 faults handled and told at once
    onCall,            ///< TIM-09 everybody on call 24/24, 24/7
};
[[nodiscard]] std::string codeOf(DeadlineId id);  ///< "TIM-05"

enum class DeadlineState {
    waiting,
    amber,  ///< less time than the first alarm
    red,    ///< less time than the second
    met,
    missed,
    unreachable,  ///< it could not be met from the beginning; recorded, the work goes on
    notDue,       ///< this kind of session does not have it
};
[[nodiscard]] std::string_view nameOf(DeadlineState state);

/// What has happened, as far as deadlines ask for it. An absent instant: not yet.
struct DeadlineFacts {
    WallTime knownAt{};  ///< when the session was imported: nothing could be done before
    std::optional<WallTime> firstNotice;
    std::optional<WallTime> lastNotice;  ///< every recipient has been sent to
    std::size_t recipients = 0;
    std::size_t sent = 0;
    std::optional<WallTime> agreed;
    std::optional<WallTime> rehearsalDone;
    std::optional<WallTime> cascadeUp;
    std::optional<WallTime> ready;
    std::optional<WallTime> started;
    std::optional<WallTime> ended;
    std::size_t calls = 0;      ///< of the chair, ended
    std::size_t lateCalls = 0;  ///< over the limit
    double slowestCall = 0;     ///< seconds
    std::size_t faults = 0;
    std::size_t faultsToldLate = 0;
    std::vector<std::string> onCallGaps;  ///< who is missing in the on-call lists
};

struct Deadline {
    DeadlineId id{};
    DeadlineState state = DeadlineState::waiting;
    std::optional<WallTime> limit;   ///< none: no instant of its own
    std::optional<WallTime> actual;  ///< when it was done
    std::string detail;              ///< "2/5 units" ...; figures only, no words

    /// Time left at `actual`, or now; negative: late.
    [[nodiscard]] std::optional<std::chrono::seconds> margin(WallTime now) const;
};

/// All deadlines of a session at an instant, in their order. A limit is met at its very instant.
[[nodiscard]] std::vector<Deadline> deadlinesOf(const Plan& plan,
                                                const DeadlineFacts& facts,
                                                WallTime now);

/// Who is missing in the on-call lists (TIM-09): technicians of MCUs 24/24, rooms 24/7.
[[nodiscard]] std::vector<std::string> onCallGaps(const Plan& plan);

}  // namespace mcu::session
