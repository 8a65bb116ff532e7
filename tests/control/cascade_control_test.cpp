// SPDX-License-Identifier: GPL-3.0-or-later
// Requests of the chair and the cascade through the control API, with a real server and client.
#include <gtest/gtest.h>

#include "control/fake_service.h"
#include "mcu/client.h"

namespace mcu::control {
namespace {

using fakes::ControlledServer;
namespace v1 = hnth::mcu::v1;

client::Client clientOf(const ControlledServer& server) {
    client::Settings settings;
    settings.server = server.address();
    settings.deadline = std::chrono::seconds(60);
    return *client::Client::make(settings);
}

v1::CommandRequest asLan() {
    v1::CommandRequest request;
    request.mutable_actor()->set_name("lan");
    return request;
}

TEST(CascadeControl, ACommandOfTheCascadeGoesToItsGateAlone) {
    ControlledServer server;
    server.onControl([&] { server.cascade.answer = cascade::Outcome{"held"}; });
    auto request = asLan();
    request.mutable_cascade_hold()->set_on(true);
    request.mutable_cascade_hold()->set_reason("đang xử lý đường truyền");
    const auto reply = clientOf(server).execute(request);
    ASSERT_TRUE(reply) << reply.error().text;
    EXPECT_TRUE(reply->ok());
    EXPECT_EQ(reply->message(), "held");
    EXPECT_EQ(reply->message_id(), "outcome.cascade_hold");
    server.onControl([&] {
        EXPECT_TRUE(server.service.commands.empty());
        ASSERT_EQ(server.cascade.commands.size(), 1U);
        EXPECT_EQ(server.cascade.actors[0].name, "lan");
        EXPECT_EQ(std::get<cascade::Hold>(server.cascade.commands[0]).reason,
                  "đang xử lý đường truyền");
    });
}

TEST(CascadeControl, ARefusalOfTheCascadeIsAnAnswer) {
    ControlledServer server;
    server.onControl([&] {
        server.cascade.answer = Error(ErrorCode::notFound, "no order 7", "look", "order.unknown");
    });
    auto request = asLan();
    request.mutable_cascade_confirm()->set_order(7);
    const auto reply = clientOf(server).execute(request);
    ASSERT_TRUE(reply);
    EXPECT_FALSE(reply->ok());
    EXPECT_EQ(reply->error_code(), v1::ERROR_CODE_NOT_FOUND);
    EXPECT_EQ(reply->message_id(), "order.unknown");
}

TEST(CascadeControl, WithoutACascadeItsCommandsAreRefusedWithAdvice) {
    ControlledServer server;
    server.stop();
    server.cascaded = false;
    server.start();
    const auto client = clientOf(server);
    auto request = asLan();
    request.mutable_say()->set_text("alo");
    const auto reply = client.execute(request);
    ASSERT_TRUE(reply);
    EXPECT_FALSE(reply->ok());
    EXPECT_EQ(reply->message(), "this server has no cascade configured");
    EXPECT_EQ(reply->message_id(), "cascade.not-configured");
    EXPECT_NE(reply->advice(), "");
    const auto status = client.cascade();
    ASSERT_TRUE(status);
    EXPECT_EQ(status->role(), "alone");
    EXPECT_EQ(status->mcu(), "mcu.test");
}

TEST(CascadeControl, ListsRequestsNewestFirstAndByConference) {
    ControlledServer server;
    server.onControl([&] {
        for (const std::uint64_t number : {5U, 7U, 6U}) {
            conference::RequestStatus request;
            request.number = number;
            request.conference = {number == 6 ? "b" : "a"};
            request.site = {"x.03985"};
            request.owner = {"mcu.vnpt"};
            request.askedAt = WallTime(std::chrono::microseconds(1234567));
            request.twoWaySeconds = 2.5;
            request.state = "two-way-up";
            request.confirmedByHand = true;
            server.service.chairRequests.push_back(request);
        }
    });
    const auto all = clientOf(server).requests();
    ASSERT_TRUE(all);
    ASSERT_EQ(all->requests_size(), 3);
    EXPECT_EQ(all->requests(0).number(), 7U);
    EXPECT_EQ(all->requests(2).number(), 5U);
    EXPECT_EQ(all->requests(0).asked_at_us(), 1234567);
    EXPECT_EQ(all->requests(0).two_way_seconds(), 2.5);
    EXPECT_EQ(all->requests(0).taken_seconds(), -1);
    EXPECT_EQ(all->requests(0).owner(), "mcu.vnpt");
    EXPECT_TRUE(all->requests(0).confirmed_by_hand());
    const auto some = clientOf(server).requests("b");
    ASSERT_EQ(some->requests_size(), 1);
    EXPECT_EQ(some->requests(0).number(), 6U);
}

/// A link with a value in every field.
cascade::LinkStatus sampleLink() {
    cascade::LinkStatus link;
    link.mcu = {"mcu.tinh"};
    link.name = "Tỉnh";
    link.toMaster = true;
    link.state = cascade::LinkState::controlLost;
    link.cause = "heartbeat";
    link.roundTripMs = 4.5;
    link.clockOffsetMs = -3;
    link.policy = cascade::Policy::confirm;
    link.held = true;
    link.sites = 126;
    link.sitesReady = 125;
    link.certificateDays = 211;
    conference::TrunkStatus trunk;
    trunk.id = {"link.mcu.tinh.0"};
    trunk.state = conference::SiteState::connected;
    trunk.carries = {"x.03985"};
    trunk.arrives = true;
    trunk.suite = "AEAD_AES_256_GCM";
    link.trunks = {trunk};
    return link;
}

TEST(CascadeControl, TellsLinksOrdersMessagesAndTheMastersProgramme) {
    ControlledServer server;
    server.onControl([&] {
        auto& state = server.cascade.state;
        state.mcu = {"mcu.vnpt"};
        state.role = "slave";
        state.policy = cascade::Policy::confirm;
        state.links = {sampleLink()};
        cascade::OrderStatus order;
        order.id = 41;
        order.site = {"x.03985"};
        order.use = "take";
        order.state = "waiting";
        order.escalated = true;
        state.orders = {order};
        cascade::Message message;
        message.id = 3;
        message.text = "chuẩn bị";
        message.cue = true;
        state.messages = {message};
        state.programme.layout = "1x1";
        state.programme.panes = {{"t.ubnd"}};
        state.programme.next = {"x.03986"};
        conference::RequestState request;
        request.number = 6;
        request.askedAt = std::chrono::system_clock::now() - std::chrono::seconds(12);
        state.requests = {request};
    });
    const auto status = clientOf(server).cascade();
    ASSERT_TRUE(status) << status.error().text;
    EXPECT_EQ(status->role(), "slave");
    EXPECT_EQ(status->policy(), v1::POLICY_CONFIRM);
    ASSERT_EQ(status->links_size(), 1);
    const auto& link = status->links(0);
    EXPECT_EQ(link.state(), "control-lost");
    EXPECT_EQ(link.policy(), v1::POLICY_CONFIRM);
    EXPECT_TRUE(link.to_master());
    EXPECT_EQ(link.sites_ready(), 125);
    EXPECT_EQ(link.certificate_days(), 211);
    ASSERT_EQ(link.trunks_size(), 1);
    EXPECT_EQ(link.trunks(0).state(), v1::SITE_STATE_CONNECTED);
    EXPECT_EQ(link.trunks(0).carries(), "x.03985");
    EXPECT_EQ(link.trunks(0).suite(), "AEAD_AES_256_GCM");
    ASSERT_EQ(status->orders_size(), 1);
    EXPECT_EQ(status->orders(0).id(), 41U);
    EXPECT_TRUE(status->orders(0).escalated());
    EXPECT_TRUE(status->messages(0).cue());
    EXPECT_EQ(status->master_panes(0), "t.ubnd");
    EXPECT_EQ(status->master_next(), "x.03986");
    EXPECT_GE(status->requests(0).age_seconds(), 12);
    EXPECT_LT(status->requests(0).age_seconds(), 600);
}

TEST(CascadeControl, AStatusTellsWhoseRoomASiteIsAndHowItComes) {
    ControlledServer server;
    server.onControl([&] {
        server.service.state.conferences.resize(1);
        auto& conference = server.service.state.conferences[0];
        conference.sites.resize(1);
        auto& site = conference.sites[0];
        site.owner = {"mcu.vnpt"};
        site.carriedBy = {"link.mcu.vnpt.0"};
        site.trunk = true;
        site.stale = true;
        site.manual = true;
        site.relay = "matrix";
        conference::SiteRecord record;
        record.relay = "upstream";
        record.manualMcu = true;
        record.phone = "0212 385 0000";
        record.via = {"mcu.foreign"};
        server.service.records = {record};
    });
    const auto status = clientOf(server).status();
    const auto& site = status->conferences(0).sites(0);
    EXPECT_EQ(site.owner(), "mcu.vnpt");
    EXPECT_EQ(site.carried_by(), "link.mcu.vnpt.0");
    EXPECT_TRUE(site.trunk());
    EXPECT_TRUE(site.stale());
    EXPECT_TRUE(site.manual());
    EXPECT_EQ(site.relay(), "matrix");
    const auto sites = clientOf(server).sites();
    EXPECT_EQ(sites->sites(0).relay(), "upstream");
    EXPECT_TRUE(sites->sites(0).manual_mcu());
    EXPECT_EQ(sites->sites(0).phone(), "0212 385 0000");
    EXPECT_EQ(sites->sites(0).via(), "mcu.foreign");
}

}  // namespace
}  // namespace mcu::control
