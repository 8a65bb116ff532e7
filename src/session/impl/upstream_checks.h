// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "session/act.h"
#include "session/impl/book.h"
#include "session/interop.h"

namespace mcu::session {

/// MCUs of the plan that have no control channel with us: above us, or steered by telephone.
[[nodiscard]] std::vector<PlanMcu> foreignMcus(const Plan& plan);

/// What a foreign MCU is probed by: its site where the site list has one, else its address; empty:
/// neither is known.
[[nodiscard]] std::string probeTarget(const PlanMcu& mcu,
                                      const std::vector<conference::SiteRecord>& sites);

/// Checks of foreign MCUs (ORG-02), one after another. What was found is a record, on disk before
/// the check is answered. Owned by SessionService. Thread: control.
class UpstreamChecks {
public:
    explicit UpstreamChecks(Book& book) : book_(book) {}

    /// `done` runs when all are checked.
    void start(const conference::Actor& actor, const CheckUpstream& act, Book::Done done);

private:
    struct Run {
        std::string session;
        std::string conference;  ///< of a call; empty: none is made
        conference::Actor actor;
        std::vector<PlanMcu> left;  ///< the next one is the last
        std::vector<Interop> results;
        Book::Done done;
    };

    using RunPtr = std::shared_ptr<Run>;

    void begin(const RunPtr& run, bool call);
    void next(const RunPtr& run);
    void probed(const RunPtr& run, const Result<conference::ProbeReport>& report);
    void call(const RunPtr& run, const std::string& site, Interop interop);
    /// The next one, after the task at hand.
    void goOn(const RunPtr& run, Interop interop);
    void finish(Run& run);

    Book& book_;
    /// Known to answers that may come after us.
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace mcu::session
