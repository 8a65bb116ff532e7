// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>

#include "session/act.h"
#include "session/impl/book.h"

namespace mcu::session {

/// Drills under way, one a session: rooms are taken on air one after another by the same take as
/// the chair's calls, and what each take needed is a record. Owned by SessionService. Thread:
/// control.
class DrillRuns {
public:
    explicit DrillRuns(Book& book) : book_(book) {}

    /// Begins a drill; answered at once.
    void start(const conference::Actor& actor, const RunDrill& act, Book::Done done);

    /// Rooms of the drill under way that are not done; 0: none is under way.
    [[nodiscard]] std::size_t left(const std::string& session) const;

private:
    struct Run {
        std::uint64_t number = 0;
        std::deque<std::string> waiting;  ///< the first is at hand
        std::string conference;
        conference::Actor actor;
        bool showing = false;  ///< the site at hand was taken
        WallTime taken{};
        std::string failure;  ///< of its take
    };

    void begin(const std::string& session, Run run, const Book::Done& done);
    /// The one step of a run, ten times a second, until it is over.
    void step(const std::string& session);
    void show(const std::string& session, Run& run);
    /// Looks how far the call of the chair is that the take made.
    void follow(const std::string& session, Run& run);
    void note(const std::string& session,
              Run& run,
              const conference::RequestStatus* call,
              const std::string& cause);
    void stepLater(const std::string& session);

    Book& book_;
    std::map<std::string, Run> runs_;  ///< by session
    /// Known to answers that may come after us.
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace mcu::session
