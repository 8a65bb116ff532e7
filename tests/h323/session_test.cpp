// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h245/session.h"

#include <gtest/gtest.h>

#include "two_sessions.h"

namespace mcu::h323::h245 {
namespace {

using namespace std::chrono_literals;
using namespace test;
using What = SessionEvent::Kind;

const media::AgreedStream& stream(const Side& side, media::Kind kind) {
    static media::AgreedMedia kept;
    kept = side.session.agreed();
    return kind == media::Kind::audio ? kept.streams.at(0) : kept.streams.at(1);
}

Pair connected(call::MediaPolicy a = policyOf(), call::MediaPolicy b = policyOf()) {
    Pair pair(Side(190, 6000, std::move(a)), Side(50, 7000, std::move(b)));
    pair.start();
    return pair;
}

TEST(H245Session, SoundAndPictureBothWays) {
    auto pair = connected();
    EXPECT_EQ(pair.a.session.roles().role(), MasterSlave::Role::master);
    for (auto* side : {&pair.a, &pair.b}) {
        const auto agreed = side->session.agreed();
        ASSERT_EQ(agreed.streams.size(), 2U);
        for (const auto& each : agreed.streams) {
            EXPECT_TRUE(each.active());
            EXPECT_EQ(each.direction, media::Direction::sendReceive);
            ASSERT_EQ(each.receive.size(), 1U);
        }
        EXPECT_FALSE(agreed.heldByRemote);
        EXPECT_GE(side->told(What::media), 1);
        EXPECT_EQ(side->told(What::failed), 0);
    }
    EXPECT_EQ(stream(pair.a, media::Kind::audio).remoteRtp.port(), 7000);
    EXPECT_EQ(stream(pair.a, media::Kind::video).remoteRtp.port(), 7002);
    EXPECT_EQ(stream(pair.a, media::Kind::video).remoteRtcp.port(), 7003);
    EXPECT_EQ(stream(pair.b, media::Kind::video).remoteRtp.port(), 6002);
    EXPECT_EQ(stream(pair.a, media::Kind::video).send.h264.packetizationMode, 1);
}

TEST(H245Session, PacketizationMode0WhereOneSideHasNoOther) {
    auto pair = connected(policyOf(), policyOf({media::Codec::pcma}, 0));
    for (auto* side : {&pair.a, &pair.b}) {
        EXPECT_EQ(stream(*side, media::Kind::video).send.h264.packetizationMode, 0);
        EXPECT_EQ(stream(*side, media::Kind::video).receive.at(0).h264.packetizationMode, 0);
    }
}

TEST(H245Session, EachSideSendsWhatItPrefers) {
    auto pair = connected(policyOf({media::Codec::g722, media::Codec::pcma}),
                          policyOf({media::Codec::pcma, media::Codec::g722}));
    EXPECT_EQ(stream(pair.a, media::Kind::audio).send.codec, media::Codec::g722);
    EXPECT_EQ(stream(pair.a, media::Kind::audio).receive.at(0).codec, media::Codec::pcma);
}

TEST(H245Session, SoundAloneWhereThereIsNoPicture) {
    Pair pair(Side(190, 6000), Side(50, 7000, policyOf(), false));
    pair.start();
    EXPECT_EQ(stream(pair.a, media::Kind::audio).direction, media::Direction::sendReceive);
    EXPECT_FALSE(stream(pair.a, media::Kind::video).active());
    EXPECT_EQ(pair.a.told(What::failed), 0);
}

TEST(H245Session, NothingInCommonFails) {
    auto onlyA = policyOf({media::Codec::pcma});
    onlyA.video = {};
    auto onlyU = policyOf({media::Codec::pcmu});
    onlyU.video = {};
    auto pair = connected(onlyA, onlyU);
    ASSERT_EQ(pair.a.told(What::failed), 1);
    EXPECT_EQ(pair.a.events.back().cause.code, call::CauseCode::noCommonCodec);
}

TEST(H245Session, AnEmptySetStopsUsUntilTheNext) {
    auto pair = connected();
    pair.b.session.setHold(true, pair.now, pair.b.out);
    pair.exchange();
    EXPECT_TRUE(pair.a.session.agreed().heldByRemote);
    EXPECT_EQ(stream(pair.a, media::Kind::audio).direction, media::Direction::receiveOnly);
    EXPECT_EQ(stream(pair.a, media::Kind::video).direction, media::Direction::receiveOnly);
    EXPECT_EQ(pair.a.sent("closeLogicalChannel"), 2);
    EXPECT_EQ(pair.a.told(What::failed), 0);
    pair.b.session.setHold(false, pair.now, pair.b.out);
    pair.exchange();
    EXPECT_FALSE(pair.a.session.agreed().heldByRemote);
    EXPECT_EQ(stream(pair.a, media::Kind::audio).direction, media::Direction::sendReceive);
    EXPECT_EQ(stream(pair.a, media::Kind::video).direction, media::Direction::sendReceive);
}

TEST(H245Session, ACapabilityChangeLeavesTheChannelsThatStillFit) {
    auto pair = connected();
    const auto opened = pair.a.sent("openLogicalChannel");
    auto narrower = policyOf({media::Codec::pcmu});
    pair.b.session.setPolicy(narrower, pair.now, pair.b.out);
    pair.exchange();
    EXPECT_EQ(stream(pair.a, media::Kind::audio).send.codec, media::Codec::pcmu);
    EXPECT_EQ(pair.a.sent("closeLogicalChannel"), 1) << "the picture's channel stays";
    EXPECT_EQ(pair.a.sent("openLogicalChannel"), opened + 1);
    EXPECT_EQ(stream(pair.a, media::Kind::video).direction, media::Direction::sendReceive);
}

TEST(H245Session, FlowControlIsObeyed) {
    auto pair = connected();
    pair.b.session.limitIncomingVideo(512, pair.b.out);
    pair.exchange();
    EXPECT_EQ(stream(pair.a, media::Kind::video).maxKbps, 512U);
    pair.b.session.limitIncomingVideo(0, pair.b.out);
    pair.exchange();
    EXPECT_EQ(stream(pair.a, media::Kind::video).direction, media::Direction::receiveOnly);
    pair.b.out.push_back(flowControl(102, std::nullopt));
    pair.exchange();
    EXPECT_EQ(stream(pair.a, media::Kind::video).direction, media::Direction::sendReceive);
    EXPECT_EQ(stream(pair.a, media::Kind::video).maxKbps, policyOf().maxKbps);
}

TEST(H245Session, FlowControlOfEverythingLimitsThePicture) {
    auto pair = connected();
    auto whole = Value::of(kMessage);
    whole.at("command.flowControlCommand.scope.wholeMultiplex");
    whole.set("command.flowControlCommand.restriction.maximumBitRate", std::int64_t{3840});
    pair.b.out.push_back(whole);
    pair.exchange();
    EXPECT_EQ(stream(pair.a, media::Kind::video).maxKbps, 384U);
    EXPECT_EQ(stream(pair.a, media::Kind::audio).direction, media::Direction::sendReceive);
}

TEST(H245Session, AFasterChannelThanPolicyIsSlowedDown) {
    auto slow = policyOf();
    slow.maxKbps = 1000;
    // The peer does not look at our set's rate when it opens: it says 4000.
    Pair pair(Side(190, 6000, slow), Side(50, 7000));
    pair.start();
    Pdus opened;
    OutgoingChannel fast;
    capability::Choice choice =
        stream(pair.b, media::Kind::video).send.codec == media::Codec::h264
            ? capability::Choice{stream(pair.b, media::Kind::video).send, 4000, {}}
            : capability::Choice{};
    fast.open(200, 2, choice, localMedia(7000).streams[1], {}, pair.now, opened);
    pair.b.out = opened;
    pair.exchange();
    ASSERT_GE(pair.a.sent("flowControlCommand"), 1);
    EXPECT_EQ(pair.a.values.back().number("command.flowControlCommand.restriction.maximumBitRate"),
              10000);
}

TEST(H245Session, FastUpdatesAreThrottledBothWays) {
    auto pair = connected();
    for (int i = 0; i < 5; ++i) {
        pair.b.session.requestFastUpdate(pair.now, pair.b.out);
    }
    pair.exchange();
    EXPECT_EQ(pair.b.sent("miscellaneousCommand"), 3);
    EXPECT_EQ(pair.a.told(What::fastUpdate), 3);
    pair.now += 1s;
    ASSERT_LE(*pair.b.session.deadline(), pair.now);
    pair.b.session.onTime(pair.now, pair.b.out);
    pair.exchange();
    EXPECT_EQ(pair.b.sent("miscellaneousCommand"), 4) << "held back, not lost";
    EXPECT_EQ(pair.a.told(What::fastUpdate), 4);
    // A peer that asks without pause gets one a second.
    for (int i = 0; i < 50; ++i) {
        pair.b.out.push_back(videoFastUpdatePicture(102));
        pair.now += 100ms;
        pair.a.session.onTime(pair.now, pair.a.out);
        pair.exchange();
    }
    EXPECT_LE(pair.a.told(What::fastUpdate), 4 + 6);
    EXPECT_GE(pair.a.told(What::fastUpdate), 4 + 4);
}

TEST(H245Session, ChannelsNobodyKnowsAreAcknowledgedWhenClosed) {
    auto pair = connected();
    pair.b.out.push_back(closeLogicalChannel(4711));
    pair.exchange();
    EXPECT_EQ(
        pair.a.values.back().number("response.closeLogicalChannelAck.forwardLogicalChannelNumber"),
        4711);
}

TEST(H245Session, ARequestToCloseIsObeyed) {
    auto pair = connected();
    pair.b.out.push_back(requestChannelClose(102));
    pair.exchange();
    EXPECT_EQ(pair.a.sent("requestChannelCloseAck"), 1);
    EXPECT_EQ(pair.a.sent("closeLogicalChannel"), 1);
    EXPECT_EQ(stream(pair.a, media::Kind::video).direction, media::Direction::receiveOnly);
}

TEST(H245Session, ModeOneRefusedIsTriedAsModeZero) {
    Pair pair(Side(190, 6000), Side(50, 7000));
    pair.a.session.start(pair.now, pair.a.out);
    pair.b.session.start(pair.now, pair.b.out);
    // The peer's side of the picture refuses once.
    bool refused = false;
    for (int i = 0; i < 100 && (!pair.a.out.empty() || !pair.b.out.empty()); ++i) {
        for (const auto& message : std::exchange(pair.a.out, {})) {
            const auto number =
                message.number("request.openLogicalChannel.forwardLogicalChannelNumber");
            const bool picture = message.has(
                "request.openLogicalChannel.forwardLogicalChannelParameters.dataType."
                "videoData");
            if (picture && !refused) {
                refused = true;
                pair.b.out.push_back(openLogicalChannelReject(*number, "dataTypeNotSupported"));
            } else {
                pair.b.session.onPdu(overTheWire(message), pair.now, pair.b.out);
            }
        }
        pair.carry(pair.b, pair.a);
    }
    ASSERT_TRUE(refused);
    EXPECT_EQ(stream(pair.a, media::Kind::video).direction, media::Direction::sendReceive);
    EXPECT_EQ(stream(pair.a, media::Kind::video).send.h264.packetizationMode, 0);
}

TEST(H245Session, TheMasterNumbersTheTerminal) {
    auto pair = connected();
    EXPECT_EQ(pair.a.sent("conferenceIndication"), 1);
    EXPECT_EQ(pair.b.sent("conferenceIndication"), 0);
}

// H.243: who is on air is for the technicians to say.
TEST(H245Session, TheChairTokenAndTheFloorAreRefused) {
    auto pair = connected();
    auto chair = Value::of(kMessage);
    chair.at("request.conferenceRequest.makeMeChair");
    pair.b.out.push_back(chair);
    pair.exchange();
    EXPECT_EQ(pair.a.values.back().chosen("response.conferenceResponse.makeMeChairResponse"),
              "deniedChairToken");
    auto drop = Value::of(kMessage);
    drop.set("request.conferenceRequest.dropTerminal.mcuNumber", std::int64_t{1});
    drop.set("request.conferenceRequest.dropTerminal.terminalNumber", std::int64_t{2});
    pair.b.out.push_back(drop);
    pair.exchange();
    EXPECT_EQ(pair.a.values.back().chosen("response.conferenceResponse"), "terminalDropReject");
}

TEST(H245Session, RequestsWeDoNotKnowAreAnswered) {
    auto pair = connected();
    auto generic = Value::of(kMessage);
    generic.setOid("request.genericRequest.messageIdentifier.standard", "0.0.8.239.2");
    generic.set("request.genericRequest.subMessageIdentifier", std::int64_t{3});
    pair.b.out.push_back(generic);
    auto mode = Value::of(kMessage);
    auto& request = mode.at("request.requestMode");
    request.set("sequenceNumber", std::int64_t{3});
    request.append("requestedModes").append().at("type.audioMode.g711Alaw64k");
    pair.b.out.push_back(mode);
    auto loop = Value::of(kMessage);
    loop.at("request.maintenanceLoopRequest.type.systemLoop");
    pair.b.out.push_back(loop);
    pair.exchange();
    EXPECT_EQ(pair.a.sent("functionNotSupported"), 1);
    EXPECT_EQ(pair.a.sent("requestModeReject"), 1);
    EXPECT_EQ(pair.a.sent("maintenanceLoopReject"), 1);
    EXPECT_EQ(pair.b.sent("functionNotSupported"), 0) << "an indication is not answered";
}

/// C.9: a mode whose picture is of another codec.
Value modeOf(std::initializer_list<const char*> kinds) {
    auto out = Value::of(kMessage);
    auto& request = out.at("request.requestMode");
    request.set("sequenceNumber", std::int64_t{4});
    for (const std::string kind : kinds) {
        auto& mode = request.append("requestedModes").append().at("type.videoMode");
        if (kind == "h263VideoMode") {
            auto& h263 = mode.at(kind);
            h263.at("resolution.cif");
            h263.set("bitRate", std::int64_t{3840});
            for (const auto* annex : {"unrestrictedVector",
                                      "arithmeticCoding",
                                      "advancedPrediction",
                                      "pbFrames",
                                      "errorCompensation"}) {
                h263.set(annex, false);
            }
        } else if (kind == "h261VideoMode") {
            auto& h261 = mode.at(kind);
            h261.at("resolution.cif");
            h261.set("bitRate", std::int64_t{3840});
            h261.set("stillImageTransmission", false);
        } else {
            capability::writeH264(mode.at(kind), {});
        }
    }
    return out;
}

TEST(H245Session, TheCodecOfThePictureCanBeAskedFor) {
    auto policy = policyOf();
    policy.video = {media::Codec::h264, media::Codec::h263};
    Pair pair(Side(190, 6000, policy), Side(50, 7000, policy));
    pair.start();
    const auto sent = [&pair] { return pair.a.session.agreed().streams[1].send.codec; };
    EXPECT_EQ(sent(), media::Codec::h264);
    pair.b.out.push_back(modeOf({"h263VideoMode"}));
    pair.exchange();
    EXPECT_EQ(pair.a.sent("requestModeAck"), 1);
    EXPECT_EQ(sent(), media::Codec::h263);
    EXPECT_EQ(pair.b.session.agreed().streams[1].receive[0].codec, media::Codec::h263);
    EXPECT_EQ(pair.b.session.agreed().streams[1].send.codec, media::Codec::h264) << "the other way";
    pair.b.out.push_back(modeOf({"h261VideoMode", "genericVideoMode"}));
    pair.exchange();
    EXPECT_EQ(pair.a.sent("requestModeAck"), 2);
    EXPECT_EQ(sent(), media::Codec::h264);
    pair.b.out.push_back(modeOf({"h261VideoMode"}));
    pair.exchange();
    EXPECT_EQ(pair.a.sent("requestModeReject"), 1);
    EXPECT_EQ(sent(), media::Codec::h264);
}

TEST(H245Session, UserInputIsTold) {
    auto pair = connected();
    pair.b.session.sendUserInput("5#", pair.b.out);
    auto signal = Value::of(kMessage);
    signal.setText("indication.userInput.signal.signalType", "7");
    pair.b.out.push_back(signal);
    pair.exchange();
    ASSERT_EQ(pair.a.told(What::userInput), 2);
    EXPECT_EQ(pair.a.events[pair.a.events.size() - 2].text, "5#");
    EXPECT_EQ(pair.a.events.back().text, "7");
}

TEST(H245Session, EndSessionEnds) {
    auto pair = connected();
    pair.b.session.end(pair.b.out);
    pair.exchange();
    EXPECT_EQ(pair.a.told(What::ended), 1);
    pair.b.out.push_back(roundTripDelayRequest(1));
    pair.exchange();
    EXPECT_EQ(pair.a.sent("roundTripDelayResponse"), 0) << "nothing after the end";
}

TEST(H245Session, ATieOfTwoMcusIsSettledAndMediaCome) {
    int drawnA = 0;
    int drawnB = 0;
    Pair pair(Side(190, 6000, policyOf(), true, [&drawnA] { return ++drawnA == 1 ? 5U : 9U; }),
              Side(190, 7000, policyOf(), true, [&drawnB] { return ++drawnB == 1 ? 5U : 17U; }));
    pair.start();
    EXPECT_TRUE(pair.a.session.roles().settled());
    EXPECT_NE(pair.a.session.roles().role(), pair.b.session.roles().role());
    EXPECT_EQ(stream(pair.a, media::Kind::video).direction, media::Direction::sendReceive);
}

TEST(H245Session, ASilentPeerFailsAndIsToldSo) {
    Side alone(190, 6000);
    const SteadyTime begin = SteadyTime{} + 1h;
    alone.session.start(begin, alone.out);
    ASSERT_TRUE(alone.session.deadline());
    alone.session.onTime(*alone.session.deadline(), alone.out);
    EXPECT_EQ(alone.told(What::failed), 1);
}

}  // namespace
}  // namespace mcu::h323::h245
