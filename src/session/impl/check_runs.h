// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "session/act.h"
#include "session/impl/book.h"

namespace mcu::session {

/// How far a run of checks is.
struct CheckProgress {
    std::size_t of = 0;
    std::size_t done = 0;
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t notChecked = 0;
    std::size_t running = 0;
    WallTime begun{};
    std::string actor;
    bool over = true;

    /// Until the last room is done, from what those before took; negative: not known yet.
    [[nodiscard]] double leftSeconds(WallTime now) const;
};

/// Technical checks under way, one run a session. Each result is a record, so what was measured
/// outlives the process; the run itself does not. Owned by SessionService. Thread: control.
class CheckRuns {
public:
    explicit CheckRuns(Book& book) : book_(book) {}

    /// Begins a run, or adds rooms to the one under way; answered at once.
    void start(const conference::Actor& actor, const RunChecks& act, Book::Done done);
    /// What has not begun is left out.
    void stop(const conference::Actor& actor, const StopChecks& act, Book::Done done);

    [[nodiscard]] CheckProgress progress(const std::string& session) const;

    /// The rooms an act means, of those this server checks; refused when there are none.
    [[nodiscard]] Result<std::vector<std::string>> roomsOf(const SessionState& session,
                                                           const RunChecks& act) const;

private:
    struct Run {
        std::deque<std::string> waiting;
        std::size_t running = 0;
        std::size_t atOnce = 1;
        conference::Actor actor;
        std::string conference;
        CheckProgress progress;
    };

    void begin(const std::string& session,
               const std::string& conference,
               const conference::Actor& actor,
               const RunChecks& act,
               const Book::Done& done);
    void next(const std::string& session);
    void finished(const std::string& session,
                  const std::string& site,
                  const conference::Actor& actor,
                  const Result<conference::Examination>& measured);
    [[nodiscard]] bool mustEncrypt(const SessionState& session, const std::string& site) const;

    Book& book_;
    std::map<std::string, Run> runs_;  ///< by session
    /// Known to answers that may come after us.
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace mcu::session
