// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "h323/h245/capability_exchange.h"
#include "h323/h245/incoming_channel.h"
#include "h323/h245/messages.h"
#include "h323/h245/outgoing_channel.h"
#include "h323/h245/round_trip.h"
#include "h323/h245/throttle.h"
#include "two_sessions.h"

namespace mcu::h323::h245 {
namespace {

using namespace std::chrono_literals;
using test::nameOf;

const SteadyTime kNow = SteadyTime{} + 1h;

Value ack(std::int64_t sequence) {
    return *terminalCapabilitySetAck(sequence).find("response.terminalCapabilitySetAck");
}

TEST(CapabilityExchange, OnlyTheAckOfTheLatestSetCounts) {
    CapabilityExchange exchange;
    Pdus out;
    exchange.send(capability::ownSet(test::policyOf(), true), kNow, out);
    exchange.send(capability::ownSet(test::policyOf(), false), kNow, out);
    ASSERT_EQ(out.size(), 2U);
    exchange.onAck(ack(1));
    EXPECT_FALSE(exchange.accepted());
    exchange.onAck(ack(2));
    EXPECT_TRUE(exchange.accepted());
    EXPECT_FALSE(exchange.deadline());
}

TEST(CapabilityExchange, ARejectedOrUnansweredSetFails) {
    CapabilityExchange refused;
    Pdus out;
    refused.send(capability::ownSet(test::policyOf(), true), kNow, out);
    refused.onReject(*terminalCapabilitySetReject(1, "unspecified")
                          .find("response.terminalCapabilitySetReject"));
    EXPECT_TRUE(refused.failed());

    CapabilityExchange silent;
    out.clear();
    silent.send(capability::ownSet(test::policyOf(), true), kNow, out);
    silent.onTime(kNow + CapabilityExchange::kT101 - 1ms, out);
    EXPECT_FALSE(silent.failed());
    silent.onTime(kNow + CapabilityExchange::kT101, out);
    EXPECT_TRUE(silent.failed());
    EXPECT_EQ(nameOf(out.back()), "terminalCapabilitySetRelease");
}

TEST(CapabilityExchange, AnEmptySetPausesAndKeepsTheLast) {
    CapabilityExchange exchange;
    Pdus out;
    auto full = capability::ownSet(test::policyOf(), true);
    full.set("sequenceNumber", std::int64_t{5});
    exchange.onSet(full, out);
    EXPECT_EQ(out.back().number("response.terminalCapabilitySetAck.sequenceNumber"), 5);
    EXPECT_FALSE(exchange.paused());
    auto empty = capability::emptySet();
    empty.set("sequenceNumber", std::int64_t{6});
    exchange.onSet(empty, out);
    EXPECT_EQ(out.back().number("response.terminalCapabilitySetAck.sequenceNumber"), 6);
    EXPECT_TRUE(exchange.paused());
    ASSERT_NE(exchange.peer(), nullptr);
    EXPECT_GT(exchange.peer()->size("capabilityTable"), 0U);
}

TEST(CapabilityExchange, SequenceNumbersWrap) {
    CapabilityExchange exchange;
    Pdus out;
    for (int i = 0; i < 256; ++i) {
        exchange.send(capability::emptySet(), kNow, out);
        EXPECT_TRUE(encodePer(out.back())) << i;
    }
    EXPECT_EQ(out.back().number("request.terminalCapabilitySet.sequenceNumber"), 0);
}

TEST(RoundTrip, AsksOnceInAWhileAndMeasures) {
    RoundTrip machine(30s);
    Pdus out;
    machine.start(kNow);
    machine.onTime(kNow + 29s, out);
    EXPECT_TRUE(out.empty());
    machine.onTime(kNow + 30s, out);
    ASSERT_EQ(out.size(), 1U);
    machine.onTime(kNow + 31s, out);
    EXPECT_EQ(out.size(), 1U) << "one request at a time";
    const auto sequence = *out[0].number("request.roundTripDelayRequest.sequenceNumber");
    machine.onResponse(
        *roundTripDelayResponse(sequence + 1).find("response.roundTripDelayResponse"), kNow + 31s);
    EXPECT_FALSE(machine.last());
    machine.onResponse(*roundTripDelayResponse(sequence).find("response.roundTripDelayResponse"),
                       kNow + 30s + 120ms);
    EXPECT_EQ(machine.last(), 120ms);
}

TEST(RoundTrip, AMissingAnswerIsCountedAndAskedForAgain) {
    RoundTrip machine(30s);
    Pdus out;
    machine.start(kNow);
    machine.onTime(kNow + 30s, out);
    machine.onTime(kNow + 60s, out);
    EXPECT_EQ(machine.unanswered(), 1);
    machine.onTime(kNow + 90s, out);
    EXPECT_EQ(out.size(), 2U);
}

TEST(RoundTrip, AnswersAtOnceWithTheSameNumber) {
    RoundTrip machine(0s);
    Pdus out;
    machine.onRequest(*roundTripDelayRequest(9).find("request.roundTripDelayRequest"), out);
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out[0].number("response.roundTripDelayResponse.sequenceNumber"), 9);
    EXPECT_FALSE(machine.deadline());
}

TEST(Throttle, LetsAFewThroughAndThenOneInAWhile) {
    Throttle throttle(1s, 2);
    EXPECT_TRUE(throttle.pass(kNow));
    EXPECT_TRUE(throttle.pass(kNow + 10ms));
    EXPECT_FALSE(throttle.pass(kNow + 20ms));
    ASSERT_TRUE(throttle.deadline());
    EXPECT_EQ(*throttle.deadline(), kNow + 1s);
    EXPECT_TRUE(throttle.due(kNow + 1s)) << "held back, not lost";
    EXPECT_FALSE(throttle.deadline());
    EXPECT_FALSE(throttle.due(kNow + 1s));
    EXPECT_FALSE(throttle.pass(kNow + 1900ms));
    EXPECT_TRUE(throttle.pass(kNow + 2s));
    EXPECT_TRUE(throttle.pass(kNow + 100s));
    EXPECT_TRUE(throttle.pass(kNow + 100s)) << "no more saved up than a burst";
    EXPECT_FALSE(throttle.pass(kNow + 100s));
}

capability::Choice video() {
    capability::Choice choice;
    choice.format.codec = media::Codec::h264;
    choice.format.payloadType = 97;
    choice.format.h264 = {66, 0xE0, 31, 1, 0, 0, 0};
    choice.kbps = 2000;
    return choice;
}

Value ackOf(std::int64_t number, std::uint16_t port) {
    auto message = Value::of("h245.OpenLogicalChannelAck");
    message.set("forwardLogicalChannelNumber", number);
    auto& parameters = message.at("forwardMultiplexAckParameters.h2250LogicalChannelAckParameters");
    writeAddress(parameters.at("mediaChannel"), test::loopback(port));
    writeAddress(parameters.at("mediaControlChannel"),
                 test::loopback(static_cast<std::uint16_t>(port + 1)));
    parameters.set("flowControlToZero", false);
    return message;
}

TEST(OutgoingChannel, OpensAndCloses) {
    OutgoingChannel channel;
    Pdus out;
    const auto local = test::localMedia(6000).streams[1];
    channel.open(102, 2, video(), local, {}, kNow, out);
    ASSERT_EQ(out.size(), 1U);
    const auto open = test::overTheWire(out[0]);
    const auto& body = *open.find("request.openLogicalChannel");
    const std::string parameters =
        "forwardLogicalChannelParameters.multiplexParameters.h2250LogicalChannelParameters.";
    EXPECT_EQ(body.number(parameters + "sessionID"), 2);
    EXPECT_EQ(readAddress(body.find(parameters + "mediaControlChannel")).port(), 6003);
    EXPECT_EQ(body.oid(parameters + "mediaPacketization.rtpPayloadType.payloadDescriptor.oid"),
              capability::kNonInterleaved);
    channel.onAck(ackOf(102, 7000), {}, {});
    EXPECT_EQ(channel.state(), OutgoingChannel::State::open);
    EXPECT_EQ(channel.remoteRtp().port(), 7000);
    EXPECT_EQ(channel.remoteRtcp().port(), 7001);
    EXPECT_FALSE(channel.deadline());
    channel.close(kNow, out);
    EXPECT_EQ(nameOf(out.back()), "closeLogicalChannel");
    EXPECT_TRUE(channel.is(102));
    channel.onCloseAck();
    EXPECT_EQ(channel.state(), OutgoingChannel::State::closed);
}

TEST(OutgoingChannel, ARejectSaysWhy) {
    OutgoingChannel channel;
    Pdus out;
    channel.open(101, 1, video(), test::localMedia(6000).streams[0], {}, kNow, out);
    channel.onReject(*openLogicalChannelReject(101, "dataTypeNotSupported")
                          .find("response.openLogicalChannelReject"));
    EXPECT_EQ(channel.state(), OutgoingChannel::State::closed);
    EXPECT_EQ(channel.refusal(), "dataTypeNotSupported");
}

TEST(OutgoingChannel, NoAnswerIsClosedAfterT103) {
    OutgoingChannel channel;
    Pdus out;
    channel.open(101, 1, video(), test::localMedia(6000).streams[0], {}, kNow, out);
    channel.onTime(kNow + OutgoingChannel::kT103 - 1ms, out);
    EXPECT_EQ(channel.state(), OutgoingChannel::State::opening);
    channel.onTime(kNow + OutgoingChannel::kT103, out);
    EXPECT_EQ(channel.state(), OutgoingChannel::State::closed);
    EXPECT_EQ(nameOf(out.back()), "closeLogicalChannel");
    EXPECT_EQ(channel.refusal(), "no answer");
}

TEST(OutgoingChannel, ThePeerMayChooseThePayloadTypeAndStopUs) {
    OutgoingChannel channel;
    Pdus out;
    channel.open(101, 2, video(), test::localMedia(6000).streams[1], {}, kNow, out);
    auto message = ackOf(101, 7000);
    auto& parameters = message.at("forwardMultiplexAckParameters.h2250LogicalChannelAckParameters");
    parameters.set("dynamicRTPPayloadType", std::int64_t{109});
    parameters.set("flowControlToZero", true);
    channel.onAck(message, {}, {});
    EXPECT_EQ(channel.choice().format.payloadType, 109);
    EXPECT_EQ(channel.limit(), 0U);
}

/// An OpenLogicalChannel as another side sends it.
Value openOf(const capability::Choice& choice) {
    OutgoingChannel channel;
    Pdus out;
    channel.open(33, 2, choice, test::localMedia(9000).streams[1], {}, kNow, out);
    return *test::overTheWire(out[0]).find("request.openLogicalChannel");
}

TEST(IncomingChannel, IsAcknowledgedWithOurAddresses) {
    Pdus out;
    const auto channel = IncomingChannel::answer(
        openOf(video()), test::localMedia(6000), test::policyOf(), {}, {}, out);
    ASSERT_TRUE(channel);
    EXPECT_EQ(channel->number(), 33);
    EXPECT_EQ(channel->format().h264.packetizationMode, 1);
    EXPECT_EQ(channel->kbps(), 2000U);
    EXPECT_EQ(channel->remoteRtcp().port(), 9003);
    const auto message = test::overTheWire(out.at(0));
    const auto& parameters = *message.find(
        "response.openLogicalChannelAck.forwardMultiplexAckParameters."
        "h2250LogicalChannelAckParameters");
    EXPECT_EQ(readAddress(parameters.find("mediaChannel")).port(), 6002);
    EXPECT_EQ(readAddress(parameters.find("mediaControlChannel")).port(), 6003);
    EXPECT_EQ(parameters.number("sessionID"), 2);
}

TEST(IncomingChannel, WhatWeDoNotTakeIsRefusedWithTheReason) {
    const auto refusal = [](Value open, const call::MediaPolicy& policy, bool hasVideo) {
        Pdus out;
        EXPECT_FALSE(
            IncomingChannel::answer(open, test::localMedia(6000, hasVideo), policy, {}, {}, out));
        EXPECT_EQ(out.size(), 1U);
        return std::string(out.at(0).chosen("response.openLogicalChannelReject.cause"));
    };
    EXPECT_EQ(refusal(openOf(video()), test::policyOf({}, 0), true), "dataTypeNotSupported")
        << "packetization mode 1 where policy has 0";
    EXPECT_EQ(refusal(openOf(video()), test::policyOf(), false), "dataTypeNotAvailable");
    auto both = openOf(video());
    both.at("reverseLogicalChannelParameters.dataType.nullData");
    EXPECT_EQ(refusal(both, test::policyOf(), true), "unsuitableReverseParameters");
    auto other = openOf(video());
    other.at("forwardLogicalChannelParameters.dataType").set("audioData.g729", std::int64_t{2});
    EXPECT_EQ(refusal(other, test::policyOf(), true), "dataTypeNotSupported");
    auto multicast = openOf(video());
    auto& group = multicast.at(
        "forwardLogicalChannelParameters.multiplexParameters.h2250LogicalChannelParameters."
        "mediaChannel.multicastAddress.iPAddress");
    const Octets all{224, 0, 1, 41};
    group.set("network", std::span(all));
    group.set("tsapIdentifier", std::int64_t{5000});
    EXPECT_EQ(refusal(multicast, test::policyOf(), true), "multicastChannelNotAllowed");
}

}  // namespace
}  // namespace mcu::h323::h245
