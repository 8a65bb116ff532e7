// SPDX-License-Identifier: GPL-3.0-or-later
#include "control/control_server.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <grpcpp/grpcpp.h>
#include <grpcpp/resource_quota.h>

#include "base/log.h"
#include "base/net_address.h"
#include "control/impl/control_service.h"
#include "control/impl/incident_api.h"
#include "control/impl/probe_api.h"
#include "control/impl/session_api.h"
#include "control/impl/status_codec.h"

namespace mcu::control {

namespace {

/// A registry or a plan of 5,000 sites, and room around it; commands are held to 1 MiB.
constexpr int kLargestRequest = (4 << 20) + (1 << 19);
constexpr int kThreads = 4;

/// Refuses a path that cannot be a socket's or that a living server already listens on; forgets a
/// dead one's.
Status prepareSocket(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) {
        return Error(ErrorCode::invalidArgument,
                     "the path of the control socket is longer than 107 bytes: " + path,
                     "choose a shorter path for control.unix");
    }
    std::memcpy(address.sun_path, path.data(), path.size());
    struct stat existing{};
    if (lstat(path.c_str(), &existing) != 0) {
        return {};
    }
    if (!S_ISSOCK(existing.st_mode)) {
        return Error(ErrorCode::alreadyExists,
                     path + " exists and is no socket",
                     "move it away or choose another path for control.unix");
    }
    const int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool alive =
        connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(probe);
    if (alive) {
        return Error(ErrorCode::alreadyExists,
                     "another server already listens on " + path,
                     "stop it or choose another path for control.unix");
    }
    unlink(path.c_str());
    return {};
}

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

/// TLS that asks every client for a certificate of our CA: until there are accounts it alone says
/// who may steer.
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
    Impl(const ControlSettings& settings,
         conference::Service& service,
         Loop& control,
         cascade::Service* cascade,
         session::Service* sessions,
         incident::Service* incidents,
         conference::ProbeService* probes)
        : domain(service),
          loop(control),
          api(service, cascade, sessions, control, settings.watcherEvents),
          sessionApi(sessions, control),
          incidentApi(incidents, control),
          probeApi(probes, control),
          unixSocket(settings.unixSocket) {
        api.setIdentity(settings.serverId, settings.version);
        api.setGatekeeper(settings.gatekeeper);
        api.setPorts(settings.ports);
    }

    conference::Service& domain;
    Loop& loop;
    ControlService api;
    SessionApi sessionApi;
    IncidentApi incidentApi;
    ProbeApi probeApi;
    std::string unixSocket;
    int tcpPort = 0;
    std::unique_ptr<grpc::Server> server;
    /// Of the events; known to tasks that may run after us.
    std::shared_ptr<std::uint64_t> subscription = std::make_shared<std::uint64_t>(0);
};

ControlServer::ControlServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

ControlServer::~ControlServer() {
    stop();
}

Result<std::unique_ptr<ControlServer>> ControlServer::start(const ControlSettings& settings,
                                                            conference::Service& service,
                                                            Loop& control,
                                                            cascade::Service* cascade,
                                                            session::Service* sessions,
                                                            incident::Service* incidents,
                                                            conference::ProbeService* probes) {
    if (settings.unixSocket.empty() && settings.listen.empty()) {
        return Error(ErrorCode::invalidArgument,
                     "the control API has nowhere to listen",
                     "set control.unix");
    }
    auto impl =
        std::make_unique<Impl>(settings, service, control, cascade, sessions, incidents, probes);
    grpc::ServerBuilder builder;
    grpc::ResourceQuota quota("control");
    quota.SetMaxThreads(kThreads);
    builder.SetResourceQuota(quota);
    builder.SetMaxReceiveMessageSize(kLargestRequest);
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, 30000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10000);
    builder.RegisterService(&impl->api);
    builder.RegisterService(&impl->sessionApi);
    builder.RegisterService(&impl->incidentApi);
    builder.RegisterService(&impl->probeApi);
    int unixBound = 0;
    if (!settings.unixSocket.empty()) {
        if (auto ready = prepareSocket(settings.unixSocket); !ready) {
            return ready.error();
        }
        builder.AddListeningPort(
            "unix:" + settings.unixSocket, grpc::InsecureServerCredentials(), &unixBound);
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
    // The socket must never be open to everybody, not even until the chmod.
    const mode_t before = umask(0117);
    impl->server = builder.BuildAndStart();
    umask(before);
    if (!impl->server || (!settings.unixSocket.empty() && unixBound == 0) ||
        (!settings.listen.empty() && impl->tcpPort == 0)) {
        const std::string where = settings.listen.empty()
                                      ? settings.unixSocket
                                      : settings.unixSocket + " and " + settings.listen;
        return Error(ErrorCode::unavailable,
                     "cannot listen for control on " + where,
                     "check that the directory exists and is writable, that the address is this "
                     "machine's and the "
                     "port free, and that certificate and key are a pair");
    }
    control.post([&service, watchers = impl->api.watchers(), subscription = impl->subscription] {
        *subscription = service.subscribe([watchers](const conference::Event& event) {
            auto message = std::make_shared<hnth::mcu::v1::Event>();
            toProto(event, *message);
            watchers->publish(message);
        });
    });
    logger("control").info("listening unix={} tcp={}", settings.unixSocket, settings.listen);
    return std::unique_ptr<ControlServer>(new ControlServer(std::move(impl)));
}

void ControlServer::stop() {
    if (!impl_->server) {
        return;
    }
    impl_->api.close();
    impl_->sessionApi.close();
    impl_->incidentApi.close();
    impl_->probeApi.close();
    impl_->server->Shutdown(std::chrono::system_clock::now());
    impl_->server.reset();
    if (!impl_->unixSocket.empty()) {
        unlink(impl_->unixSocket.c_str());
    }
    if (impl_->loop.role().isHere() && *impl_->subscription != 0) {
        impl_->domain.unsubscribe(*impl_->subscription);
        *impl_->subscription = 0;
    }
}

int ControlServer::port() const {
    return impl_->tcpPort;
}

}  // namespace mcu::control
