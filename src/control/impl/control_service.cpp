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

constexpr std::size_t kLargestCommand = 1 << 20;

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
                               session::Service* sessions,
                               Loop& control,
                               const Door& door,
                               std::size_t watcherEvents)
    : service_(service),
      cascade_(cascade),
      sessions_(sessions),
      control_(control),
      door_(door),
      watchers_(std::make_shared<Watchers>(watcherEvents)) {}

void ControlService::setIdentity(std::string serverId, std::string version) {
    serverId_ = std::move(serverId);
    version_ = std::move(version);
}

void ControlService::setBuild(std::string buildId, std::vector<Component> components) {
    buildId_ = std::move(buildId);
    components_ = std::move(components);
}

void ControlService::setGatekeeper(std::function<call::GatekeeperStatus()> gatekeeper) {
    gatekeeper_ = std::move(gatekeeper);
}

void ControlService::setPorts(std::function<std::vector<PortUse>()> ports) {
    ports_ = std::move(ports);
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
    if (request->ByteSizeLong() > kLargestCommand) {
        // Only an import may be larger (SessionApi).
        auto* reactor = context->DefaultReactor();
        reactor->Finish({grpc::StatusCode::RESOURCE_EXHAUSTED, "a command has at most 1 MiB"});
        return reactor;
    }
    const std::string name = nameOfCommand(*request);
    const auto guest = door_.enter(*context, name);
    if (!guest) {
        return refuse(context, guest.error());
    }
    auto actor = door_.actorOf(*guest, request->actor());
    auto command = fromProto(*request);
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
        const auto need =
            std::visit([](const auto& each) { return access::needOf(each); }, *command);
        if (const auto allowed = door_.mayDo(*guest, *actor, name, need); !allowed) {
            call->answer([&] { toProto(allowed.error(), *reply); });
            return;
        }
        if (const auto* ofCascade = std::get_if<cascade::Command>(&*command)) {
            carryOut(*actor, *ofCascade, answer);
            return;
        }
        auto complete = std::get<conference::Command>(*command);
        keepPassword(*request, complete, service_);
        carryOut(*actor, complete, answer);
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

void ControlService::carryOut(const conference::Actor& actor,
                              const conference::Command& command,
                              const conference::Service::Done& done) {
    if (sessions_ == nullptr) {
        service_.execute(actor, command, done);
        return;
    }
    if (auto allowed = sessions_->mayDo(command); !allowed) {
        done(allowed.error());
        return;
    }
    service_.execute(
        actor, command, [this, actor, command, done](const Result<conference::Outcome>& outcome) {
            if (!outcome) {
                done(outcome);
                return;
            }
            // What was outside the script is on disk before the technician is told it is done.
            sessions_->noteDone(
                actor, command, outcome->sites, [done, outcome](const std::string& note) {
                    auto noted = *outcome;
                    noted.message += note.empty() ? "" : "; " + note;
                    done(std::move(noted));
                });
        });
}

/// Who may see its own sites alone gets no more than those.
void ControlService::leaveSeen(const Guest& guest, v1::ServerStatus& status) const {
    if (access::extentOf(guest.person->role, access::Right::view) == access::Extent::everything) {
        return;
    }
    for (auto& conference : *status.mutable_conferences()) {
        conference.clear_views();
        auto& sites = *conference.mutable_sites();
        sites.erase(std::remove_if(sites.begin(),
                                   sites.end(),
                                   [&](const auto& site) { return !door_.sees(guest, site.id()); }),
                    sites.end());
    }
    auto& conferences = *status.mutable_conferences();
    conferences.erase(
        std::remove_if(conferences.begin(),
                       conferences.end(),
                       [](const auto& conference) { return conference.sites().empty(); }),
        conferences.end());
}

grpc::ServerUnaryReactor* ControlService::GetStatus(grpc::CallbackServerContext* context,
                                                    const v1::StatusRequest* request,
                                                    v1::ServerStatus* reply) {
    const auto guest = door_.enter(*context, access::Query::status, "status");
    if (!guest) {
        return refuse(context, guest.error());
    }
    return onControl(context, [=, this](const std::shared_ptr<OpenCall>& call) {
        service_.status({request->conference()},
                        [this, call, reply, guest](const Result<conference::ServerStatus>& status) {
                            if (status) {
                                call->answer([&] {
                                    toProto(*status, *reply);
                                    leaveSeen(*guest, *reply);
                                    toProto(gatekeeper_(), *reply->mutable_gatekeeper());
                                });
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
    const auto guest = door_.enter(*context, access::Query::sites, "sites");
    if (!guest) {
        return refuse(context, guest.error());
    }
    return onControl(context, [=, this](const std::shared_ptr<OpenCall>& call) {
        call->answer([&] {
            for (const auto& site : service_.sites()) {
                if (!door_.sees(*guest, site.id.value)) {
                    continue;
                }
                auto& listed = *reply->add_sites();
                toProto(site, listed);
                if (!Door::holds(*guest, access::Right::documents)) {
                    listed.clear_phone();
                }
            }
        });
    });
}

grpc::ServerUnaryReactor* ControlService::ListLayouts(grpc::CallbackServerContext* context,
                                                      const v1::ListLayoutsRequest* /*request*/,
                                                      v1::LayoutList* reply) {
    if (const auto guest = door_.enter(*context, access::Query::layouts, "layouts"); !guest) {
        return refuse(context, guest.error());
    }
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
    if (const auto guest = door_.enter(*context, access::Query::requests, "requests"); !guest) {
        return refuse(context, guest.error());
    }
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
    if (const auto guest = door_.enter(*context, access::Query::cascade, "cascade"); !guest) {
        return refuse(context, guest.error());
    }
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
    reply->set_build_id(buildId_);
    for (const auto& component : components_) {
        auto& written = *reply->add_components();
        written.set_name(component.name);
        written.set_version(component.version);
        written.set_built_with(component.builtWith);
        written.set_licence(component.licence);
    }
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
}

/// On gRPC's thread: it reads tables of the kernel, which no loop should wait for.
grpc::ServerUnaryReactor* ControlService::GetPorts(grpc::CallbackServerContext* context,
                                                   const v1::PortsRequest* /*request*/,
                                                   v1::PortList* reply) {
    if (const auto guest = door_.enter(*context, access::Query::ports, "ports"); !guest) {
        return refuse(context, guest.error());
    }
    for (const auto& use : ports_()) {
        auto& port = *reply->add_ports();
        port.set_protocol(use.port.tcp ? "tcp" : "udp");
        port.set_host(use.port.host);
        port.set_first(use.port.first);
        port.set_last(use.port.last);
        port.set_purpose(use.port.purpose);
        port.set_key(use.port.key);
        port.set_sockets(use.sockets);
        port.set_state(nameOf(use.state));
    }
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
}

grpc::ServerWriteReactor<v1::Event>* ControlService::Watch(grpc::CallbackServerContext* context,
                                                           const v1::WatchRequest* request) {
    if (const auto allowed = door_.enter(*context, access::Query::events, "watch"); !allowed) {
        return Watchers::refuse(statusOf(allowed.error()));
    }
    return Watchers::open(watchers_, context, request->conference());
}

}  // namespace mcu::control
