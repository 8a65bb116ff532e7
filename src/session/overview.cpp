// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/overview.h"

#include "session/script.h"

namespace mcu::session {

namespace {

OverviewCue shown(const Plan& plan, const Cue& cue) {
    OverviewCue result{
        cue.number, cue.at, cue.title, cue.layout, cue.show, {}, cue.callable, cue.note};
    for (const auto& id : cue.show) {
        const auto* site = plan.site(id);
        result.siteNames.push_back(site == nullptr ? id : site->name);
    }
    return result;
}

}  // namespace

Overview overviewOf(const SessionState& session, WallTime now) {
    const auto& identity = session.plan.session;
    Overview overview;
    overview.session = session.id;
    overview.title = identity.title;
    overview.conference = session.conference.empty() ? identity.conference : session.conference;
    overview.adHoc = identity.kind == PlanKind::adHoc;
    overview.at = now;
    overview.start = identity.start;
    overview.started = session.started;
    overview.ended = session.ended;
    overview.steeredBy = session.steeredBy();
    overview.cues = session.plan.script.size();
    if (const auto* cue = session.cue()) {
        overview.now = shown(session.plan, *cue);
    }
    if (const auto next = cueAfter(session, {ScriptStep::Kind::next, 0})) {
        overview.next = shown(session.plan, **next);
    }
    overview.deadlines = deadlinesOf(session.plan, session.deadlineFacts(), now);
    overview.readiness = session.readiness.empty() ? "" : session.readiness.back().state;
    overview.faults = session.faults.size();
    return overview;
}

}  // namespace mcu::session
