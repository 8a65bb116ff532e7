// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/acceptor.h"

#include <chrono>
#include <string>
#include <utility>

#include <grpcpp/grpcpp.h>
#include <grpcpp/resource_quota.h>

#include "base/log.h"
#include "cascade/impl/credentials.h"
#include "mcu/cascade.grpc.pb.h"

namespace mcu::cascade {

namespace {

constexpr int kThreads = 4;
constexpr auto kGoodbye = std::chrono::milliseconds(500);

/// Passes what gRPC says to the control thread while there is an acceptor.
struct Gate {
    Loop& loop;
    Acceptor::Callbacks callbacks;  ///< control thread
    bool open = true;               ///< control thread
};

class ServerStream final
    : public ReactorStream<grpc::ServerBidiReactor<wire::FromSlave, wire::FromMaster>,
                           wire::FromMaster,
                           wire::FromSlave> {
public:
    ServerStream(Loop& loop, grpc::CallbackServerContext& context)
        : ReactorStream(loop), context_(context) {}

    void begin(const std::shared_ptr<Gate>& gate) {
        self_ = std::static_pointer_cast<ServerStream>(shared_from_this());
        Peer peer;
        peer.address = context_.peer();
        const auto pem =
            context_.auth_context()->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
        if (!pem.empty()) {
            peer.certificate = std::string(pem.front().data(), pem.front().size());
        }
        StartSendInitialMetadata();
        const bool posted = gate->loop.post([self = self_, gate, peer = std::move(peer)] {
            if (gate->open) {
                gate->callbacks.arrived(self, peer);
                self->readOn();
            } else {
                self->cut();
            }
        });
        if (!posted) {
            cut();
        }
    }

    void OnCancel() override {
        const std::scoped_lock lock(mutex_);
        readsEnded();
    }

    void OnDone() override {
        ended("the connection ended");
        const auto last = std::move(self_);
    }

protected:
    void end() override { Finish(grpc::Status::OK); }

    void readsEnded() override { endNow(); }

    void cancel() override {
        context_.TryCancel();
        readsEnded();
    }

private:
    grpc::CallbackServerContext& context_;
    std::shared_ptr<ServerStream> self_;  ///< until gRPC is done
};

class LinkApi final : public wire::Cascade::CallbackService {
public:
    explicit LinkApi(std::shared_ptr<Gate> gate) : gate_(std::move(gate)) {}

    grpc::ServerBidiReactor<wire::FromSlave, wire::FromMaster>* Link(
        grpc::CallbackServerContext* context) override {
        auto stream = std::make_shared<ServerStream>(gate_->loop, *context);
        stream->begin(gate_);
        return stream.get();
    }

private:
    std::shared_ptr<Gate> gate_;
};

}  // namespace

struct Acceptor::Impl {
    std::shared_ptr<Gate> gate;
    std::unique_ptr<LinkApi> api;
    std::unique_ptr<grpc::Server> server;
    int port = 0;
};

Acceptor::Acceptor(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Acceptor::~Acceptor() {
    impl_->gate->open = false;
    // Time for the goodbyes on their way; what is left then is cut.
    impl_->server->Shutdown(std::chrono::system_clock::now() + kGoodbye);
}

Result<std::unique_ptr<Acceptor>> Acceptor::start(const Settings& settings,
                                                  Loop& control,
                                                  Callbacks callbacks) {
    auto impl = std::make_unique<Impl>();
    impl->gate = std::make_shared<Gate>(control, std::move(callbacks));
    auto credentials =
        Credentials::forListening(settings, [weak = std::weak_ptr(impl->gate)](const Error& why) {
            if (const auto gate = weak.lock()) {
                (void)gate->loop.post([gate, why] {
                    if (gate->open) {
                        gate->callbacks.refused(why);
                    }
                });
            }
        });
    if (!credentials) {
        return credentials.error();
    }
    impl->api = std::make_unique<LinkApi>(impl->gate);
    grpc::ServerBuilder builder;
    grpc::ResourceQuota quota("cascade");
    quota.SetMaxThreads(kThreads);
    builder.SetResourceQuota(quota);
    builder.SetMaxReceiveMessageSize(kLargestReceived);
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 2);
    builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 5000);
    builder.RegisterService(impl->api.get());
    builder.AddListeningPort(settings.listen, *credentials, &impl->port);
    impl->server = builder.BuildAndStart();
    if (!impl->server || impl->port == 0) {
        return Error(ErrorCode::unavailable,
                     "cannot listen for slaves on " + settings.listen,
                     "check that the address is this machine's and the port free",
                     "cascade.cannot-listen");
    }
    logger("cascade").info("listening for slaves on {} port={}", settings.listen, impl->port);
    return std::unique_ptr<Acceptor>(new Acceptor(std::move(impl)));
}

int Acceptor::port() const {
    return impl_->port;
}

}  // namespace mcu::cascade
