// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "session/deadlines.h"
#include "session/impl/book.h"
#include "session/impl/incident_follower.h"
#include "session/impl/quality_tally.h"

namespace mcu::session {

/// Looks at every session each second: deadlines come near, are met or missed; who is connected;
/// which calls of the chair have ended; how lines are; whether the MCUs of the plan are linked.
/// Owned by SessionService. Thread: control.
class SessionWatch {
public:
    SessionWatch(Book& book, IncidentFollower& incidents) : book_(book), incidents_(incidents) {}

    ~SessionWatch();
    SessionWatch(const SessionWatch&) = delete;
    SessionWatch& operator=(const SessionWatch&) = delete;

    void begin();
    void end();

    [[nodiscard]] LineQualities takeMeasured(const std::string& session);

    /// "R-6" when the chair asks for the site now; nothing: nobody did.
    [[nodiscard]] std::optional<std::string> calledByChair(const SessionState& session,
                                                           const SiteId& site) const;

private:
    void tick();
    void watchDeadlines(SessionState& session);
    void watchConference(SessionState& session);
    void watchLinks(SessionState& session);
    /// Writes down what was measured since the last time.
    void keepQuality(SessionState& session);
    void tell(const SessionState& session, const Deadline& deadline);

    Book& book_;
    IncidentFollower& incidents_;
    Loop::TimerId timer_ = 0;
    std::uint64_t ticks_ = 0;
    std::map<std::string, QualityTally> tallies_;         ///< by session
    std::map<std::string, std::set<std::string>> onAir_;  ///< sites at the last look, by session
    std::map<std::string, DeadlineState> told_;           ///< "SESSION TIM-06" -> last told
    /// Known to answers that may come after us.
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace mcu::session
