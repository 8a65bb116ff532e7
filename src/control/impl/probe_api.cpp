// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/impl/probe_api.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "control/impl/status_codec.h"

namespace mcu::control {

namespace v1 = hnth::mcu::v1;

namespace {

constexpr std::size_t kLongestTarget = 256;
constexpr std::int64_t kDefaultTimeoutMs = 20000;
constexpr std::int64_t kLongestTimeoutMs = 120000;

Error noProbes() {
    return {ErrorCode::unavailable, "this server probes no rooms", "", "probe.not-configured"};
}

/// Nothing: it may be asked for.
std::optional<Error> wrongTarget(const std::string& target) {
    if (!target.empty() && target.size() <= kLongestTarget) {
        return std::nullopt;
    }
    return Error(ErrorCode::invalidArgument,
                 "no site was named",
                 "name a site, or give an address",
                 "site.empty");
}

void write(const Error& error, v1::ProbeReply& reply) {
    v1::CommandReply common;
    toProto(error, common);
    reply.set_ok(false);
    reply.set_message(common.message());
    reply.set_message_id(common.message_id());
    reply.set_error_code(common.error_code());
    reply.set_advice(common.advice());
}

v1::ProbedStream::Direction toProto(media::Direction direction) {
    switch (direction) {
        case media::Direction::sendOnly:
            return v1::ProbedStream::DIRECTION_SEND;
        case media::Direction::receiveOnly:
            return v1::ProbedStream::DIRECTION_RECEIVE;
        case media::Direction::sendReceive:
            return v1::ProbedStream::DIRECTION_BOTH;
        case media::Direction::inactive:
            break;
    }
    return v1::ProbedStream::DIRECTION_INACTIVE;
}

v1::ProbedAbility::Kind toProto(call::Ability::Kind kind) {
    using Kind = call::Ability::Kind;
    switch (kind) {
        case Kind::audio:
            return v1::ProbedAbility::KIND_AUDIO;
        case Kind::video:
            return v1::ProbedAbility::KIND_VIDEO;
        case Kind::data:
            return v1::ProbedAbility::KIND_DATA;
        case Kind::userInput:
            return v1::ProbedAbility::KIND_USER_INPUT;
        case Kind::control:
            break;
    }
    return v1::ProbedAbility::KIND_CONTROL;
}

void write(const conference::ProbeReport& from, v1::ProbeReport& to) {
    to.set_target(from.target);
    to.set_site(from.site.value);
    to.set_site_name(from.siteName);
    to.set_address(from.address);
    to.set_conference(from.conference.value);
    to.set_at_us(std::chrono::floor<std::chrono::microseconds>(from.at.time_since_epoch()).count());
    to.set_actor(from.actor);
    to.set_connected(from.connected);
    to.set_cause(from.cause);
    to.set_connect_seconds(from.connectSeconds);
    to.set_protocol(from.protocol);
    to.set_product(from.peer.product);
    to.set_vendor(from.peer.vendor);
    to.mutable_quirks()->Assign(from.peer.quirks.begin(), from.peer.quirks.end());
    for (const auto& ability : from.peer.abilities) {
        auto& written = *to.add_abilities();
        written.set_kind(toProto(ability.kind));
        written.set_name(ability.name);
        written.set_detail(ability.detail);
        written.mutable_encryption()->Assign(ability.encryption.begin(), ability.encryption.end());
    }
    for (const auto& stream : from.streams) {
        auto& written = *to.add_streams();
        written.set_kind(stream.kind == media::Kind::audio ? v1::ProbedStream::KIND_AUDIO
                                                           : v1::ProbedStream::KIND_VIDEO);
        written.set_codec(stream.codec);
        written.set_detail(stream.detail);
        written.set_direction(toProto(stream.direction));
        written.set_max_kbps(stream.maxKbps);
        written.set_encryption(stream.encryption);
        written.set_keys(stream.keys);
        written.set_arrived(stream.arrived);
    }
}

void write(const Result<conference::ProbeReport>& result, v1::ProbeReply& reply) {
    if (!result) {
        write(result.error(), reply);
        return;
    }
    reply.set_ok(true);
    write(*result, *reply.mutable_report());
}

}  // namespace

void ProbeApi::close() {
    calls_->failAll(stopping());
}

grpc::ServerUnaryReactor* ProbeApi::ProbeSite(grpc::CallbackServerContext* context,
                                              const v1::ProbeRequest* request,
                                              v1::ProbeReply* reply) {
    const auto guest = door_.enter(*context, "probe");
    if (!guest) {
        return refuse(context, guest.error());
    }
    auto* reactor = context->DefaultReactor();
    auto actor = door_.actorOf(*guest, request->actor());
    const auto wrong = wrongTarget(request->target());
    if (!actor || wrong || service_ == nullptr) {
        write(!actor ? actor.error() : service_ == nullptr ? noProbes() : *wrong, *reply);
        reactor->Finish(grpc::Status::OK);
        return reactor;
    }
    conference::Probe command;
    command.target = request->target();
    const auto given = request->call_timeout_ms();
    command.callTimeout = std::chrono::milliseconds(
        given <= 0 ? kDefaultTimeoutMs : std::min(given, kLongestTimeoutMs));
    auto call = calls_->open(reactor);
    (void)control_.post([this, reply, command, guest, actor = *actor, call = std::move(call)] {
        if (call->finished()) {
            return;
        }
        const auto need = access::needOfProbe(command.target);
        if (const auto allowed = door_.mayDo(*guest, actor, "probe", need); !allowed) {
            call->answer([&] { write(allowed.error(), *reply); });
            return;
        }
        service_->probe(
            actor, command, [call, reply](const Result<conference::ProbeReport>& report) {
                call->answer([&] { write(report, *reply); });
            });
    });
    return reactor;
}

grpc::ServerUnaryReactor* ProbeApi::LastProbe(grpc::CallbackServerContext* context,
                                              const v1::LastProbeRequest* request,
                                              v1::ProbeReply* reply) {
    if (const auto guest = door_.enter(*context, access::Query::lastProbe, "last_probe"); !guest) {
        return refuse(context, guest.error());
    }
    auto* reactor = context->DefaultReactor();
    const auto wrong = wrongTarget(request->target());
    if (wrong || service_ == nullptr) {
        write(service_ == nullptr ? noProbes() : *wrong, *reply);
        reactor->Finish(grpc::Status::OK);
        return reactor;
    }
    auto call = calls_->open(reactor);
    (void)control_.post([this, reply, target = request->target(), call = std::move(call)] {
        call->answer([&] { write(service_->lastProbe(target), *reply); });
    });
    return reactor;
}

}  // namespace mcu::control
