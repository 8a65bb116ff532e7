// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/impl/session_api.h"

#include <utility>

#include "control/impl/session_codec.h"

namespace mcu::control {

namespace v1 = hnth::mcu::v1;

namespace {

constexpr const char* kOfHost = "sec-report";

Error notConfigured() {
    return {ErrorCode::unavailable,
            "this server keeps no sessions",
            "use a server of the same version as mcuctl",
            "session.not-configured"};
}

template <typename Reply>
grpc::ServerUnaryReactor* refuse(grpc::CallbackServerContext* context,
                                 const Error& why,
                                 Reply* reply) {
    toProto(why, *reply);
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
}

}  // namespace

void SessionApi::close() {
    calls_->failAll(stopping());
}

grpc::ServerUnaryReactor* SessionApi::Act(grpc::CallbackServerContext* context,
                                          const v1::SessionRequest* request,
                                          v1::SessionReply* reply) {
    const std::string name = nameOfAct(*request);
    const auto guest = door_.enter(*context, name);
    if (!guest) {
        return refuse(context, guest.error());
    }
    auto actor = door_.actorOf(*guest, request->actor());
    auto act = fromProto(*request);
    if (!actor || !act || service_ == nullptr) {
        return refuse(context,
                      !actor ? actor.error()
                      : !act ? act.error()
                             : notConfigured(),
                      reply);
    }
    if (auto* ready = std::get_if<session::CheckReadiness>(&*act)) {
        ready->host = host_();
    }
    auto* reactor = context->DefaultReactor();
    auto call = calls_->open(reactor);
    (void)control_.post([=, this, act = std::move(*act), actor = *actor, call = std::move(call)] {
        if (call->finished()) {
            return;
        }
        if (const auto allowed = door_.mayDo(*guest, actor, name, access::needOf(act)); !allowed) {
            call->answer([&] { toProto(allowed.error(), *reply); });
            return;
        }
        service_->execute(actor, act, [call, reply, name](const Result<session::Outcome>& done) {
            call->answer([&] {
                if (done) {
                    toProto(*done, *reply);
                    reply->set_message_id("outcome." + name);
                } else {
                    toProto(done.error(), *reply);
                }
            });
        });
    });
    return reactor;
}

grpc::ServerUnaryReactor* SessionApi::Read(grpc::CallbackServerContext* context,
                                           const v1::DocumentRequest* request,
                                           v1::DocumentReply* reply) {
    const auto query =
        request->document() == kOfHost ? access::Query::ports : access::Query::document;
    const auto guest = door_.enter(*context, query, "document " + request->document());
    if (!guest) {
        return refuse(context, guest.error());
    }
    auto actor = door_.actorOf(*guest, request->actor());
    if (!actor || service_ == nullptr) {
        return refuse(context, !actor ? actor.error() : notConfigured(), reply);
    }
    auto wanted = fromProto(*request);
    if (wanted.document == kOfHost) {
        wanted.host = host_();
    }
    auto* reactor = context->DefaultReactor();
    auto call = calls_->open(reactor);
    (void)control_.post([this, reply, query = std::move(wanted), call = std::move(call)] {
        if (call->finished()) {
            return;
        }
        call->answer([&] {
            auto text = service_->read(query);
            if (text) {
                reply->set_ok(true);
                reply->set_text(std::move(*text));
            } else {
                toProto(text.error(), *reply);
            }
        });
    });
    return reactor;
}

grpc::ServerUnaryReactor* SessionApi::GetOverview(grpc::CallbackServerContext* context,
                                                  const v1::OverviewRequest* request,
                                                  v1::OverviewReply* reply) {
    if (const auto guest = door_.enter(*context, access::Query::overview, "overview"); !guest) {
        return refuse(context, guest.error());
    }
    if (service_ == nullptr) {
        return refuse(context, notConfigured(), reply);
    }
    auto* reactor = context->DefaultReactor();
    auto call = calls_->open(reactor);
    (void)control_.post([this, reply, session = request->session(), call = std::move(call)] {
        if (call->finished()) {
            return;
        }
        call->answer([&] {
            if (const auto overview = service_->overview(session)) {
                toProto(*overview, *reply);
            } else {
                toProto(overview.error(), *reply);
            }
        });
    });
    return reactor;
}

}  // namespace mcu::control
