// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/impl/incident_api.h"

#include <chrono>
#include <utility>

#include "control/impl/status_codec.h"

namespace mcu::control {

namespace v1 = hnth::mcu::v1;

namespace {

Error notConfigured() {
    return {ErrorCode::unavailable,
            "this server keeps no incidents",
            "use a server of the same version as mcuctl",
            "incident.not-configured"};
}

template <typename Reply>
void writeError(const Error& error, Reply& reply) {
    v1::CommandReply common;
    toProto(error, common);
    reply.set_ok(false);
    reply.set_message(common.message());
    reply.set_message_id(common.message_id());
    reply.set_error_code(common.error_code());
    reply.set_advice(common.advice());
}

std::int64_t microsecondsOf(WallTime time) {
    return std::chrono::floor<std::chrono::microseconds>(time.time_since_epoch()).count();
}

void write(const incident::Incident& from, const std::string& name, v1::IncidentView& to) {
    to.set_id(name);
    to.set_origin(from.id.origin.value);
    to.set_number(from.id.number);
    to.set_version(from.version);
    to.set_kind(from.kind);
    to.set_severity(from.severity);
    to.set_conference(from.conference.value);
    to.set_site(from.site.value);
    to.set_site_name(from.siteName);
    to.set_owner(from.owner);
    to.set_contact(from.contact);
    to.set_phone(from.phone);
    to.set_on_air(from.onAir);
    to.set_opened_at_us(microsecondsOf(from.opened));
    to.set_closed_at_us(from.closed ? microsecondsOf(*from.closed) : 0);
    to.set_cause(from.cause);
    to.set_healed(from.healed);
    to.set_redials(from.redials);
    for (const auto& entry : from.entries) {
        auto& written = *to.add_entries();
        written.set_mcu(entry.from.value);
        written.set_number(entry.number);
        written.set_at_us(microsecondsOf(entry.at));
        written.set_kind(entry.kind);
        written.set_actor(entry.actor);
        written.set_organisation(entry.organisation);
        written.set_text(entry.text);
    }
}

void write(const incident::SiteQuality& from, v1::SiteQuality& to) {
    to.set_conference(from.conference.value);
    to.set_site(from.site.value);
    to.set_name(from.name);
    to.set_state(toProto(from.state));
    to.set_since_seconds(from.sinceSeconds);
    to.set_loss_percent(from.figures.lossPercent.value_or(-1));
    to.set_jitter_ms(from.figures.jitterMs.value_or(-1));
    to.set_round_trip_ms(from.figures.roundTripMs.value_or(-1));
    to.set_freeze_seconds(from.figures.freezeSeconds.value_or(-1));
    to.set_received_kbps(from.figures.receivedKbps);
    to.set_sent_kbps(from.figures.sentKbps);
    to.set_encrypted(from.encrypted);
    to.set_suite(from.suite);
    to.set_owner(from.owner);
    if (from.known && from.state == conference::SiteState::connected) {
        to.set_grade(std::string(incident::nameOf(from.verdict.grade)));
        to.set_reason(from.verdict.what);
    }
}

}  // namespace

void IncidentApi::close() {
    calls_->failAll(stopping());
}

Status IncidentApi::mayAct(const Guest& guest,
                           const conference::Actor& actor,
                           const incident::Act& act) const {
    const auto found =
        service_->find(std::visit([](const auto& each) { return each.incident; }, act));
    if (!found) {
        return found.error();
    }
    const std::string name =
        std::holds_alternative<incident::AddNote>(act) ? "incident note" : "incident close";
    return door_.mayDo(guest, actor, name, access::needOf(act, found->owner));
}

grpc::ServerUnaryReactor* IncidentApi::ListIncidents(grpc::CallbackServerContext* context,
                                                     const v1::IncidentQuery* request,
                                                     v1::IncidentList* reply) {
    if (const auto guest = door_.enter(*context, access::Query::incidents, "incidents"); !guest) {
        return refuse(context, guest.error());
    }
    auto* reactor = context->DefaultReactor();
    auto call = calls_->open(reactor);
    (void)control_.post([this, reply, query = *request, call = std::move(call)] {
        if (call->finished()) {
            return;
        }
        call->answer([&] {
            if (service_ == nullptr) {
                writeError(notConfigured(), *reply);
                return;
            }
            std::vector<incident::Incident> found;
            if (query.incident().empty()) {
                found = service_->list({query.open_only(),
                                        query.owner(),
                                        query.site(),
                                        static_cast<std::size_t>(std::max(0, query.at_most()))});
            } else if (auto one = service_->find(query.incident())) {
                found.push_back(std::move(*one));
            } else {
                writeError(one.error(), *reply);
                return;
            }
            reply->set_ok(true);
            for (const auto& each : found) {
                write(each, service_->nameOf(each.id), *reply->add_incidents());
            }
        });
    });
    return reactor;
}

grpc::ServerUnaryReactor* IncidentApi::ActOnIncident(grpc::CallbackServerContext* context,
                                                     const v1::IncidentRequest* request,
                                                     v1::IncidentReply* reply) {
    const auto guest = door_.enter(*context, "incident");
    if (!guest) {
        return refuse(context, guest.error());
    }
    auto* reactor = context->DefaultReactor();
    auto actor = door_.actorOf(*guest, request->actor());
    std::optional<incident::Act> act;
    if (request->has_note()) {
        act = incident::AddNote{request->incident(), request->note().text()};
    } else if (request->has_close()) {
        act = incident::Close{request->incident(), request->close().text()};
    }
    if (!actor || !act || service_ == nullptr) {
        writeError(!actor                ? actor.error()
                   : service_ == nullptr ? notConfigured()
                                         : Error(ErrorCode::invalidArgument,
                                                 "the request carries no act",
                                                 "",
                                                 "request.no-command"),
                   *reply);
        reactor->Finish(grpc::Status::OK);
        return reactor;
    }
    auto call = calls_->open(reactor);
    (void)control_.post(
        [this, reply, guest, act = std::move(*act), actor = *actor, call = std::move(call)] {
            if (call->finished()) {
                return;
            }
            if (const auto allowed = mayAct(*guest, actor, act); !allowed) {
                call->answer([&] { writeError(allowed.error(), *reply); });
                return;
            }
            service_->execute(
                actor, act, [this, call, reply](const Result<incident::Outcome>& done) {
                    call->answer([&] {
                        if (done) {
                            reply->set_ok(true);
                            reply->set_message(done->message);
                            reply->set_incident(service_->nameOf(done->incident));
                        } else {
                            writeError(done.error(), *reply);
                        }
                    });
                });
        });
    return reactor;
}

grpc::ServerUnaryReactor* IncidentApi::ListQuality(grpc::CallbackServerContext* context,
                                                   const v1::QualityQuery* /*request*/,
                                                   v1::QualityList* reply) {
    if (const auto guest = door_.enter(*context, access::Query::quality, "quality"); !guest) {
        return refuse(context, guest.error());
    }
    auto* reactor = context->DefaultReactor();
    auto call = calls_->open(reactor);
    (void)control_.post([this, reply, call = std::move(call)] {
        if (call->finished()) {
            return;
        }
        if (service_ == nullptr) {
            call->answer([&] { reply->set_message(notConfigured().message); });
            return;
        }
        service_->quality([this, reply, call](const std::vector<incident::SiteQuality>& sites) {
            call->answer([&] {
                reply->set_ok(true);
                reply->set_profile(service_->profile().name);
                for (const auto& each : sites) {
                    write(each, *reply->add_sites());
                }
            });
        });
    });
    return reactor;
}

}  // namespace mcu::control
