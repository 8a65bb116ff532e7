// SPDX-License-Identifier: GPL-3.0-or-later
#include <chrono>

#include "control/impl/session_codec.h"
#include "control/impl/status_codec.h"

namespace mcu::control {

namespace v1 = hnth::mcu::v1;

namespace {

/// 0: no such instant.
std::int64_t microsecondsOf(const std::optional<WallTime>& time) {
    return time ? std::chrono::floor<std::chrono::microseconds>(time->time_since_epoch()).count()
                : 0;
}

void write(const session::OverviewCue& cue, v1::CueView& to) {
    to.set_number(cue.number);
    to.set_at(cue.at);
    to.set_title(cue.title);
    to.set_layout(cue.layout);
    to.mutable_sites()->Assign(cue.sites.begin(), cue.sites.end());
    to.mutable_site_names()->Assign(cue.siteNames.begin(), cue.siteNames.end());
    to.set_callable(cue.callable);
    to.set_note(cue.note);
}

void write(const session::Deadline& deadline, v1::DeadlineView& to) {
    to.set_id(session::codeOf(deadline.id));
    to.set_state(std::string(session::nameOf(deadline.state)));
    to.set_limit_at_us(microsecondsOf(deadline.limit));
    to.set_actual_at_us(microsecondsOf(deadline.actual));
    to.set_detail(deadline.detail);
}

}  // namespace

void toProto(const session::Overview& overview, v1::OverviewReply& reply) {
    reply.set_ok(true);
    auto& to = *reply.mutable_overview();
    to.set_session(overview.session);
    to.set_title(overview.title);
    to.set_conference(overview.conference);
    to.set_ad_hoc(overview.adHoc);
    to.set_at_us(microsecondsOf(overview.at));
    to.set_start_at_us(microsecondsOf(overview.start));
    to.set_started_at_us(microsecondsOf(overview.started));
    to.set_ended_at_us(microsecondsOf(overview.ended));
    to.set_steered_by(overview.steeredBy);
    to.set_cues(static_cast<int>(overview.cues));
    if (overview.now) {
        write(*overview.now, *to.mutable_now());
    }
    if (overview.next) {
        write(*overview.next, *to.mutable_next());
    }
    for (const auto& deadline : overview.deadlines) {
        write(deadline, *to.add_deadlines());
    }
    to.set_readiness(overview.readiness);
    to.set_faults(static_cast<int>(overview.faults));
}

}  // namespace mcu::control
