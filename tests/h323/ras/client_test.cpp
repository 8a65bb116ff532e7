// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "h323/ras/stage.h"

namespace mcu::h323 {

using namespace std::chrono_literals;
using ras::ClientState;

class RasRegistration : public ClientStage {};

TEST_F(RasRegistration, RegistersFullyAndKeepsItselfRegisteredLightly) {
    make(settings());
    take(client->start());
    const auto full = last("registrationRequest");
    EXPECT_EQ(sent.back().to, at("192.0.2.9:1719"));
    EXPECT_FALSE(full.body().flag("keepAlive"));
    EXPECT_EQ(full.body().number("timeToLive"), 300);
    EXPECT_THAT(ras::namesOf(full.body().find("terminalAlias")),
                ::testing::ElementsAre("mcu.tinh", "0212"));
    EXPECT_EQ(full.body().chosen("terminalAlias.1"), "dialedDigits");
    EXPECT_TRUE(full.body().has("terminalType.mcu"));
    EXPECT_TRUE(full.body().flag("terminalType.mc"));
    EXPECT_EQ(ras::firstAddress(full.body().find("callSignalAddress")), at("192.0.2.1:1720"));
    receive(rcf(full.sequence));
    EXPECT_EQ(client->status().state, ClientState::registered);
    EXPECT_EQ(client->status().endpointId, "ep-1");
    EXPECT_EQ(client->status().timeToLive, 120s);
    sent.clear();
    advance(99s);
    EXPECT_TRUE(sent.empty());
    advance(2s);
    const auto light = last("registrationRequest");
    EXPECT_TRUE(light.body().flag("keepAlive"));
    EXPECT_EQ(light.body().text("endpointIdentifier"), "ep-1");
    EXPECT_EQ(light.body().text("gatekeeperIdentifier"), "gk");
    EXPECT_FALSE(light.body().has("terminalAlias"));
    receive(rcf(light.sequence));
    EXPECT_EQ(sent.size(), 1U);
    EXPECT_EQ(client->status().state, ClientState::registered);
}

TEST_F(RasRegistration, SendsAgainTwiceThenPausesLongerEachTime) {
    make(settings());
    take(client->start());
    advance(8s);
    ASSERT_EQ(sent.size(), 3U);
    EXPECT_EQ(sent[0].octets, sent[2].octets);
    advance(1s);
    EXPECT_EQ(client->status().state, ClientState::waiting);
    EXPECT_EQ(client->status().cause, "the gatekeeper does not answer");
    advance(4s);
    EXPECT_EQ(sent.size(), 3U);
    advance(1s);
    EXPECT_EQ(sent.size(), 4U);  // after 5 s, a new request
    EXPECT_NE(sent[3].octets, sent[0].octets);
    advance(9s);
    advance(9s);
    EXPECT_EQ(sent.size(), 6U);  // now 10 s
    advance(1s);
    EXPECT_EQ(sent.size(), 7U);
}

TEST_F(RasRegistration, ARegistrationTheGatekeeperForgotIsMadeInFull) {
    make(settings());
    registerNow();
    advance(101s);
    receive(rejected(
        "registrationReject", last("registrationRequest").sequence, "fullRegistrationRequired"));
    const auto full = last("registrationRequest");
    EXPECT_FALSE(full.body().flag("keepAlive"));
    EXPECT_TRUE(full.body().has("terminalAlias"));
    receive(rcf(full.sequence, [](Value& body) { body.setText("endpointIdentifier", "ep-2"); }));
    EXPECT_EQ(client->status().endpointId, "ep-2");
}

TEST_F(RasRegistration, DiscoversWhenItIsToldSo) {
    make(settings());
    take(client->start());
    receive(
        rejected("registrationReject", last("registrationRequest").sequence, "discoveryRequired"));
    const auto discovery = last("gatekeeperRequest");
    EXPECT_EQ(client->status().state, ClientState::discovering);
    Made confirm("gatekeeperConfirm", discovery.sequence);
    confirm.body().setOid("protocolIdentifier", ras::kProtocol);
    confirm.body().setText("gatekeeperIdentifier", "gk");
    ras::putAddress(confirm.body().at("rasAddress"), at("192.0.2.9:2719"));
    receive(confirm.octets());
    const auto full = last("registrationRequest");
    EXPECT_EQ(sent.back().to, at("192.0.2.9:2719"));
    EXPECT_TRUE(full.body().flag("discoveryComplete"));
    EXPECT_EQ(full.body().text("gatekeeperIdentifier"), "gk");
}

TEST_F(RasRegistration, ADiscoveryByMulticastTakesWhoAnswers) {
    auto with = settings();
    with.gatekeepers = {at("224.0.1.41:1718")};
    with.discover = true;
    make(with);
    take(client->start());
    const auto discovery = last("gatekeeperRequest");
    EXPECT_EQ(sent.back().to, at("224.0.1.41:1718"));
    Made confirm("gatekeeperConfirm", discovery.sequence);
    confirm.body().setOid("protocolIdentifier", ras::kProtocol);
    ras::putAddress(confirm.body().at("rasAddress"), at("0.0.0.0:0"));
    receive(confirm.octets(), "192.0.2.77:1719");
    (void)last("registrationRequest");
    EXPECT_EQ(sent.back().to, at("192.0.2.77:1719"));
}

TEST_F(RasRegistration, ARejectionIsToldAndTriedAgainLater) {
    make(settings());
    take(client->start());
    receive(rejected("registrationReject", last("registrationRequest").sequence, "securityDenial"));
    EXPECT_EQ(client->status().state, ClientState::waiting);
    EXPECT_EQ(client->status().cause, "the gatekeeper refuses the registration: securityDenial");
    sent.clear();
    advance(5s);
    (void)last("registrationRequest");
}

TEST_F(RasRegistration, AlternatesAreTriedInTheirOrder) {
    make(settings());
    registerNow([](Value& body) {
        for (const auto& [address, priority] : std::vector<std::pair<std::string, int>>{
                 {"192.0.2.12:1719", 2}, {"192.0.2.11:1719", 1}}) {
            auto& alternate = body.append("alternateGatekeeper");
            ras::putAddress(alternate.at("rasAddress"), at(address));
            alternate.set("needToRegister", true);
            alternate.set("priority", std::int64_t{priority});
        }
    });
    EXPECT_EQ(client->status().alternates, 2U);
    advance(100s);  // light registration
    ASSERT_EQ(sent.size(), 1U);
    advance(9s);  // not answered
    (void)last("registrationRequest");
    EXPECT_EQ(sent.back().to, at("192.0.2.11:1719"));
    advance(9s);
    EXPECT_EQ(sent.back().to, at("192.0.2.12:1719"));
    receive(rcf(last("registrationRequest").sequence), "192.0.2.12:1719");
    EXPECT_EQ(client->status().state, ClientState::registered);
    EXPECT_EQ(client->status().gatekeeper, at("192.0.2.12:1719"));
}

TEST_F(RasRegistration, RequestInProgressPostponesTheRetransmission) {
    make(settings());
    take(client->start());
    Made rip("requestInProgress", last("registrationRequest").sequence);
    rip.body().set("delay", std::int64_t{20000});
    receive(rip.octets());
    advance(22s);
    EXPECT_EQ(sent.size(), 1U);
    advance(1s);
    EXPECT_EQ(sent.size(), 2U);
}

TEST_F(RasRegistration, UnregisteredByTheGatekeeperItRegistersAgain) {
    make(settings());
    registerNow();
    Made urq("unregistrationRequest", 77);
    urq.body().at("callSignalAddress");
    urq.body().at("reason.reregistrationRequired");
    receive(urq.octets());
    EXPECT_EQ(last("unregistrationConfirm").sequence, 77);
    EXPECT_EQ(client->status().state, ClientState::waiting);
    advance(1s);
    EXPECT_FALSE(last("registrationRequest").body().flag("keepAlive"));
}

TEST_F(RasRegistration, LeavesWithAnUnregistration) {
    make(settings());
    registerNow();
    take(client->stop());
    const auto urq = last("unregistrationRequest");
    EXPECT_EQ(urq.body().text("endpointIdentifier"), "ep-1");
    EXPECT_EQ(client->status().state, ClientState::leaving);
    receive(Made("unregistrationConfirm", urq.sequence).octets());
    EXPECT_EQ(client->status().state, ClientState::off);
    EXPECT_FALSE(client->nextTimer());
}

TEST_F(RasRegistration, LeavesAlsoWhenNobodyAnswers) {
    make(settings());
    registerNow();
    take(client->stop());
    advance(6s);
    EXPECT_EQ(sent.size(), 2U);
    EXPECT_EQ(client->status().state, ClientState::off);
}

TEST_F(RasRegistration, WhatAStrangerSendsIsNothing) {
    make(settings());
    registerNow();
    Made urq("unregistrationRequest", 77);
    urq.body().at("callSignalAddress");
    receive(urq.octets(), "198.51.100.1:1719");
    EXPECT_TRUE(sent.empty());
    EXPECT_EQ(client->status().state, ClientState::registered);
    EXPECT_EQ(client->ignored(), 1U);
    take(client->receive(at("192.0.2.9:1719"), Octets{0xFF, 0xFF, 0xFF}));
    EXPECT_EQ(client->ignored(), 2U);
}

TEST_F(RasRegistration, AnswersWhatItDoesNotKnowWithXrs) {
    make(settings());
    registerNow();
    // Extension alternative 40 of RasMessage: bit 1, small number, an open type of three octets.
    const Octets unknown = {0xA8, 0x03, 0x00, 0x00, 0x41};
    take(client->receive(at("192.0.2.9:1719"), unknown));
    const auto xrs = last("unknownMessageResponse");
    EXPECT_EQ(xrs.sequence, 0x42);
    EXPECT_THAT(xrs.body().octets("messageNotUnderstood"), ::testing::ElementsAreArray(unknown));
}

TEST_F(RasRegistration, RefusesServiceControlAndLocationPolitely) {
    make(settings());
    registerNow();
    Made sci("serviceControlIndication", 12);
    sci.body().at("serviceControl");
    receive(sci.octets());
    EXPECT_EQ(last("serviceControlResponse").body().chosen("result"), "notAvailable");
    Made lrq("locationRequest", 13);
    lrq.body().setText("endpointIdentifier", "x");
    ras::putNames(lrq.body().at("destinationInfo"), {"12"});
    ras::putAddress(lrq.body().at("replyAddress"), at("192.0.2.9:1719"));
    lrq.body().set("canMapAlias", false);
    receive(lrq.octets());
    EXPECT_EQ(last("locationReject").body().chosen("rejectReason"), "requestDenied");
}

}  // namespace mcu::h323
