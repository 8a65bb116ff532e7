// SPDX-License-Identifier: GPL-3.0-or-later
// A slave that does not keep to the protocol: cut with a reason, and nobody else notices.
#include <functional>
#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>

#include "cascade/impl/credentials.h"
#include "cascade/impl/validate.h"
#include "cascade/node.h"
#include "mcu/cascade.grpc.pb.h"

namespace mcu::cascade::test {
namespace {

namespace wire = hnth::cascade::v1;

/// A slave by hand, with a good certificate.
class RawSlave {
public:
    RawSlave(const McuFiles& files, int port) {
        Settings settings;
        settings.certificate = files.certificate;
        settings.key = files.key;
        settings.authority = files.authority;
        auto credentials = Credentials::forDialling(settings, std::make_shared<Handshake>());
        EXPECT_TRUE(credentials.has_value());
        grpc::ChannelArguments arguments;
        arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
        arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
        stub_ = wire::Cascade::NewStub(grpc::CreateCustomChannel(
            "127.0.0.1:" + std::to_string(port), *credentials, arguments));
        context_.set_deadline(std::chrono::system_clock::now() + kPatience);
        stream_ = stub_->Link(&context_);
    }

    static wire::FromSlave hello(const std::string& id) {
        wire::FromSlave message;
        auto& identity = *message.mutable_hello()->mutable_identity();
        identity.set_mcu(id);
        identity.set_program("hnth-mcu 0.1.0");
        identity.set_protocol_major(1);
        identity.set_instance(7);
        identity.set_clock_us(1'800'000'000'000'000);
        message.mutable_hello()->set_uplinks(1);
        return message;
    }

    void send(const wire::FromSlave& message) { (void)stream_->Write(message); }

    /// The reason it is cut with; the connection is over then.
    std::string farewell() {
        std::string reason = "none";
        wire::FromMaster message;
        while (stream_->Read(&message)) {
            if (message.has_bye()) {
                reason = message.bye().message();
            } else if (message.has_refused()) {
                reason = message.refused().message();
            }
        }
        stream_->WritesDone();
        (void)stream_->Finish();
        return reason;
    }

    bool welcomed() {
        wire::FromMaster message;
        return stream_->Read(&message) && message.has_welcome();
    }

private:
    std::unique_ptr<wire::Cascade::Stub> stub_;
    grpc::ClientContext context_;
    std::unique_ptr<grpc::ClientReaderWriter<wire::FromSlave, wire::FromMaster>> stream_;
};

class CascadePeer : public testing::Test {
protected:
    CascadePeer() {
        master.withSlave("mcu.vnpt").withSlave("mcu.viettel").start();
        // A good slave that must not notice.
        good.withMaster("mcu.tinh", master.port()).start();
        EXPECT_TRUE(master.reaches("mcu.viettel", LinkState::up));
    }

    ~CascadePeer() override {
        EXPECT_EQ(master.link("mcu.viettel").state, LinkState::up);
        master.on([&] { EXPECT_EQ(master.host.count("cascade.control-lost"), losses); });
    }

    /// Says hello, is welcomed, then says this.
    std::string afterHello(const std::function<void(RawSlave&)>& say) {
        RawSlave raw(files, master.port());
        raw.send(RawSlave::hello("mcu.vnpt"));
        EXPECT_TRUE(raw.welcomed());
        say(raw);
        losses = 1;
        auto reason = raw.farewell();
        EXPECT_TRUE(master.reaches("mcu.vnpt", LinkState::controlLost));
        return reason;
    }

    Province province;
    McuFiles files = province.enrol("mcu.vnpt");
    Node master{"mcu.tinh", province.enrol("mcu.tinh")};
    Node good{"mcu.viettel", province.enrol("mcu.viettel")};
    std::size_t losses = 0;
};

TEST_F(CascadePeer, WithoutHelloIsCut) {
    RawSlave raw(files, master.port());
    wire::FromSlave message;
    message.mutable_ping()->set_number(1);
    raw.send(message);
    EXPECT_EQ(raw.farewell(), "no Hello came first");
}

TEST_F(CascadePeer, WithAMalformedHelloIsCut) {
    RawSlave raw(files, master.port());
    auto message = RawSlave::hello("mcu.vnpt");
    message.mutable_hello()->set_uplinks(99);
    raw.send(message);
    EXPECT_EQ(raw.farewell(), "a message is malformed: hello.uplinks");
    EXPECT_GE(master.on([&] { return master.service->counters().at("cascade.cut"); }), 1U);
}

TEST_F(CascadePeer, OfAnotherMajorVersionIsToldWhatDiffers) {
    RawSlave raw(files, master.port());
    auto message = RawSlave::hello("mcu.vnpt");
    message.mutable_hello()->mutable_identity()->set_protocol_major(2);
    raw.send(message);
    const auto reason = raw.farewell();
    EXPECT_NE(reason.find("mcu.vnpt speaks protocol 2.0"), std::string::npos) << reason;
    EXPECT_NE(master.link("mcu.vnpt").cause.find("protocol 2.0"), std::string::npos);
}

TEST_F(CascadePeer, OfAnotherMinorVersionLinksWithWhatIsCommon) {
    RawSlave raw(files, master.port());
    auto message = RawSlave::hello("mcu.vnpt");
    auto& identity = *message.mutable_hello()->mutable_identity();
    identity.set_protocol_minor(3);
    identity.add_features("roster");
    identity.add_features("holograms");
    raw.send(message);
    ASSERT_TRUE(raw.welcomed());
    const auto differences = master.link("mcu.vnpt").differences;
    EXPECT_NE(differences.find("it speaks protocol 1.3, we 1.1"), std::string::npos);
    EXPECT_NE(differences.find("it lacks orders"), std::string::npos);
    EXPECT_NE(differences.find("it has more: holograms"), std::string::npos);
    // A message of its own kind is left alone.
    raw.send(wire::FromSlave());
    wire::FromSlave bye;
    bye.mutable_bye()->set_code("cascade.disconnected");
    raw.send(bye);
    EXPECT_EQ(raw.farewell(), "none");
    EXPECT_GE(master.on([&] { return master.service->counters().at("cascade.ignored"); }), 1U);
}

TEST_F(CascadePeer, ThatMakesALoopIsRefused) {
    RawSlave raw(files, master.port());
    auto message = RawSlave::hello("mcu.vnpt");
    message.mutable_hello()->add_below("mcu.tinh");
    raw.send(message);
    EXPECT_NE(raw.farewell().find("would make a loop"), std::string::npos);
}

TEST_F(CascadePeer, ThatIsTooDeepIsRefused) {
    RawSlave raw(files, master.port());
    auto message = RawSlave::hello("mcu.vnpt");
    message.mutable_hello()->set_depth_below(1);
    message.mutable_hello()->add_below("mcu.xa");
    raw.send(message);
    EXPECT_NE(raw.farewell().find("2 tiers; 1 are allowed"), std::string::npos);
}

TEST_F(CascadePeer, WithASecondHelloIsCut) {
    EXPECT_EQ(afterHello([](RawSlave& raw) { raw.send(RawSlave::hello("mcu.vnpt")); }),
              "a second Hello came");
}

TEST_F(CascadePeer, WithNonsenseIsCut) {
    EXPECT_EQ(afterHello([](RawSlave& raw) {
                  wire::FromSlave message;
                  message.mutable_roster_page()->set_pages(1);
                  auto& site = *message.mutable_roster_page()->add_sites();
                  site.set_id("x.1");
                  site.set_owner("mcu.vnpt");
                  site.set_contributor(1);
                  site.set_state(99);
                  raw.send(message);
              }),
              "a message is malformed: site.state");
}

TEST_F(CascadePeer, WithHugeMessagesIsCut) {
    EXPECT_EQ(afterHello([](RawSlave& raw) {
                  wire::FromSlave message;
                  message.mutable_bye()->set_message(std::string(1'200'000, 'a'));
                  raw.send(message);
              }),
              "a message is larger than 1 MiB");
}

TEST_F(CascadePeer, ThatFloodsIsCut) {
    EXPECT_EQ(afterHello([](RawSlave& raw) {
                  for (int i = 0; i < 1000; ++i) {
                      wire::FromSlave message;
                      message.mutable_ping()->set_number(1);
                      raw.send(message);
                  }
              }),
              "messages come too fast");
}

TEST_F(CascadePeer, ThatTellsTooManyIncidentsIsCut) {
    EXPECT_EQ(afterHello([](RawSlave& raw) {
                  for (int i = 0; i < 100; ++i) {
                      wire::FromSlave message;
                      (void)message.mutable_incidents();
                      raw.send(message);
                  }
              }),
              "messages come too fast");
}

// An MCU of protocol 1.0 tells events of its incidents, and nothing else of them.
TEST_F(CascadePeer, OfAnOlderVersionHasItsIncidentsInItsEvents) {
    for (const bool newer : {false, true}) {
        RawSlave raw(files, master.port());
        auto hello = RawSlave::hello("mcu.vnpt");
        hello.mutable_hello()->mutable_identity()->set_instance(newer ? 8 : 7);
        if (newer) {
            hello.mutable_hello()->mutable_identity()->add_features("incidents");
        }
        raw.send(hello);
        ASSERT_TRUE(raw.welcomed());
        wire::FromSlave said;
        auto& entry = *said.mutable_event_log()->add_entries();
        entry.set_number(1);
        entry.set_kind("incident.opened");
        entry.set_text("incident I-1");
        raw.send(said);
        wire::FromSlave told;
        auto& incident = *told.mutable_incidents()->add_incidents();
        incident.set_origin("mcu.vnpt");
        incident.set_number(1);
        incident.set_version(1);
        incident.set_kind("drop");
        incident.set_severity("error");
        incident.set_site("x.1");
        raw.send(told);
        wire::FromSlave bye;
        bye.mutable_bye()->set_code("cascade.disconnected");
        raw.send(bye);
        EXPECT_EQ(raw.farewell(), "none");
        master.on([&] {
            EXPECT_EQ(master.host.count("incident.opened"), 1U) << "of the older one alone";
            EXPECT_EQ(master.exchange.known.size(), newer ? 1U : 0U);
        });
    }
}

TEST_F(CascadePeer, OutOfOrderRosterIsAskedForAgain) {
    RawSlave raw(files, master.port());
    raw.send(RawSlave::hello("mcu.vnpt"));
    ASSERT_TRUE(raw.welcomed());
    wire::FromSlave message;
    message.mutable_roster_delta()->set_from(7);
    message.mutable_roster_delta()->set_to(8);
    raw.send(message);
    ASSERT_TRUE(
        master.eventually([&] { return master.service->counters()["cascade.resync"] == 1; }));
    EXPECT_NE(master.link("mcu.vnpt").state, LinkState::controlLost);
    wire::FromSlave bye;
    bye.mutable_bye()->set_code("cascade.disconnected");
    raw.send(bye);
    EXPECT_EQ(raw.farewell(), "none");
}

}  // namespace
}  // namespace mcu::cascade::test
