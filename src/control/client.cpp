// SPDX-License-Identifier: GPL-3.0-or-later
#include "mcu/client.h"

#include <fstream>
#include <sstream>
#include <stop_token>

#include <grpcpp/grpcpp.h>

#include "mcu/access.grpc.pb.h"
#include "mcu/access_client.h"
#include "mcu/control.grpc.pb.h"
#include "mcu/incident.grpc.pb.h"
#include "mcu/incident_client.h"
#include "mcu/probe.grpc.pb.h"
#include "mcu/probe_client.h"
#include "mcu/session.grpc.pb.h"

namespace mcu::client {

namespace {

Failure failureOf(const grpc::Status& status) {
    using Kind = Failure::Kind;
    Kind kind = Kind::unreachable;
    switch (status.error_code()) {
        case grpc::StatusCode::DEADLINE_EXCEEDED:
            kind = Kind::timeout;
            break;
        case grpc::StatusCode::PERMISSION_DENIED:
        case grpc::StatusCode::UNAUTHENTICATED:
            kind = Kind::notAllowed;
            break;
        case grpc::StatusCode::RESOURCE_EXHAUSTED:
            kind = Kind::tooSlow;
            break;
        case grpc::StatusCode::UNIMPLEMENTED:
        case grpc::StatusCode::INTERNAL:
        case grpc::StatusCode::INVALID_ARGUMENT:
            kind = Kind::protocol;
            break;
        default:
            break;
    }
    // What the server says of rights, and below it what to do about it.
    const bool advised = kind == Kind::notAllowed && !status.error_details().empty();
    return {kind, status.error_message() + (advised ? "\n" + status.error_details() : "")};
}

Answer<std::string> contentOf(const std::string& path) {
    if (path.empty()) {
        return std::string();
    }
    const std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) {
        return tl::unexpected(Failure{Failure::Kind::settings, "cannot read " + path});
    }
    return text.str();
}

Answer<std::shared_ptr<grpc::ChannelCredentials>> credentialsFor(const Settings& settings) {
    if (settings.server.starts_with("unix:")) {
        return grpc::InsecureChannelCredentials();
    }
    if (settings.server.find(':') == std::string::npos) {
        return tl::unexpected(
            Failure{Failure::Kind::settings,
                    "\"" + settings.server + "\" is neither unix:PATH nor HOST:PORT"});
    }
    const auto ca = contentOf(settings.serverCa);
    const auto certificate = contentOf(settings.certificate);
    const auto key = contentOf(settings.key);
    for (const auto* content : {&ca, &certificate, &key}) {
        if (!*content) {
            return tl::unexpected(content->error());
        }
    }
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = *ca;
    options.pem_cert_chain = *certificate;
    options.pem_private_key = *key;
    return grpc::SslCredentials(options);
}

std::shared_ptr<grpc::Channel> channelTo(
    const std::string& server, const std::shared_ptr<grpc::ChannelCredentials>& credentials) {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_MAX_RECEIVE_MESSAGE_LENGTH, 64 << 20);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 200);
    return grpc::CreateCustomChannel(server, credentials, arguments);
}

/// One call with its deadline; ended early by the token.
template <typename Reply, typename Stub, typename Method, typename Request>
Answer<Reply> callOn(Stub& of,
                     Method method,
                     const Request& request,
                     std::chrono::milliseconds deadline,
                     const std::stop_token& stop = {}) {
    grpc::ClientContext context;
    const std::stop_callback cancel(stop, [&context] { context.TryCancel(); });
    context.set_deadline(std::chrono::system_clock::now() + deadline);
    Reply reply;
    const grpc::Status status = (of.*method)(&context, request, &reply);
    if (!status.ok()) {
        return tl::unexpected(failureOf(status));
    }
    return reply;
}

}  // namespace

struct Client::Impl {
    std::chrono::milliseconds deadline;
    std::shared_ptr<grpc::Channel> channel;
    std::unique_ptr<v1::Control::Stub> stub;
    std::unique_ptr<v1::Sessions::Stub> sessions;

    template <typename Reply, typename Request>
    Answer<Reply> call(grpc::Status (v1::Control::Stub::*method)(grpc::ClientContext*,
                                                                 const Request&,
                                                                 Reply*),
                       const Request& request,
                       const std::stop_token& stop = {}) const {
        return callOn<Reply>(*stub, method, request, stop);
    }

    template <typename Reply, typename Stub, typename Method, typename Request>
    Answer<Reply> callOn(Stub& of,
                         Method method,
                         const Request& request,
                         const std::stop_token& stop = {}) const {
        return client::callOn<Reply>(of, method, request, deadline, stop);
    }
};

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Client::~Client() = default;
Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;

Answer<Client> Client::make(const Settings& settings) {
    auto credentials = credentialsFor(settings);
    if (!credentials) {
        return tl::unexpected(credentials.error());
    }
    auto impl = std::make_unique<Impl>();
    impl->deadline = settings.deadline;
    impl->channel = channelTo(settings.server, *credentials);
    impl->stub = v1::Control::NewStub(impl->channel);
    impl->sessions = v1::Sessions::NewStub(impl->channel);
    return Client(std::move(impl));
}

Answer<v1::CommandReply> Client::execute(const v1::CommandRequest& request,
                                         const std::stop_token& stop) const {
    return impl_->call(&v1::Control::Stub::Execute, request, stop);
}

Answer<v1::ServerStatus> Client::status(const std::string& conference) const {
    v1::StatusRequest request;
    request.set_conference(conference);
    return impl_->call(&v1::Control::Stub::GetStatus, request);
}

Answer<v1::SiteList> Client::sites() const {
    return impl_->call(&v1::Control::Stub::ListSites, v1::ListSitesRequest());
}

Answer<v1::LayoutList> Client::layouts() const {
    return impl_->call(&v1::Control::Stub::ListLayouts, v1::ListLayoutsRequest());
}

Answer<v1::VersionReply> Client::version() const {
    return impl_->call(&v1::Control::Stub::Version, v1::VersionRequest());
}

Answer<v1::PortList> Client::ports() const {
    return impl_->call(&v1::Control::Stub::GetPorts, v1::PortsRequest());
}

Answer<v1::RequestList> Client::requests(const std::string& conference) const {
    v1::ListRequestsRequest request;
    request.set_conference(conference);
    return impl_->call(&v1::Control::Stub::ListRequests, request);
}

Answer<v1::CascadeStatus> Client::cascade() const {
    return impl_->call(&v1::Control::Stub::GetCascade, v1::CascadeRequest());
}

Answer<v1::SessionReply> Client::act(const v1::SessionRequest& request) const {
    return impl_->callOn<v1::SessionReply>(*impl_->sessions, &v1::Sessions::Stub::Act, request);
}

Answer<v1::DocumentReply> Client::read(const v1::DocumentRequest& request) const {
    return impl_->callOn<v1::DocumentReply>(*impl_->sessions, &v1::Sessions::Stub::Read, request);
}

Answer<v1::OverviewReply> Client::overview(const std::string& session) const {
    v1::OverviewRequest request;
    request.set_session(session);
    return impl_->callOn<v1::OverviewReply>(
        *impl_->sessions, &v1::Sessions::Stub::GetOverview, request);
}

std::optional<Failure> Client::watch(const std::string& conference, const Watcher& watcher) const {
    grpc::ClientContext context;
    v1::WatchRequest request;
    request.set_conference(conference);
    const auto stream = impl_->stub->Watch(&context, request);
    const std::stop_callback cancel(watcher.stop, [&context] { context.TryCancel(); });
    stream->WaitForInitialMetadata();
    if (context.GetServerInitialMetadata().contains("mcu-watching")) {
        watcher.connected();
    }
    v1::Event event;
    while (stream->Read(&event)) {
        if (!watcher.event(event)) {
            context.TryCancel();
            while (stream->Read(&event)) {
            }
            (void)stream->Finish();
            return std::nullopt;
        }
    }
    const grpc::Status status = stream->Finish();
    if (watcher.stop.stop_requested()) {
        return std::nullopt;
    }
    return failureOf(status);
}

struct IncidentClient::Impl {
    std::chrono::milliseconds deadline;
    std::unique_ptr<v1::Incidents::Stub> stub;
};

IncidentClient::IncidentClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

IncidentClient::~IncidentClient() = default;
IncidentClient::IncidentClient(IncidentClient&&) noexcept = default;
IncidentClient& IncidentClient::operator=(IncidentClient&&) noexcept = default;

Answer<IncidentClient> IncidentClient::make(const Settings& settings) {
    auto credentials = credentialsFor(settings);
    if (!credentials) {
        return tl::unexpected(credentials.error());
    }
    auto impl = std::make_unique<Impl>();
    impl->deadline = settings.deadline;
    impl->stub = v1::Incidents::NewStub(channelTo(settings.server, *credentials));
    return IncidentClient(std::move(impl));
}

Answer<v1::IncidentList> IncidentClient::list(const v1::IncidentQuery& query) const {
    return callOn<v1::IncidentList>(
        *impl_->stub, &v1::Incidents::Stub::ListIncidents, query, impl_->deadline);
}

Answer<v1::IncidentReply> IncidentClient::act(const v1::IncidentRequest& request) const {
    return callOn<v1::IncidentReply>(
        *impl_->stub, &v1::Incidents::Stub::ActOnIncident, request, impl_->deadline);
}

Answer<v1::QualityList> IncidentClient::quality() const {
    return callOn<v1::QualityList>(
        *impl_->stub, &v1::Incidents::Stub::ListQuality, v1::QualityQuery(), impl_->deadline);
}

struct ProbeClient::Impl {
    std::chrono::milliseconds deadline;
    std::unique_ptr<v1::Probes::Stub> stub;
};

ProbeClient::ProbeClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

ProbeClient::~ProbeClient() = default;
ProbeClient::ProbeClient(ProbeClient&&) noexcept = default;
ProbeClient& ProbeClient::operator=(ProbeClient&&) noexcept = default;

Answer<ProbeClient> ProbeClient::make(const Settings& settings) {
    auto credentials = credentialsFor(settings);
    if (!credentials) {
        return tl::unexpected(credentials.error());
    }
    auto impl = std::make_unique<Impl>();
    impl->deadline = settings.deadline;
    impl->stub = v1::Probes::NewStub(channelTo(settings.server, *credentials));
    return ProbeClient(std::move(impl));
}

Answer<v1::ProbeReply> ProbeClient::probe(const v1::ProbeRequest& request) const {
    constexpr auto kDefaultTimeout = std::chrono::seconds(20);
    const std::chrono::milliseconds given(request.call_timeout_ms());
    // Some rooms are called twice.
    const auto calling = 2 * (given.count() > 0 ? given : kDefaultTimeout);
    return callOn<v1::ProbeReply>(
        *impl_->stub, &v1::Probes::Stub::ProbeSite, request, calling + impl_->deadline);
}

Answer<v1::ProbeReply> ProbeClient::last(const std::string& target) const {
    v1::LastProbeRequest request;
    request.set_target(target);
    return callOn<v1::ProbeReply>(
        *impl_->stub, &v1::Probes::Stub::LastProbe, request, impl_->deadline);
}

struct AccessClient::Impl {
    std::chrono::milliseconds deadline;
    std::unique_ptr<v1::Access::Stub> stub;
};

AccessClient::AccessClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

AccessClient::~AccessClient() = default;
AccessClient::AccessClient(AccessClient&&) noexcept = default;
AccessClient& AccessClient::operator=(AccessClient&&) noexcept = default;

Answer<AccessClient> AccessClient::make(const Settings& settings) {
    auto credentials = credentialsFor(settings);
    if (!credentials) {
        return tl::unexpected(credentials.error());
    }
    auto impl = std::make_unique<Impl>();
    impl->deadline = settings.deadline;
    impl->stub = v1::Access::NewStub(channelTo(settings.server, *credentials));
    return AccessClient(std::move(impl));
}

Answer<v1::WhoAmIReply> AccessClient::whoAmI(const v1::Actor& actor) const {
    v1::WhoAmIRequest request;
    *request.mutable_actor() = actor;
    return callOn<v1::WhoAmIReply>(
        *impl_->stub, &v1::Access::Stub::WhoAmI, request, impl_->deadline);
}

Answer<v1::RightsReply> AccessClient::rights() const {
    return callOn<v1::RightsReply>(
        *impl_->stub, &v1::Access::Stub::ListRights, v1::RightsRequest(), impl_->deadline);
}

}  // namespace mcu::client
