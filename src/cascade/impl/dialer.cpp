// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/dialer.h"

#include <utility>

#include <grpcpp/grpcpp.h>

#include "cascade/impl/acceptor.h"
#include "mcu/cascade.grpc.pb.h"

namespace mcu::cascade {

namespace {

constexpr int kConnectMs = 3000;

class ClientStream final
    : public ReactorStream<grpc::ClientBidiReactor<wire::FromSlave, wire::FromMaster>,
                           wire::FromSlave,
                           wire::FromMaster> {
public:
    ClientStream(Loop& loop,
                 std::shared_ptr<grpc::Channel> channel,
                 std::shared_ptr<Handshake> handshake)
        : ReactorStream(loop),
          channel_(std::move(channel)),
          stub_(wire::Cascade::NewStub(channel_)),
          handshake_(std::move(handshake)) {}

    void begin() {
        self_ = std::static_pointer_cast<ClientStream>(shared_from_this());
        stub_->async()->Link(&context_, this);
        AddHold();
        held_ = true;
        StartCall();
    }

    void OnReadInitialMetadataDone(bool ok) override {
        if (!ok) {
            const std::scoped_lock lock(mutex_);
            readsEnded();
            return;
        }
        opened({handshake_->certificate(), context_.peer()});
        readOn();
    }

    void OnDone(const grpc::Status& status) override {
        ended(status.ok() ? "the connection was ended by the other end" : status.error_message());
    }

protected:
    void end() override {
        StartWritesDone();
        letGo();
    }

    void readsEnded() override {
        over_ = true;
        letGo();
    }

    void cancel() override {
        context_.TryCancel();
        over_ = true;
        letGo();
    }

    /// A channel waits for the threads that call back, so it must not end on one of them.
    void release() override { const auto last = std::move(self_); }

private:
    /// Without the hold gRPC ends the call when nothing is under way.
    void letGo() {
        if (std::exchange(held_, false)) {
            RemoveHold();
        }
    }

    std::shared_ptr<grpc::Channel> channel_;
    std::unique_ptr<wire::Cascade::Stub> stub_;
    std::shared_ptr<Handshake> handshake_;
    grpc::ClientContext context_;
    bool held_ = false;
    std::shared_ptr<ClientStream> self_;  ///< until release()
};

}  // namespace

Result<Dialled> dial(const Settings& settings,
                     const std::string& address,
                     Loop& control,
                     StreamListener<wire::FromMaster>& listener) {
    if (!settings.master) {
        return Error(
            ErrorCode::invalidArgument, "no master is configured", "", "cascade.no-master");
    }
    auto handshake = std::make_shared<Handshake>();
    auto credentials = Credentials::forDialling(settings, handshake);
    if (!credentials) {
        return credentials.error();
    }
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kLargestReceived);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectMs);
    arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
    arguments.SetSslTargetNameOverride(settings.master->mcu.value);
    auto stream = std::make_shared<ClientStream>(
        control, grpc::CreateCustomChannel(address, *credentials, arguments), handshake);
    stream->setListener(&listener);
    stream->begin();
    return Dialled{stream, handshake};
}

}  // namespace mcu::cascade
