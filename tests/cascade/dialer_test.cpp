// SPDX-License-Identifier: GPL-3.0-or-later
// A master that ends each connection at once: the slave dials on, and every connection is let go
// of.
#include "cascade/impl/dialer.h"

#include <atomic>
#include <memory>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "cascade/impl/credentials.h"
#include "cascade/node.h"
#include "mcu/cascade.grpc.pb.h"

namespace mcu::cascade::test {
namespace {

class Rude final : public wire::Cascade::Service {
public:
    grpc::Status Link(
        grpc::ServerContext* context,
        grpc::ServerReaderWriter<wire::FromMaster, wire::FromSlave>* stream) override {
        static_cast<void>(context);
        static_cast<void>(stream);
        return grpc::Status::OK;
    }
};

class Ends final : public StreamListener<wire::FromMaster> {
public:
    void onOpen(const Peer& peer) override { static_cast<void>(peer); }

    void onMessage(const wire::FromMaster& message) override { static_cast<void>(message); }

    void onEnded(const std::string& why) override {
        static_cast<void>(why);
        ++count;
    }

    std::atomic<int> count{0};
};

TEST(CascadeDialer, LetsGoOfConnectionsThatEndAtOnce) {
    constexpr int kDials = 150;
    Province province;
    const auto settingsOf = [](const McuFiles& files) {
        Settings settings;
        settings.certificate = files.certificate;
        settings.key = files.key;
        settings.authority = files.authority;
        return settings;
    };
    const auto credentials =
        Credentials::forListening(settingsOf(province.enrol("mcu.tinh")), [](const Error&) {});
    ASSERT_TRUE(credentials.has_value());
    Rude service;
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", *credentials, &port);
    builder.RegisterService(&service);
    const auto server = builder.BuildAndStart();
    ASSERT_TRUE(server != nullptr);

    const auto files = province.enrol("mcu.vnpt");
    Node slave{"mcu.vnpt", files};
    auto settings = settingsOf(files);
    settings.master.emplace().mcu = McuId{"mcu.tinh"};
    slave.start();
    Ends ends;
    for (int number = 1; number <= kDials; ++number) {
        slave.on([&] {
            // Not kept: the stream lives until gRPC is done with it.
            const auto dialled =
                dial(settings, "127.0.0.1:" + std::to_string(port), slave.loop(), ends);
            ASSERT_TRUE(dialled.has_value());
        });
        ASSERT_TRUE(slave.eventually([&] { return ends.count == number; }));
    }
    server->Shutdown(std::chrono::system_clock::now());
    slave.stop();
}

}  // namespace
}  // namespace mcu::cascade::test
