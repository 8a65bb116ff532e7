// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>

#include "control/impl/status_codec.h"

namespace mcu::control {

namespace v1 = hnth::mcu::v1;

namespace {

using control::toProto;

std::int64_t microsecondsOf(WallTime at) {
    return std::chrono::duration_cast<std::chrono::microseconds>(at.time_since_epoch()).count();
}

const char* wordOf(cascade::LinkState state) {
    switch (state) {
        case cascade::LinkState::down:
            return "down";
        case cascade::LinkState::connecting:
            return "connecting";
        case cascade::LinkState::refused:
            return "refused";
        case cascade::LinkState::up:
            return "up";
        case cascade::LinkState::degraded:
            return "degraded";
        case cascade::LinkState::controlLost:
            return "control-lost";
    }
    return "down";
}

void toProto(const conference::TrunkStatus& from, v1::TrunkStatus& to) {
    to.set_id(from.id.value);
    to.set_number(from.number);
    to.set_state(toProto(from.state));
    to.set_cause(from.cause);
    to.set_since_seconds(from.sinceSeconds);
    to.set_carries(from.carries.value);
    to.set_arrives(from.arrives);
    to.set_encrypted(from.encrypted);
    to.set_suite(from.suite);
    to.set_video_codec(from.videoCodec);
    to.set_audio_codec(from.audioCodec);
    to.set_max_kbps(from.maxKbps);
    to.set_peer_max_kbps(from.peerMaxKbps);
    to.set_kbps_up(from.kbpsUp);
    to.set_kbps_down(from.kbpsDown);
    to.set_loss_percent(from.lossPercent);
    to.set_round_trip_ms(from.roundTripMs);
}

void toProto(const cascade::LinkStatus& from, v1::LinkStatus& to) {
    to.set_mcu(from.mcu.value);
    to.set_name(from.name);
    to.set_to_master(from.toMaster);
    to.set_conference(from.conference.value);
    to.set_state(wordOf(from.state));
    to.set_cause(from.cause);
    to.set_since_seconds(from.sinceSeconds);
    to.set_address(from.address);
    to.set_program(from.program);
    to.set_differences(from.differences);
    to.set_round_trip_ms(from.roundTripMs);
    to.set_clock_offset_ms(from.clockOffsetMs);
    to.set_depth(from.depth);
    to.set_policy(toProto(from.policy));
    to.set_held(from.held);
    to.set_hold_reason(from.holdReason);
    to.set_roster_version(from.rosterVersion);
    to.set_sites(from.sites);
    to.set_sites_ready(from.sitesReady);
    to.set_certificate_id(from.certificateId);
    to.set_certificate_days(from.certificateDays);
    for (const auto& trunk : from.trunks) {
        toProto(trunk, *to.add_trunks());
    }
}

void toProto(const cascade::OrderStatus& from, v1::OrderStatus& to) {
    to.set_id(from.id);
    to.set_mcu(from.mcu.value);
    to.set_site(from.site.value);
    to.set_site_name(from.siteName);
    to.set_trunk(from.trunk);
    to.set_use(from.use);
    to.set_state(from.state);
    to.set_reason(from.reason);
    to.set_age_seconds(from.ageSeconds);
    to.set_escalated(from.escalated);
}

void toProto(const cascade::Message& from, v1::TalkbackMessage& to) {
    to.set_id(from.id);
    to.set_from(from.from.value);
    to.set_to(from.to.value);
    to.set_author(from.author);
    to.set_text(from.text);
    to.set_cue(from.cue);
    to.set_at_us(microsecondsOf(from.at));
    to.set_acknowledged_by(from.acknowledgedBy);
}

void toProto(const conference::RequestState& from, v1::MasterRequest& to) {
    to.set_number(from.number);
    to.set_site(from.site.value);
    to.set_site_name(from.siteName);
    to.set_state(from.state);
    to.set_asked_at_us(microsecondsOf(from.askedAt));
    // Told in our own time; what is left of the clocks' difference must not run backwards.
    const std::chrono::duration<double> age = std::chrono::system_clock::now() - from.askedAt;
    to.set_age_seconds(std::max(0.0, age.count()));
}

void toProto(const cascade::CueNews& from, v1::MasterCue& to) {
    to.set_number(from.number);
    to.set_title(from.title);
    for (const auto& site : from.sites) {
        to.add_sites(site.value);
    }
}

void toProto(const cascade::SessionNews& from, v1::MasterSession& to) {
    to.set_session(from.session);
    to.set_title(from.title);
    to.set_state(from.state);
    to.set_start_at_us(microsecondsOf(from.start));
    to.set_cues(from.cues);
    if (from.now) {
        toProto(*from.now, *to.mutable_now());
        to.set_now_since_us(microsecondsOf(from.nowSince));
        to.set_now_by(from.nowBy);
    }
    if (from.next) {
        toProto(*from.next, *to.mutable_next());
    }
}

}  // namespace

v1::Policy toProto(cascade::Policy policy) {
    switch (policy) {
        case cascade::Policy::automatic:
            return v1::POLICY_AUTO;
        case cascade::Policy::confirm:
            return v1::POLICY_CONFIRM;
        case cascade::Policy::manual:
            return v1::POLICY_MANUAL;
    }
    return v1::POLICY_UNSPECIFIED;
}

void toProto(const conference::RequestStatus& from, v1::Request& to) {
    to.set_number(from.number);
    to.set_conference(from.conference.value);
    to.set_site(from.site.value);
    to.set_site_name(from.siteName);
    to.set_owner(from.owner.value);
    to.set_actor(from.actor);
    to.set_asked_at_us(microsecondsOf(from.askedAt));
    to.set_taken_seconds(from.takenSeconds);
    to.set_picture_seconds(from.pictureSeconds);
    to.set_sound_up_seconds(from.soundUpSeconds);
    to.set_sound_down_seconds(from.soundDownSeconds);
    to.set_two_way_seconds(from.twoWaySeconds);
    to.set_state(from.state);
    to.set_reason(from.reason);
    to.set_implicit(from.implicit);
    to.set_age_seconds(from.ageSeconds);
    to.set_late(from.late);
    to.set_confirmed_by_hand(from.confirmedByHand);
}

void toProto(const cascade::Outcome& from, v1::CommandReply& to) {
    to.set_ok(true);
    to.set_message(from.message);
}

void toProto(const cascade::CascadeStatus& from, v1::CascadeStatus& to) {
    to.set_mcu(from.mcu.value);
    to.set_role(from.role);
    to.set_policy(toProto(from.policy));
    to.set_held(from.held);
    to.set_hold_reason(from.holdReason);
    to.set_max_depth(from.maxDepth);
    for (const auto& link : from.links) {
        toProto(link, *to.add_links());
    }
    for (const auto& order : from.orders) {
        toProto(order, *to.add_orders());
    }
    for (const auto& message : from.messages) {
        toProto(message, *to.add_messages());
    }
    to.set_master_layout(from.programme.layout);
    for (const auto& pane : from.programme.panes) {
        to.add_master_panes(pane.value);
    }
    to.set_master_next(from.programme.next.value);
    for (const auto& request : from.requests) {
        toProto(request, *to.add_requests());
    }
    for (const auto& session : from.sessions) {
        toProto(session, *to.add_sessions());
    }
}

}  // namespace mcu::control
