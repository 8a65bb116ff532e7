// SPDX-License-Identifier: GPL-3.0-or-later
#include <set>
#include <string>
#include <unistd.h>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "control/control_server.h"
#include "control/fake_service.h"
#include "mcu/access.pb.h"
#include "mcu/access_client.h"
#include "mcu/client.h"
#include "mcu/incident.pb.h"
#include "mcu/probe.pb.h"
#include "mcu/session.pb.h"

namespace mcu::control {
namespace {

using fakes::ControlledServer;
namespace v1 = hnth::mcu::v1;

/// One person, who is whoever runs the test, or somebody else.
access::Person me(access::Role role, std::uint32_t uid = getuid()) {
    access::Person person;
    person.name = "hanh";
    person.organisation = "vnpt";
    person.role = role;
    person.uid = uid;
    person.sites = {"x.1"};
    return person;
}

class AccessControl : public testing::Test {
protected:
    void allow(std::vector<access::Person> people) {
        server_.stop();
        server_.settings.access.people =
            std::make_shared<access::People>("vp-ubnd", std::move(people));
        server_.settings.access.refused = [this](const access::Refusal& refusal) {
            told_.push_back(refusal);
        };
        server_.start();
        ASSERT_EQ(server_.startError, "");
    }

    [[nodiscard]] client::Client client() const {
        client::Settings settings;
        settings.server = server_.address();
        settings.deadline = std::chrono::seconds(60);
        return *client::Client::make(settings);
    }

    [[nodiscard]] client::AccessClient accessClient() const {
        client::Settings settings;
        settings.server = server_.address();
        settings.deadline = std::chrono::seconds(60);
        return *client::AccessClient::make(settings);
    }

    /// An empty request of any method.
    [[nodiscard]] grpc::Status call(const std::string& method) const {
        grpc::GenericStub stub(
            grpc::CreateChannel(server_.address(), grpc::InsecureChannelCredentials()));
        grpc::ClientContext context;
        context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
        grpc::CompletionQueue queue;
        const grpc::Slice nothing("");
        const auto asked =
            stub.PrepareUnaryCall(&context, method, grpc::ByteBuffer(&nothing, 1), &queue);
        asked->StartCall();
        grpc::ByteBuffer reply;
        grpc::Status status;
        asked->Finish(&reply, &status, &status);
        void* tag = nullptr;
        bool ok = false;
        EXPECT_TRUE(queue.Next(&tag, &ok));
        return status;
    }

    ControlledServer server_;
    std::vector<access::Refusal> told_;  ///< on the control thread
};

std::vector<std::string> everyMethod() {
    std::vector<std::string> names;
    for (const auto* file : {v1::CommandRequest::descriptor()->file(),
                             v1::SessionRequest::descriptor()->file(),
                             v1::IncidentRequest::descriptor()->file(),
                             v1::ProbeRequest::descriptor()->file(),
                             v1::WhoAmIRequest::descriptor()->file()}) {
        for (int i = 0; i < file->service_count(); ++i) {
            const auto* service = file->service(i);
            for (int k = 0; k < service->method_count(); ++k) {
                names.push_back("/" + service->full_name() + "/" + service->method(k)->name());
            }
        }
    }
    return names;
}

v1::CommandRequest muting(const std::string& site) {
    v1::CommandRequest request;
    request.mutable_actor()->set_name("root");
    request.mutable_actor()->set_organisation("vp-ubnd");
    auto& channel = *request.mutable_set_channel();
    channel.set_channel(v1::CHANNEL_MICROPHONE);
    channel.add_sites(site);
    return request;
}

// B-AUT-1: no method answers somebody unknown, whichever are added.
TEST_F(AccessControl, SomebodyUnknownGetsNothingOfAnyMethod) {
    allow({me(access::Role::admin, getuid() + 1)});
    const std::set<std::string> open = {"/hnth.mcu.v1.Control/Version",
                                        "/hnth.mcu.v1.Access/WhoAmI"};
    const auto methods = everyMethod();
    EXPECT_GE(methods.size(), 19U);
    for (const auto& method : methods) {
        EXPECT_EQ(
            call(method).error_code(),
            open.contains(method) ? grpc::StatusCode::OK : grpc::StatusCode::PERMISSION_DENIED)
            << method;
    }
    const auto who = accessClient().whoAmI({});
    ASSERT_TRUE(who) << who.error().text;
    EXPECT_FALSE(who->known());
    EXPECT_EQ(who->by(), "uid " + std::to_string(getuid()));
    server_.onControl([&] {
        EXPECT_TRUE(server_.service.commands.empty());
        ASSERT_FALSE(told_.empty());
        EXPECT_EQ(told_[0].id, "access.unknown");
        EXPECT_EQ(server_.server->refusals(), methods.size() - open.size());
    });
}

TEST_F(AccessControl, RecordsNameThePersonNotWhatTheClientSays) {
    allow({me(access::Role::slaveOperator)});
    const auto reply = client().execute(muting("x.1"));
    ASSERT_TRUE(reply) << reply.error().text;
    EXPECT_TRUE(reply->ok()) << reply->message();
    server_.onControl([&] {
        ASSERT_EQ(server_.service.actors.size(), 1U);
        EXPECT_EQ(server_.service.actors[0].name, "hanh");
        EXPECT_EQ(server_.service.actors[0].organisation, "vnpt");
        EXPECT_EQ(server_.service.actors[0].origin, "unix:" + std::to_string(getuid()));
    });
}

TEST_F(AccessControl, ARefusedCommandIsAnAnswerAndIsNotCarriedOut) {
    allow({me(access::Role::slaveOperator)});
    const auto reply = client().execute(muting("x.2"));
    ASSERT_TRUE(reply);
    EXPECT_FALSE(reply->ok());
    EXPECT_EQ(reply->error_code(), v1::ERROR_CODE_NOT_ALLOWED);
    EXPECT_EQ(reply->message_id(), "access.other-site");
    server_.onControl([&] {
        EXPECT_TRUE(server_.service.commands.empty());
        ASSERT_EQ(told_.size(), 1U);
        EXPECT_EQ(told_[0].act, "set_channel");
    });
}

TEST_F(AccessControl, ARefusedQuestionCarriesItsAdvice) {
    allow({me(access::Role::monitor)});
    const auto ports = client().ports();
    ASSERT_FALSE(ports);
    EXPECT_EQ(ports.error().kind, client::Failure::Kind::notAllowed);
    EXPECT_EQ(ports.error().text,
              "hanh (monitor of vnpt) does not have the right \"security\"\n"
              "it belongs to the roles admin, supervisor or auditor");
    EXPECT_TRUE(client().status());
}

TEST_F(AccessControl, ARoomSeesItselfAlone) {
    allow({me(access::Role::room)});
    server_.onControl([&] {
        conference::SiteStatus one;
        one.id = {"x.1"};
        conference::SiteStatus two;
        two.id = {"x.2"};
        conference::ConferenceStatus mine;
        mine.id = {"mine"};
        mine.sites = {one, two};
        mine.views.emplace_back();
        conference::ConferenceStatus other;
        other.id = {"other"};
        other.sites = {two};
        server_.service.state.conferences = {mine, other};
        conference::SiteRecord record;
        record.id = {"x.1"};
        record.phone = "0212 385 0000";
        server_.service.records = {record, {}};
        server_.service.records[1].id = {"x.2"};
    });
    const auto status = client().status();
    ASSERT_TRUE(status) << status.error().text;
    ASSERT_EQ(status->conferences_size(), 1);
    ASSERT_EQ(status->conferences(0).sites_size(), 1);
    EXPECT_EQ(status->conferences(0).sites(0).id(), "x.1");
    EXPECT_EQ(status->conferences(0).views_size(), 0);
    const auto sites = client().sites();
    ASSERT_TRUE(sites);
    ASSERT_EQ(sites->sites_size(), 1);
    EXPECT_EQ(sites->sites(0).phone(), "");
    client::Client::Watcher watcher;
    watcher.event = [](const v1::Event&) { return true; };
    const auto ended = client().watch("", watcher);
    ASSERT_TRUE(ended);
    EXPECT_EQ(ended->kind, client::Failure::Kind::notAllowed);
}

TEST_F(AccessControl, ListsRightsAndPeople) {
    allow({me(access::Role::admin)});
    const auto rights = accessClient().rights();
    ASSERT_TRUE(rights) << rights.error().text;
    EXPECT_FALSE(rights->everybody());
    ASSERT_EQ(rights->roles_size(), 7);
    EXPECT_EQ(rights->roles(2).role(), "slave-operator");
    ASSERT_EQ(rights->people_size(), 1);
    EXPECT_EQ(rights->people(0).name(), "hanh");
}

TEST_F(AccessControl, WithoutPeopleWhoeverConnectsIsAdministrator) {
    v1::Actor actor;
    actor.set_name("lan");
    const auto who = accessClient().whoAmI(actor);
    ASSERT_TRUE(who) << who.error().text;
    EXPECT_TRUE(who->everybody());
    EXPECT_EQ(who->name(), "lan");
    EXPECT_EQ(who->role(), "admin");
    EXPECT_TRUE(client().execute(muting("x.2"))->ok());
    server_.onControl([&] { EXPECT_EQ(server_.service.actors.at(0).organisation, "vp-ubnd"); });
}

}  // namespace
}  // namespace mcu::control
