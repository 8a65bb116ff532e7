// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "h323/ras/stage.h"

namespace mcu::h323 {

using namespace std::chrono_literals;

class RasAdmission : public ClientStage {};

TEST_F(RasAdmission, AsksBeforeACallAndGivesBackAfterIt) {
    make(settings());
    registerNow();
    take(client->ask(call(1, "")));
    const auto arq = last("admissionRequest");
    EXPECT_EQ(arq.body().text("endpointIdentifier"), "ep-1");
    EXPECT_EQ(arq.body().number("bandWidth"), 20000);  // 1000 kbit/s both ways in 100 bit/s
    EXPECT_EQ(arq.body().number("callReferenceValue"), 101);
    EXPECT_FALSE(arq.body().flag("answerCall"));
    EXPECT_TRUE(arq.body().flag("canMapAlias"));
    EXPECT_FALSE(arq.body().has("destCallSignalAddress"));
    EXPECT_THAT(ras::namesOf(arq.body().find("destinationInfo")),
                ::testing::ElementsAre("9203985"));
    receive(acf(arq.sequence, "192.0.2.60:1720", [](Value& body) {
        ras::putNames(body.at("destinationInfo"), {"room"});
        body.set("bandWidth", std::int64_t{10000});
    }));
    ASSERT_EQ(admissions.size(), 1U);
    EXPECT_EQ(admissions[0].destination, at("192.0.2.60:1720"));
    EXPECT_THAT(admissions[0].to, ::testing::ElementsAre("room"));
    EXPECT_EQ(admissions[0].kbps, 500U);
    take(client->end(1, false));
    const auto drq = last("disengageRequest");
    EXPECT_EQ(drq.body().chosen("disengageReason"), "normalDrop");
    EXPECT_EQ(drq.body().number("callReferenceValue"), 101);
    EXPECT_FALSE(drq.body().flag("answeredCall"));
    receive(Made("disengageConfirm", drq.sequence).octets());
    EXPECT_EQ(client->status().calls, 0U);
    advance(30s);
    EXPECT_EQ(sent.size(), 2U);
}

TEST_F(RasAdmission, ACallInIsAskedForAsAnsweringOne) {
    make(settings());
    registerNow();
    auto about = call(2);
    about.answer = true;
    about.from = {"x.03985"};
    take(client->ask(about));
    const auto arq = last("admissionRequest");
    EXPECT_TRUE(arq.body().flag("answerCall"));
    EXPECT_EQ(ras::addressOf(*arq.body().find("srcCallSignalAddress")), at("192.0.2.50:1720"));
    EXPECT_EQ(ras::addressOf(*arq.body().find("destCallSignalAddress")), at("192.0.2.1:1720"));
    receive(acf(arq.sequence, "192.0.2.1:1720"));
    ASSERT_EQ(admissions.size(), 1U);
    take(client->end(2, true));
    EXPECT_TRUE(last("disengageRequest").body().flag("answeredCall"));
    EXPECT_EQ(last("disengageRequest").body().chosen("disengageReason"), "forcedDrop");
}

TEST_F(RasAdmission, ARefusalSaysWhy) {
    make(settings());
    registerNow();
    take(client->ask(call(1)));
    receive(
        rejected("admissionReject", last("admissionRequest").sequence, "calledPartyNotRegistered"));
    ASSERT_EQ(refusals.size(), 1U);
    EXPECT_EQ(refusals[0].cause.code, call::CauseCode::notFound);
    EXPECT_EQ(refusals[0].cause.text, "the gatekeeper knows no room of that name");
    sent.clear();
    take(client->end(1, false));
    EXPECT_TRUE(sent.empty());  // nothing was granted
    take(client->ask(call(2)));
    receive(rejected("admissionReject", last("admissionRequest").sequence, "resourceUnavailable"));
    EXPECT_EQ(refusals.back().cause.code, call::CauseCode::busy);
}

TEST_F(RasAdmission, ACallEndedWhileItIsAskedForIsGivenBack) {
    make(settings());
    registerNow();
    take(client->ask(call(1)));
    const auto arq = last("admissionRequest");
    take(client->end(1, false));
    EXPECT_EQ(sent.size(), 1U);
    receive(acf(arq.sequence, "192.0.2.60:1720"));
    EXPECT_TRUE(admissions.empty());
    receive(Made("disengageConfirm", last("disengageRequest").sequence).octets());
    EXPECT_EQ(client->status().calls, 0U);
}

TEST_F(RasAdmission, PreGrantedCallsAreNotAskedFor) {
    make(settings());
    registerNow([](Value& body) {
        auto& granted = body.at("preGrantedARQ");
        granted.set("makeCall", true);
        granted.set("useGKCallSignalAddressToMakeCall", false);
        granted.set("answerCall", true);
        granted.set("useGKCallSignalAddressToAnswer", false);
    });
    take(client->ask(call(1)));
    ASSERT_EQ(admissions.size(), 1U);
    EXPECT_EQ(admissions[0].destination, at("192.0.2.50:1720"));
    EXPECT_TRUE(sent.empty());
    take(client->end(1, false));
    EXPECT_TRUE(sent.empty());
    // A name alone must be looked up all the same.
    take(client->ask(call(2, "")));
    (void)last("admissionRequest");
}

TEST_F(RasAdmission, PreGrantedThroughTheGatekeeperGoesThere) {
    make(settings());
    registerNow([](Value& body) {
        ras::putAddress(body.append("callSignalAddress"), at("192.0.2.9:1720"));
        auto& granted = body.at("preGrantedARQ");
        granted.set("makeCall", true);
        granted.set("useGKCallSignalAddressToMakeCall", true);
        granted.set("answerCall", false);
        granted.set("useGKCallSignalAddressToAnswer", false);
    });
    take(client->ask(call(1, "")));
    ASSERT_EQ(admissions.size(), 1U);
    EXPECT_EQ(admissions[0].destination, at("192.0.2.9:1720"));
    auto about = call(2);
    about.answer = true;
    take(client->ask(about));
    (void)last("admissionRequest");
}

TEST_F(RasAdmission, WithoutAGatekeeperOnlyAddressesAreCalled) {
    make(settings());
    take(client->start());
    take(client->ask(call(1)));
    ASSERT_EQ(admissions.size(), 1U);
    take(client->ask(call(2, "")));
    ASSERT_EQ(refusals.size(), 1U);
    EXPECT_EQ(refusals[0].cause.code, call::CauseCode::unreachable);
    auto strict = settings();
    strict.callsWithoutGatekeeper = false;
    make(strict);
    take(client->start());
    take(client->ask(call(3)));
    EXPECT_EQ(refusals.size(), 2U);
}

TEST_F(RasAdmission, AGatekeeperThatDiesIsRegisteredWithAnew) {
    make(settings());
    registerNow();
    take(client->ask(call(1, "")));
    take(client->ask(call(2)));
    advance(9s);
    ASSERT_EQ(refusals.size(), 1U);
    EXPECT_EQ(refusals[0].call, 1U);
    ASSERT_EQ(admissions.size(), 1U);  // it has an address
    EXPECT_EQ(admissions[0].call, 2U);
    EXPECT_EQ(client->status().state, ras::ClientState::waiting);
    advance(5s);
    (void)last("registrationRequest");
    sent.clear();
    take(client->end(2, false));
    EXPECT_TRUE(sent.empty());
}

TEST_F(RasAdmission, AGatekeeperThatForgotUsIsRegisteredWithAnew) {
    make(settings());
    registerNow();
    take(client->ask(call(1)));
    receive(rejected("admissionReject", last("admissionRequest").sequence, "callerNotRegistered"));
    EXPECT_EQ(refusals.size(), 1U);
    EXPECT_FALSE(last("registrationRequest").body().flag("keepAlive"));
}

TEST_F(RasAdmission, AsksForAnotherBandwidthAndTakesWhatItGets) {
    make(settings());
    registerNow();
    take(client->ask(call(1)));
    receive(acf(last("admissionRequest").sequence, "192.0.2.60:1720"));
    take(client->changeBandwidth(1, 2000));
    const auto brq = last("bandwidthRequest");
    EXPECT_EQ(brq.body().number("bandWidth"), 40000);
    Made confirm("bandwidthConfirm", brq.sequence);
    confirm.body().set("bandWidth", std::int64_t{30000});
    receive(confirm.octets());
    ASSERT_EQ(bandwidths.size(), 1U);
    EXPECT_EQ(bandwidths[0].kbps, 1500U);
    take(client->changeBandwidth(1, 4000));
    Made reject("bandwidthReject", last("bandwidthRequest").sequence);
    reject.body().at("rejectReason.insufficientResources");
    reject.body().set("allowedBandWidth", std::int64_t{30000});
    receive(reject.octets());
    EXPECT_EQ(bandwidths[1].kbps, 1500U);  // as before
}

TEST_F(RasAdmission, TheGatekeeperMayLowerTheBandwidth) {
    make(settings());
    registerNow();
    take(client->ask(call(1)));
    receive(acf(last("admissionRequest").sequence, "192.0.2.60:1720"));
    Made brq("bandwidthRequest", 5);
    brq.body().setText("endpointIdentifier", "ep-1");
    brq.body().set("conferenceID", sixteen(0x81));
    brq.body().set("callReferenceValue", std::int64_t{101});
    brq.body().set("bandWidth", std::int64_t{8000});
    brq.body().set("callIdentifier.guid", sixteen(1));
    brq.body().set("answeredCall", false);
    receive(brq.octets());
    EXPECT_EQ(last("bandwidthConfirm").body().number("bandWidth"), 8000);
    ASSERT_EQ(bandwidths.size(), 1U);
    EXPECT_EQ(bandwidths[0].kbps, 400U);
}

TEST_F(RasAdmission, TheGatekeeperMayEndACall) {
    make(settings());
    registerNow();
    take(client->ask(call(1)));
    receive(acf(last("admissionRequest").sequence, "192.0.2.60:1720"));
    Made drq("disengageRequest", 9);
    drq.body().setText("endpointIdentifier", "ep-1");
    drq.body().set("conferenceID", sixteen(0x81));
    drq.body().set("callReferenceValue", std::int64_t{101});
    drq.body().at("disengageReason.forcedDrop");
    drq.body().set("callIdentifier.guid", sixteen(1));
    drq.body().set("answeredCall", false);
    receive(drq.octets());
    EXPECT_EQ(last("disengageConfirm").sequence, 9);
    ASSERT_EQ(ends.size(), 1U);
    EXPECT_EQ(ends[0].call, 1U);
    sent.clear();
    take(client->end(1, false));
    EXPECT_TRUE(sent.empty());  // the gatekeeper knows
}

TEST_F(RasAdmission, ReportsOneCallOrAllWhenAsked) {
    make(settings());
    registerNow();
    for (std::uint64_t key = 1; key <= 3; ++key) {
        take(client->ask(call(key)));
        receive(acf(last("admissionRequest").sequence, "192.0.2.60:1720"));
    }
    const auto ask = [&](std::int64_t reference, std::uint8_t id) {
        Made irq("infoRequest", 31);
        irq.body().set("callReferenceValue", reference);
        irq.body().set("callIdentifier.guid", sixteen(id));
        ras::putAddress(irq.body().at("replyAddress"), at("192.0.2.9:3000"));
        receive(irq.octets());
        return last("infoRequestResponse");
    };
    const auto all = ask(0, 0);
    EXPECT_EQ(all.sequence, 31);
    EXPECT_EQ(sent.back().to, at("192.0.2.9:3000"));
    EXPECT_EQ(all.body().size("perCallInfo"), 3U);
    EXPECT_EQ(all.body().chosen("irrStatus"), "complete");
    const auto one = ask(102, 2);
    ASSERT_EQ(one.body().size("perCallInfo"), 1U);
    EXPECT_EQ(one.body().number("perCallInfo.0.callReferenceValue"), 102);
    const auto none = ask(400, 99);
    EXPECT_EQ(none.body().size("perCallInfo"), 0U);
    EXPECT_EQ(none.body().chosen("irrStatus"), "invalidCall");
}

TEST_F(RasAdmission, ManyCallsAreReportedInSegments) {
    make(settings());
    registerNow();
    for (std::uint64_t key = 1; key <= 90; ++key) {
        take(client->ask(call(key)));
        receive(acf(last("admissionRequest").sequence, "192.0.2.60:1720"));
    }
    std::size_t reported = 0;
    for (std::int64_t segment = 0; segment < 3; ++segment) {
        Made irq("infoRequest", static_cast<std::uint16_t>(50 + segment));
        irq.body().set("callReferenceValue", std::int64_t{0});
        irq.body().set("callIdentifier.guid", sixteen(0));
        irq.body().at("segmentedResponseSupported");
        irq.body().set("nextSegmentRequested", segment);
        receive(irq.octets());
        const auto irr = last("infoRequestResponse");
        EXPECT_LT(sent.back().octets.size(), 8000U);
        reported += irr.body().size("perCallInfo");
        EXPECT_EQ(irr.body().chosen("irrStatus"), segment < 2 ? "segment" : "complete");
    }
    EXPECT_EQ(reported, 90U);
}

TEST_F(RasAdmission, ReportsEachCallAsOftenAsToldAndAgainWhenNotAcknowledged) {
    make(settings());
    registerNow([](Value& body) { body.set("willRespondToIRR", true); });
    take(client->ask(call(1)));
    receive(acf(last("admissionRequest").sequence, "192.0.2.60:1720", [](Value& body) {
        body.set("irrFrequency", std::int64_t{30});
    }));
    sent.clear();
    take(client->connected(1));
    advance(30s);
    const auto irr = last("infoRequestResponse");
    EXPECT_TRUE(irr.body().flag("unsolicited"));
    EXPECT_TRUE(irr.body().flag("needResponse"));
    advance(3s);
    EXPECT_EQ(sent.size(), 2U);
    receive(Made("infoRequestAck", irr.sequence).octets());
    advance(26s);
    EXPECT_EQ(sent.size(), 2U);
    advance(1s);
    EXPECT_EQ(sent.size(), 3U);
    take(client->end(1, false));
    receive(Made("disengageConfirm", last("disengageRequest").sequence).octets());
    sent.clear();
    advance(35s);
    EXPECT_TRUE(sent.empty());
}

TEST_F(RasAdmission, EveryMessageWeSendIsOneOthersRead) {
    if (!PduRecord::canJudge()) {
        GTEST_SKIP() << "tshark is not installed";
    }
    make(settings());
    registerNow();
    take(client->ask(call(1)));
    // Numbers of the alternatives: registrationRequest, registrationConfirm, admissionRequest.
    EXPECT_THAT(record.names(), ::testing::ElementsAre("3", "4", "9"));
}

}  // namespace mcu::h323
