// SPDX-License-Identifier: GPL-3.0-or-later
// A master that says an order twice, or one of another time: the slave acts once.
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "cascade/impl/credentials.h"
#include "cascade/node.h"
#include "mcu/cascade.grpc.pb.h"

namespace mcu::cascade::test {
namespace {

namespace wire = hnth::cascade::v1;

constexpr std::uint64_t kSession = 77;

/// A master by hand, with a good certificate and real TLS: welcomes one slave, notes its rooms and
/// its reports.
class RawMaster final : public wire::Cascade::Service {
public:
    using Stream = grpc::ServerReaderWriter<wire::FromMaster, wire::FromSlave>;

    explicit RawMaster(const McuFiles& files) {
        Settings settings;
        settings.certificate = files.certificate;
        settings.key = files.key;
        settings.authority = files.authority;
        auto credentials = Credentials::forListening(settings, [](const Error&) {});
        EXPECT_TRUE(credentials.has_value());
        grpc::ServerBuilder builder;
        builder.AddListeningPort("127.0.0.1:0", *credentials, &port_);
        builder.RegisterService(this);
        server_ = builder.BuildAndStart();
        EXPECT_TRUE(server_ != nullptr);
    }

    ~RawMaster() override { server_->Shutdown(std::chrono::system_clock::now()); }

    [[nodiscard]] int port() const { return port_; }

    grpc::Status Link(grpc::ServerContext* context, Stream* stream) override {
        static_cast<void>(context);
        stream->SendInitialMetadata();
        wire::FromSlave message;
        while (stream->Read(&message)) {
            const std::scoped_lock lock(mutex_);
            if (message.has_hello()) {
                stream->Write(welcome());
                stream_ = stream;
            } else if (message.has_roster_page()) {
                for (const auto& site : message.roster_page().sites()) {
                    contributors_[site.id()] = site.contributor();
                }
            } else if (message.has_order_report()) {
                reports_.push_back(message.order_report());
            } else if (message.has_ping()) {
                wire::FromMaster pong;
                pong.mutable_pong()->set_number(message.ping().number());
                stream->Write(pong);
            }
            changed_.notify_all();
        }
        const std::scoped_lock lock(mutex_);
        stream_ = nullptr;
        return grpc::Status::OK;
    }

    bool knows(const std::string& site) {
        return wait([&] { return contributors_.contains(site); });
    }

    void order(std::uint64_t id, const std::string& site, std::uint64_t session = kSession) {
        const std::scoped_lock lock(mutex_);
        ASSERT_NE(stream_, nullptr);
        wire::FromMaster message;
        auto& order = *message.mutable_order();
        order.set_id(id);
        order.set_session(session);
        order.set_site(site);
        order.set_contributor(contributors_.at(site));
        order.set_use(wire::USE_TAKE);
        order.set_microphone(true);
        order.set_deadline_ms(5000);
        ASSERT_TRUE(stream_->Write(message));
    }

    /// The states the slave has told of its orders, once the last of `count` came. Steps of an
    /// order are left out.
    std::vector<wire::OrderState> states(std::size_t count) {
        std::vector<wire::OrderState> found;
        wait([&] {
            found.clear();
            for (const auto& report : reports_) {
                if (report.state() != wire::ORDER_STATE_STEP) {
                    found.push_back(report.state());
                }
            }
            return found.size() >= count;
        });
        return found;
    }

private:
    static wire::FromMaster welcome() {
        wire::FromMaster message;
        auto& said = *message.mutable_welcome();
        auto& identity = *said.mutable_identity();
        identity.set_mcu("mcu.tinh");
        identity.set_program("hnth-mcu 0.1.0");
        identity.set_protocol_major(1);
        identity.set_instance(9);
        identity.set_clock_us(1'800'000'000'000'000);
        said.set_session(kSession);
        said.set_conference("hop");
        said.set_depth_above(1);
        said.add_above("mcu.tinh");
        auto& trunk = *said.add_trunks();
        trunk.set_number(0);
        trunk.set_uri("sip:link.mcu.tinh.0@127.0.0.1:9;transport=tls");
        trunk.set_user("link.mcu.vnpt.0");
        trunk.set_password(std::string(64, '7'));
        return message;
    }

    template <typename Condition>
    bool wait(Condition condition) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, kPatience, condition);
    }

    std::mutex mutex_;  ///< held while writing: the service thread and the test's write both
    std::condition_variable changed_;
    Stream* stream_ = nullptr;
    std::map<std::string, std::uint32_t> contributors_;
    std::vector<wire::OrderReport> reports_;
    int port_ = 0;
    std::unique_ptr<grpc::Server> server_;
};

TEST(CascadeReplay, AnOrderSaidAgainOrOfAnotherLinkChangesNothing) {
    Province province;
    RawMaster master(province.enrol("mcu.tinh"));
    Node slave{"mcu.vnpt", province.enrol("mcu.vnpt")};
    slave.host.addSite("x.1", McuId{"mcu.vnpt"});
    slave.host.addSite("x.2", McuId{"mcu.vnpt"});
    slave.withMaster("mcu.tinh", master.port(), 1).start();
    ASSERT_TRUE(master.knows("x.2")) << slave.link("mcu.tinh").cause;
    master.order(5, "x.1");
    ASSERT_TRUE(slave.eventually([&] { return slave.host.selections.size() == 1; }));
    master.order(5, "x.1");                // said again
    master.order(5, "x.2");                // the same id with something else in it
    master.order(4, "x.2");                // one that was overtaken
    master.order(6, "x.2", kSession + 1);  // recorded on another link
    EXPECT_EQ(master.states(5),
              (std::vector{wire::ORDER_STATE_ACCEPTED,
                           wire::ORDER_STATE_ACCEPTED,
                           wire::ORDER_STATE_ACCEPTED,
                           wire::ORDER_STATE_REFUSED,
                           wire::ORDER_STATE_REFUSED}));
    slave.on([&] {
        ASSERT_EQ(slave.host.selections.size(), 1U);
        EXPECT_EQ(slave.host.selections[0].selection.site.value, "x.1");
    });
    slave.stop();
}

}  // namespace
}  // namespace mcu::cascade::test
