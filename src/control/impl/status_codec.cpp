// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/impl/status_codec.h"

#include <chrono>

namespace mcu::control {

namespace v1 = hnth::mcu::v1;
using namespace mcu::conference;

namespace {

using control::toProto;

v1::ErrorCode toProto(ErrorCode code) {
    switch (code) {
        case ErrorCode::invalidArgument:
            return v1::ERROR_CODE_INVALID_ARGUMENT;
        case ErrorCode::notFound:
            return v1::ERROR_CODE_NOT_FOUND;
        case ErrorCode::ambiguous:
            return v1::ERROR_CODE_AMBIGUOUS;
        case ErrorCode::alreadyExists:
            return v1::ERROR_CODE_ALREADY_EXISTS;
        case ErrorCode::refused:
            return v1::ERROR_CODE_REFUSED;
        case ErrorCode::notAllowed:
            return v1::ERROR_CODE_NOT_ALLOWED;
        case ErrorCode::unavailable:
            return v1::ERROR_CODE_UNAVAILABLE;
        case ErrorCode::timeout:
            return v1::ERROR_CODE_TIMEOUT;
        case ErrorCode::protocol:
            return v1::ERROR_CODE_PROTOCOL;
        case ErrorCode::internal:
            return v1::ERROR_CODE_INTERNAL;
    }
    return v1::ERROR_CODE_INTERNAL;
}

void toProto(const media::DirectionStats& from, v1::DirectionStats& to) {
    to.set_packets(from.packets);
    to.set_bytes(from.bytes);
    to.set_lost(from.lost);
    to.set_loss_percent(from.lossPercent);
    to.set_jitter_ms(from.jitterMs);
    to.set_kbps(from.kbps);
}

void toProto(const media::StreamStats& from, v1::StreamStats& to) {
    to.set_kind(from.kind == media::Kind::audio ? v1::StreamStats::KIND_AUDIO
                                                : v1::StreamStats::KIND_VIDEO);
    toProto(from.received, *to.mutable_received());
    toProto(from.sent, *to.mutable_sent());
    to.set_round_trip_ms(from.roundTripMs);
    to.set_silence_ms(from.silenceMs);
    to.set_secured(from.secured);
    to.set_suite(from.suite);
    to.set_keyframes_asked(from.keyframesAsked);
    to.set_keyframes_wanted(from.keyframesWanted);
    to.set_bad_header(from.badHeader);
    to.set_bad_source(from.badSource);
    to.set_bad_payload_type(from.badPayloadType);
    to.set_bad_auth(from.badAuth);
    to.set_replayed(from.replayed);
    to.set_clear_refused(from.clearRefused);
    to.set_wrong_codec(from.wrongCodec);
}

void toProto(const SiteStatus& from, v1::SiteStatus& to) {
    to.set_id(from.id.value);
    to.set_name(from.name);
    to.set_level(from.level);
    to.set_state(toProto(from.state));
    to.set_cause(from.cause);
    to.set_since_seconds(from.sinceSeconds);
    to.set_redials(from.redials);
    to.set_chair(from.chair);
    to.set_microphone_on(from.microphoneOn);
    to.set_speaker_on(from.speakerOn);
    to.set_camera_on(from.cameraOn);
    to.set_on_air(from.onAir);
    to.set_precued(from.precued);
    to.set_warm(from.warm);
    to.set_speaking(from.speaking);
    to.set_level_dbfs(from.levelDbfs);
    to.set_volume_db(from.volumeDb);
    to.set_protocol(from.protocol);
    to.set_audio_codec(from.audioCodec);
    to.set_video_codec(from.videoCodec);
    to.set_watches(from.watches);
    to.set_held(from.held);
    to.set_encrypted(from.encrypted);
    to.set_product(from.product);
    to.set_remote_address(from.remoteAddress);
    to.set_registered(from.registered);
    for (const auto& stream : from.streams) {
        toProto(stream, *to.add_streams());
    }
    to.set_audio_buffer_ms(from.audioBufferMs);
    to.set_owner(from.owner.value);
    to.set_carried_by(from.carriedBy.value);
    to.set_trunk(from.trunk);
    to.set_stale(from.stale);
    to.set_manual(from.manual);
    to.set_relay(from.relay);
}

void toProto(const ViewStatus& from, v1::ViewStatus& to) {
    to.set_name(from.name);
    to.set_layout(from.layout);
    for (const auto& pane : from.panes) {
        auto& added = *to.add_panes();
        added.set_site(pane.site.value);
        added.set_caption(pane.caption);
    }
    to.set_encoders(from.encoders);
    to.mutable_classes()->Assign(from.classes.begin(), from.classes.end());
    to.set_frames_composed(from.framesComposed);
    to.set_frames_late(from.framesLate);
    to.set_worst_late_ms(from.worstLateMs);
    to.set_reason(from.reason);
    to.set_banner(from.banner.text);
    to.set_banner_rolling(from.banner.rolling);
}

void toProto(const ConferenceStatus& from, v1::ConferenceStatus& to) {
    to.set_id(from.id.value);
    to.set_title(from.title);
    to.set_locked(from.locked);
    to.set_open(from.open);
    to.set_voice_switching(from.voiceSwitching);
    to.set_encryption(toProto(from.encryption));
    to.set_since_seconds(from.sinceSeconds);
    to.set_chair(from.chair.value);
    to.set_broadcast(from.broadcast.value);
    for (const auto& site : from.sites) {
        toProto(site, *to.add_sites());
    }
    for (const auto& view : from.views) {
        toProto(view, *to.add_views());
    }
}

void toProto(const call::RegisteredRoom& from, v1::RegisteredRoom& to) {
    to.mutable_names()->Assign(from.names.begin(), from.names.end());
    to.set_site(from.site.value);
    to.set_site_name(from.siteName);
    to.set_address(from.address);
    to.set_product(from.product);
    to.set_kind(from.kind);
    to.set_since_seconds(from.sinceSeconds);
    to.set_left_seconds(from.leftSeconds);
    to.set_authenticated(from.authenticated);
}

void toProto(const media::TransportTotals& from, v1::TransportTotals& to) {
    to.set_packets_received(from.packetsReceived);
    to.set_packets_sent(from.packetsSent);
    to.set_packets_dropped(from.packetsDropped);
    to.set_send_failures(from.sendFailures);
    to.set_receive_overruns(from.receiveOverruns);
    to.set_sessions(from.sessions);
    to.set_threads(from.threads);
}

}  // namespace

v1::SiteState toProto(SiteState state) {
    switch (state) {
        case SiteState::absent:
            return v1::SITE_STATE_ABSENT;
        case SiteState::dialling:
            return v1::SITE_STATE_DIALLING;
        case SiteState::ringing:
            return v1::SITE_STATE_RINGING;
        case SiteState::connecting:
            return v1::SITE_STATE_CONNECTING;
        case SiteState::connected:
            return v1::SITE_STATE_CONNECTED;
        case SiteState::lost:
            return v1::SITE_STATE_LOST;
        case SiteState::waiting:
            return v1::SITE_STATE_WAITING;
        case SiteState::failed:
            return v1::SITE_STATE_FAILED;
    }
    return v1::SITE_STATE_ABSENT;
}

v1::Encryption toProto(media::Encryption encryption) {
    switch (encryption) {
        case media::Encryption::disabled:
            return v1::ENCRYPTION_DISABLED;
        case media::Encryption::preferred:
            return v1::ENCRYPTION_PREFERRED;
        case media::Encryption::required:
            return v1::ENCRYPTION_REQUIRED;
    }
    return v1::ENCRYPTION_UNSPECIFIED;
}

void toProto(const ServerStatus& from, v1::ServerStatus& to) {
    to.set_id(from.id);
    to.set_version(from.version);
    to.set_uptime_seconds(from.uptimeSeconds);
    for (const auto& conference : from.conferences) {
        toProto(conference, *to.add_conferences());
    }
    toProto(from.transport, *to.mutable_transport());
    to.set_decoders(from.decoders);
    to.set_encoders(from.encoders);
    to.set_threads(from.threads);
    to.set_resident_mib(from.residentMiB);
    to.set_cpu_seconds(from.cpuSeconds);
    to.mutable_listeners()->Assign(from.listeners.begin(), from.listeners.end());
    to.mutable_warnings()->Assign(from.warnings.begin(), from.warnings.end());
    to.mutable_counters()->insert(from.counters.begin(), from.counters.end());
    auto& machine = *to.mutable_machine();
    machine.set_cores(from.machine.cores);
    machine.set_cpu_percent(from.machine.cpuPercent);
    machine.set_memory_mib(from.machine.memoryMiB);
    machine.set_memory_free_mib(from.machine.memoryFreeMiB);
    machine.set_disk_mib(from.machine.diskMiB);
    machine.set_disk_free_mib(from.machine.diskFreeMiB);
    machine.set_media_ports(from.machine.mediaPorts);
    machine.set_media_ports_used(from.machine.mediaPortsUsed);
}

void toProto(const call::GatekeeperStatus& from, v1::GatekeeperStatus& to) {
    to.set_client(from.client);
    to.set_state(from.state);
    to.set_address(from.address);
    to.set_id(from.id);
    to.set_cause(from.cause);
    to.set_since_seconds(from.sinceSeconds);
    to.set_calls(from.calls);
    to.set_built_in(from.builtIn);
    to.set_own_id(from.ownId);
    to.set_own_address(from.ownAddress);
    to.set_own_calls(from.ownCalls);
    for (const auto& room : from.rooms) {
        toProto(room, *to.add_rooms());
    }
}

void toProto(const Event& from, v1::Event& to) {
    using std::chrono::duration_cast;
    to.set_number(from.number);
    to.set_at_us(duration_cast<std::chrono::microseconds>(from.at.time_since_epoch()).count());
    to.set_kind(from.kind);
    to.set_severity(from.severity);
    to.set_conference(from.conference.value);
    to.set_site(from.site.value);
    to.set_actor(from.actor);
    to.set_text(from.text);
    to.mutable_fields()->insert(from.fields.begin(), from.fields.end());
}

void toProto(const SiteRecord& from, v1::SiteRecord& to) {
    to.set_id(from.id.value);
    to.set_name(from.name);
    to.set_short_name(from.shortName);
    to.mutable_aliases()->Assign(from.aliases.begin(), from.aliases.end());
    to.set_level(from.level);
    to.set_uri(from.uri);
    to.set_backup_uri(from.backupUri);
    to.set_user(from.user);
    to.set_home(from.home.value);
    if (from.hasEncryption) {
        to.set_encryption(toProto(from.encryption));
    }
    to.set_prefer_dtls(from.preferDtls);
    to.set_ice(from.ice);
    to.set_max_kbps(from.maxKbps);
    to.set_relay(from.relay);
    to.set_manual_mcu(from.manualMcu);
    to.set_phone(from.phone);
    to.set_via(from.via.value);
}

void toProto(const Outcome& from, v1::CommandReply& to) {
    to.set_ok(true);
    to.set_message(from.message);
    for (const auto& site : from.sites) {
        to.add_sites(site.value);
    }
    to.set_png(from.png.data(), from.png.size());
    to.set_took_ms(from.tookMs);
}

void toProto(const Error& from, v1::CommandReply& to) {
    to.set_ok(false);
    to.set_message(from.message);
    to.set_message_id(from.id);
    to.set_error_code(toProto(from.code));
    to.set_advice(from.advice);
}

}  // namespace mcu::control
