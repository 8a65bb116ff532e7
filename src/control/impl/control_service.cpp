// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/impl/control_service.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "control/impl/command_codec.h"
#include "control/impl/status_codec.h"

namespace mcu::control {

namespace v1 = hnth::mcu::v1;

namespace {

constexpr std::size_t kLongestActorName = 64;

/// Who gives the command: the given name, and where gRPC says it comes from.
Result<conference::Actor> actorOf(const v1::Actor& given, const std::string& peer) {
    const std::string& name = given.name();
    const bool printable = std::none_of(
        name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (name.empty() || name.size() > kLongestActorName || !printable) {
        return Error(ErrorCode::invalidArgument,
                     "the command does not say who gives it",
                     "give a name of 1 to 64 bytes as actor",
                     "request.no-actor");
    }
    // "ipv4:192.0.2.4:5051" -> "192.0.2.4:5051"; a unix socket has no address of its own.
    std::string origin = peer.starts_with("unix:") ? "unix" : peer.substr(peer.find(':') + 1);
    return conference::Actor{name, std::move(origin), given.organisation()};
}

/// A record without a password keeps the one the server knows.
void keepPassword(const v1::CommandRequest& request,
                  conference::Command& command,
                  const conference::Service& service) {
    auto* put = std::get_if<conference::PutSite>(&command);
    if (put == nullptr || request.put_site().site().has_password()) {
        return;
    }
    for (auto& known : service.sites()) {
        if (known.id == put->site.id) {
            put->site.password = known.password;
        }
    }
}

}  // namespace

ControlService::ControlService(conference::Service& service,
                               cascade::Service* cascade,
                               Loop& control,
                               std::size_t watcherEvents)
    : service_(service),
      cascade_(cascade),
      control_(control),
      watchers_(std::make_shared<Watchers>(watcherEvents)) {}

void ControlService::setIdentity(std::string serverId, std::string version) {
    serverId_ = std::move(serverId);
    version_ = std::move(version);
}

void ControlService::close() {
    calls_->failAll(stopping());
    watchers_->close();
}

template <typename Task>
grpc::ServerUnaryReactor* ControlService::onControl(grpc::CallbackServerContext* context,
                                                    Task task) {
    auto* reactor = context->DefaultReactor();
    auto call = calls_->open(reactor);
    // A closed loop drops the task, and with it the call, which answers "stopping".
    (void)control_.post([this, call = std::move(call), task = std::move(task)] {
        if (!call->finished()) {
            control_.role().assertHere();
            task(call);
        }
    });
    return reactor;
}

grpc::ServerUnaryReactor* ControlService::Execute(grpc::CallbackServerContext* context,
                                                  const v1::CommandRequest* request,
                                                  v1::CommandReply* reply) {
    auto actor = actorOf(request->actor(), context->peer());
    auto command = fromProto(*request);
    const std::string name = nameOfCommand(*request);
    if (!actor || !command) {
        toProto(actor ? command.error() : actor.error(), *reply);
        auto* reactor = context->DefaultReactor();
        reactor->Finish(grpc::Status::OK);
        return reactor;
    }
    return onControl(context, [=, this](const std::shared_ptr<OpenCall>& call) {
        auto answer = [call, name, reply](const auto& done) {
            call->answer([&] {
                if (done) {
                    toProto(*done, *reply);
                    reply->set_message_id("outcome." + name);
                } else {
                    toProto(done.error(), *reply);
                }
            });
        };
        if (const auto* ofCascade = std::get_if<cascade::Command>(&*command)) {
            carryOut(*actor, *ofCascade, answer);
            return;
        }
        auto complete = std::get<conference::Command>(*command);
        keepPassword(*request, complete, service_);
        service_.execute(*actor, complete, answer);
    });
}

void ControlService::carryOut(const conference::Actor& actor,
                              const cascade::Command& command,
                              cascade::Service::Done done) {
    if (cascade_ == nullptr) {
        done(Error(ErrorCode::unavailable,
                   "this server has no cascade configured",
                   "write a section cascade into its configuration and restart it",
                   "cascade.not-configured"));
        return;
    }
    cascade_->execute(actor, command, std::move(done));
}

grpc::ServerUnaryReactor* ControlService::GetStatus(grpc::CallbackServerContext* context,
                                                    const v1::StatusRequest* request,
                                                    v1::ServerStatus* reply) {
    return onControl(context, [=, this](const std::shared_ptr<OpenCall>& call) {
        service_.status({request->conference()},
                        [call, reply](const Result<conference::ServerStatus>& status) {
                            if (status) {
                                call->answer([&] { toProto(*status, *reply); });
                            } else {
                                const auto code = status.error().code == ErrorCode::notFound
                                                      ? grpc::StatusCode::NOT_FOUND
                                                      : grpc::StatusCode::UNAVAILABLE;
                                call->fail({code, status.error().message});
                            }
                        });
    });
}

grpc::ServerUnaryReactor* ControlService::ListSites(grpc::CallbackServerContext* context,
                                                    const v1::ListSitesRequest* /*request*/,
                                                    v1::SiteList* reply) {
    return onControl(context, [=, this](const std::shared_ptr<OpenCall>& call) {
        call->answer([&] {
            for (const auto& site : service_.sites()) {
                toProto(site, *reply->add_sites());
            }
        });
    });
}

grpc::ServerUnaryReactor* ControlService::ListLayouts(grpc::CallbackServerContext* context,
                                                      const v1::ListLayoutsRequest* /*request*/,
                                                      v1::LayoutList* reply) {
    return onControl(context, [=, this](const std::shared_ptr<OpenCall>& call) {
        call->answer([&] {
            for (auto& layout : service_.layouts()) {
                reply->add_layouts(std::move(layout));
            }
        });
    });
}

grpc::ServerUnaryReactor* ControlService::ListRequests(grpc::CallbackServerContext* context,
                                                       const v1::ListRequestsRequest* request,
                                                       v1::RequestList* reply) {
    return onControl(context, [=, this](const std::shared_ptr<OpenCall>& call) {
        call->answer([&] {
            auto requests = service_.requests({request->conference()});
            std::sort(requests.begin(), requests.end(), [](const auto& a, const auto& b) {
                return a.number > b.number;
            });
            for (const auto& each : requests) {
                toProto(each, *reply->add_requests());
            }
        });
    });
}

grpc::ServerUnaryReactor* ControlService::GetCascade(grpc::CallbackServerContext* context,
                                                     const v1::CascadeRequest* /*request*/,
                                                     v1::CascadeStatus* reply) {
    return onControl(context, [=, this](const std::shared_ptr<OpenCall>& call) {
        if (cascade_ == nullptr) {
            call->answer([&] {
                reply->set_mcu(serverId_);
                reply->set_role("alone");
            });
            return;
        }
        cascade_->status([call, reply](const cascade::CascadeStatus& status) {
            call->answer([&] { toProto(status, *reply); });
        });
    });
}

grpc::ServerUnaryReactor* ControlService::Version(grpc::CallbackServerContext* context,
                                                  const v1::VersionRequest* /*request*/,
                                                  v1::VersionReply* reply) {
    reply->set_version(version_);
    reply->set_server_id(serverId_);
    reply->set_api(1);
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
}

grpc::ServerWriteReactor<v1::Event>* ControlService::Watch(grpc::CallbackServerContext* context,
                                                           const v1::WatchRequest* request) {
    return Watchers::open(watchers_, context, request->conference());
}

}  // namespace mcu::control
