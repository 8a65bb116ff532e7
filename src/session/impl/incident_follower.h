// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include "incident/exchange.h"
#include "incident/service.h"
#include "session/impl/book.h"

namespace mcu::session {

/// Writes into each session the incidents of its conference while it is held, of all kinds and of
/// all MCUs of the cascade; also what of them is learnt after its end. Thread: control.
class IncidentFollower {
public:
    explicit IncidentFollower(Book& book) : book_(book) {}

    /// From where incidents come; once. They are told until `incidents` ends.
    void follow(const incident::Service& incidents, incident::Exchange& exchange);
    /// Sessions that began since: what is open already belongs to them.
    void tick();

private:
    void note(SessionState& session, const incident::Incident& incident);

    Book& book_;
    const incident::Service* incidents_ = nullptr;
    std::set<std::string> caughtUp_;  ///< sessions that have what was known when they began
};

}  // namespace mcu::session
