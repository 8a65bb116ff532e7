// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/control_server.h"

#include <fstream>
#include <sstream>
#include <string>

#include <grpcpp/grpcpp.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/server_posix.h>

#include "base/log.h"
#include "base/net_address.h"
#include "control/impl/access_api.h"
#include "control/impl/control_service.h"
#include "control/impl/door.h"
#include "control/impl/incident_api.h"
#include "control/impl/local_listener.h"
#include "control/impl/probe_api.h"
#include "control/impl/session_api.h"
#include "control/impl/status_codec.h"

namespace mcu::control {

namespace {

/// A registry or a plan of 5,000 sites, and room around it; commands are held to 1 MiB.
constexpr int kLargestRequest = (4 << 20) + (1 << 19);
constexpr int kThreads = 4;

Result<std::string> contentOf(const std::string& path, const char* key) {
    const std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file || text.str().empty()) {
        return Error(
            ErrorCode::invalidArgument,
            std::string("cannot read the PEM file of control.") + key + " \"" + path + "\"",
            "give a readable file; the TCP listener takes TLS with client certificates only");
    }
    return text.str();
}

/// TLS that asks every client for a certificate of our CA; who it is the door decides.
Result<std::shared_ptr<grpc::ServerCredentials>> tls(const ControlSettings& settings) {
    const auto certificate = contentOf(settings.certificate, "certificate");
    if (!certificate) {
        return certificate.error();
    }
    const auto key = contentOf(settings.key, "key");
    if (!key) {
        return key.error();
    }
    const auto ca = contentOf(settings.clientCa, "client_ca");
    if (!ca) {
        return ca.error();
    }
    grpc::SslServerCredentialsOptions options(
        GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
    options.pem_key_cert_pairs.push_back({*key, *certificate});
    options.pem_root_certs = *ca;
    return grpc::SslServerCredentials(options);
}

}  // namespace

struct ControlServer::Impl {
    Impl(const ControlSettings& settings, const Surroundings& around)
        : domain(around.conferences),
          loop(around.control),
          gate(std::make_shared<access::Gate>(settings.access.people,
                                              settings.access.owners,
                                              around.control.clock(),
                                              settings.access.refused)),
          door(settings.access.people, gate, around.control),
          api(around.conferences,
              around.cascade,
              around.sessions,
              around.control,
              door,
              settings.watcherEvents),
          sessionApi(around.sessions, around.control, door, settings.host),
          incidentApi(around.incidents, around.control, door),
          probeApi(around.probes, around.control, door),
          accessApi(around.control, door, settings.serverId) {
        api.setIdentity(settings.serverId, settings.version);
        api.setBuild(settings.buildId, settings.components);
        api.setGatekeeper(settings.gatekeeper);
        api.setPorts(settings.ports);
    }

    conference::Service& domain;
    Loop& loop;
    std::shared_ptr<access::Gate> gate;
    Door door;
    ControlService api;
    SessionApi sessionApi;
    IncidentApi incidentApi;
    ProbeApi probeApi;
    AccessApi accessApi;
    std::unique_ptr<LocalListener> local;
    int tcpPort = 0;
    std::unique_ptr<grpc::Server> server;
    /// Of the events; known to tasks that may run after us.
    std::shared_ptr<std::uint64_t> subscription = std::make_shared<std::uint64_t>(0);
};

ControlServer::ControlServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

ControlServer::~ControlServer() {
    stop();
}

namespace {

void limit(grpc::ServerBuilder& builder) {
    grpc::ResourceQuota quota("control");
    quota.SetMaxThreads(kThreads);
    builder.SetResourceQuota(quota);
    builder.SetMaxReceiveMessageSize(kLargestRequest);
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10000);
}

}  // namespace

Result<std::unique_ptr<ControlServer>> ControlServer::start(const ControlSettings& settings,
                                                            const Surroundings& around) {
    if (settings.unixSocket.empty() && settings.listen.empty()) {
        return Error(ErrorCode::invalidArgument,
                     "the control API has nowhere to listen",
                     "set control.unix");
    }
    auto impl = std::make_unique<Impl>(settings, around);
    grpc::ServerBuilder builder;
    limit(builder);
    builder.RegisterService(&impl->api);
    builder.RegisterService(&impl->sessionApi);
    builder.RegisterService(&impl->incidentApi);
    builder.RegisterService(&impl->probeApi);
    builder.RegisterService(&impl->accessApi);
    if (!settings.unixSocket.empty()) {
        auto local = LocalListener::open(settings.unixSocket);
        if (!local) {
            return local.error();
        }
        impl->local = std::move(*local);
    }
    if (!settings.listen.empty()) {
        auto credentials = tls(settings);
        if (!credentials) {
            return credentials.error();
        }
        if (auto address = NetAddress::parseHostPort(settings.listen); !address) {
            return address.error().in("control.listen");
        }
        builder.AddListeningPort(settings.listen, *credentials, &impl->tcpPort);
    }
    impl->server = builder.BuildAndStart();
    if (!impl->server || (!settings.listen.empty() && impl->tcpPort == 0)) {
        return Error(ErrorCode::unavailable,
                     "cannot listen for control on " + settings.listen,
                     "check that the address is this machine's and the port free, and that "
                     "certificate and key are a pair");
    }
    if (impl->local) {
        impl->local->begin([server = impl->server.get()](int connection) {
            grpc::AddInsecureChannelFromFd(server, connection);
        });
    }
    around.control.post([&service = around.conferences,
                         watchers = impl->api.watchers(),
                         subscription = impl->subscription] {
        *subscription = service.subscribe([watchers](const conference::Event& event) {
            auto message = std::make_shared<hnth::mcu::v1::Event>();
            toProto(event, *message);
            watchers->publish(message);
        });
    });
    logger("control").info("listening unix={} tcp={}", settings.unixSocket, settings.listen);
    if (!settings.access.people->named()) {
        logger("control").warn(
            "the configuration has no section access: whoever can connect may do everything");
    }
    return std::unique_ptr<ControlServer>(new ControlServer(std::move(impl)));
}

std::uint64_t ControlServer::refusals() const {
    return impl_->gate->refusals();
}

void ControlServer::stop() {
    if (!impl_->server) {
        return;
    }
    if (impl_->local) {
        impl_->local->close();
    }
    impl_->api.close();
    impl_->sessionApi.close();
    impl_->incidentApi.close();
    impl_->probeApi.close();
    impl_->accessApi.close();
    impl_->server->Shutdown(std::chrono::system_clock::now());
    impl_->server.reset();
    if (impl_->loop.role().isHere() && *impl_->subscription != 0) {
        impl_->domain.unsubscribe(*impl_->subscription);
        *impl_->subscription = 0;
    }
}

int ControlServer::port() const {
    return impl_->tcpPort;
}

}  // namespace mcu::control
