// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/per/per.h"

#include <gtest/gtest.h>

#include "h323/asn1/schema.h"
#include "h323/hex.h"

namespace mcu::h323 {
namespace {

constexpr std::string_view kH245Pdu = "h245.MultimediaSystemControlMessage";

struct Known {
    const char* type;
    const char* hex;
    const char* text;
};

// Made by an independent encoder (asn1ct of Erlang/OTP) and read by a second one (tshark).
constexpr Known kKnown[] = {
    {"h245.MultimediaSystemControlMessage",
     "0100be80123456",
     "<request <masterSlaveDetermination {terminalType 190, statusDeterminationNumber 1193046}>>"},
    {"h245.MultimediaSystemControlMessage",
     "0100320001",
     "<request <masterSlaveDetermination {terminalType 50, statusDeterminationNumber 1}>>"},
    {"h245.MultimediaSystemControlMessage",
     "20a0",
     "<response <masterSlaveDeterminationAck {decision <slave NULL>}>>"},
    {"h245.MultimediaSystemControlMessage",
     "2100",
     "<response <masterSlaveDeterminationReject {cause <identicalNumbers NULL>}>>"},
    {"h245.MultimediaSystemControlMessage",
     "218007",
     "<response <terminalCapabilitySetAck {sequenceNumber 7}>>"},
    {"h245.MultimediaSystemControlMessage",
     "23800064",
     "<response <closeLogicalChannelAck {forwardLogicalChannelNumber 101}>>"},
    {"h245.MultimediaSystemControlMessage",
     "0480006400800120",
     "<request <closeLogicalChannel {forwardLogicalChannelNumber 101, source <user NULL>, "
     "reason <reopen NULL>}>>"},
    {"h245.MultimediaSystemControlMessage",
     "4a40",
     "<command <endSessionCommand <disconnect NULL>>>"},
    {"h245.MultimediaSystemControlMessage",
     "4c006428",
     "<command <miscellaneousCommand {logicalChannelNumber 101, type <videoFastUpdatePicture "
     "NULL>}>>"},
    {"h245.MultimediaSystemControlMessage",
     "48000064201e00",
     "<command <flowControlCommand {scope <logicalChannelNumber 101>, restriction "
     "<maximumBitRate 7680>}>>"},
    {"h245.MultimediaSystemControlMessage",
     "090009",
     "<request <roundTripDelayRequest {sequenceNumber 9}>>"},
    {"h245.MultimediaSystemControlMessage",
     "6d400135",
     "<indication <userInput <alphanumeric \"5\">>>"},
    {"h245.MultimediaSystemControlMessage",
     "704003080408",
     "<indication <conferenceIndication <terminalNumberAssign {mcuNumber 1, terminalNumber 2}>>>"},
    {"h245.MultipointCapability",
     "00011500",
     "{multicastCapability false, multiUniCastConference false, mediaDistributionCapability "
     "[{centralizedControl true, distributedControl false, centralizedAudio true, distributedAudio "
     "false, centralizedVideo true, distributedVideo false}]}"},
    {"h245.VideoCapability",
     "801d60000700088171000001404b000402914002a20047003200d80042000f",
     "<genericVideoCapability {capabilityIdentifier <standard 0.0.8.241.0.0.1>, maxBitRate 19200, "
     "collapsing [{parameterIdentifier <standard 41>, parameterValue <booleanArray 64>}, "
     "{parameterIdentifier <standard 42>, parameterValue <unsignedMin 71>}, {parameterIdentifier "
     "<standard 3>, parameterValue <unsignedMin 216>}, {parameterIdentifier <standard 4>, "
     "parameterValue <unsignedMin 15>}]}>"},
};

TEST(Per, ReadsAndWritesWhatAnIndependentEncoderMade) {
    for (const auto& known : kKnown) {
        const auto octets = fromHex(known.hex);
        const auto value = decodePer(known.type, octets);
        ASSERT_TRUE(value) << known.hex << ": " << value.error().message;
        EXPECT_EQ(print(*value), known.text);
        const auto again = encodePer(*value);
        ASSERT_TRUE(again) << again.error().message;
        EXPECT_EQ(toHex(*again), known.hex);
    }
}

TEST(Per, ReadsACapabilitySetWithH239) {
    const auto octets = fromHex(
        "0270010600088175000d801a00003c00011500011500011524020b001008000881710000000104800000204013"
        "8000"
        "012140138000020c001560000700088171000001404b000202914002a200478000030c08274001801560000700"
        "088171"
        "000001404b000202914002a20047012000060008816f01020100110180000486090000060008816f0101008000"
        "030100"
        "000001000002000003000004");
    const auto value = decodePer(kH245Pdu, octets);
    ASSERT_TRUE(value) << value.error().message;
    const auto* set = value->find("request.terminalCapabilitySet");
    ASSERT_NE(set, nullptr);
    EXPECT_EQ(set->oid("protocolIdentifier"), "0.0.8.245.0.13");
    ASSERT_EQ(set->size("capabilityTable"), 5U);
    EXPECT_EQ(set->number("capabilityTable.0.capability.receiveAudioCapability.g711Alaw64k"), 20);
    EXPECT_EQ(
        set->oid(
            "capabilityTable.4.capability.genericControlCapability.capabilityIdentifier.standard"),
        "0.0.8.239.1.1");
    const auto again = encodePer(*value);
    ASSERT_TRUE(again);
    EXPECT_EQ(toHex(*again), toHex(octets));
}

TEST(Per, BuildsByPaths) {
    Value pdu = Value::of(kH245Pdu);
    pdu.set("request.masterSlaveDetermination.terminalType", std::int64_t{190});
    pdu.set("request.masterSlaveDetermination.statusDeterminationNumber", std::int64_t{0x123456});
    const auto octets = encodePer(pdu);
    ASSERT_TRUE(octets);
    EXPECT_EQ(toHex(*octets), "0100be80123456");
    EXPECT_EQ(*decodePer(kH245Pdu, *octets), pdu);
}

TEST(Per, NamesWhatIsMissing) {
    Value pdu = Value::of(kH245Pdu);
    pdu.set("request.masterSlaveDetermination.terminalType", std::int64_t{190});
    const auto octets = encodePer(pdu);
    ASSERT_FALSE(octets);
    EXPECT_NE(
        octets.error().message.find("masterSlaveDetermination.statusDeterminationNumber: missing"),
        std::string::npos)
        << octets.error().message;
}

TEST(Per, KeepsUnknownAdditionsAndAlternatives) {
    // RoundTripDelayRequest with three additions we do not know, the second present; and an
    // indication of a later version.
    for (const auto* hex : {"09800904800201ff", "728002abcd"}) {
        const auto octets = fromHex(hex);
        const auto value = decodePer(kH245Pdu, octets);
        ASSERT_TRUE(value) << hex << " " << value.error().message;
        const auto again = encodePer(*value);
        ASSERT_TRUE(again) << again.error().message;
        EXPECT_EQ(toHex(*again), hex) << print(*value);
    }
}

TEST(Per, EveryCutMessageIsAnError) {
    for (const auto& known : kKnown) {
        const auto octets = fromHex(known.hex);
        for (std::size_t length = 0; length < octets.size(); ++length) {
            const auto value = decodePer(known.type, std::span(octets).first(length));
            if (value) {
                // What is cut may only be padding.
                EXPECT_EQ(print(*value), known.text);
            }
        }
    }
}

TEST(Per, RefusesWhatNestsTooDeeply) {
    // A generic parameter in a generic parameter in ... : 40 levels of parameterValue.
    Value pdu = Value::of("h245.GenericParameter");
    Value* inner = &pdu;
    for (int i = 0; i < 40; ++i) {
        inner->set("parameterIdentifier.standard", std::int64_t{1});
        inner = &inner->append("parameterValue.genericParameter");
    }
    inner->set("parameterIdentifier.standard", std::int64_t{1});
    inner->at("parameterValue.logical");
    const auto octets = encodePer(pdu);
    ASSERT_TRUE(octets);
    const auto value = decodePer("h245.GenericParameter", *octets);
    ASSERT_FALSE(value);
    EXPECT_NE(value.error().message.find("nested too deeply"), std::string::npos);
}

TEST(Per, RefusesTooManyValues) {
    const Octets octets{0x80, 0xff, 0xff, 0xff};
    PerLimits limits;
    limits.values = 10;
    EXPECT_FALSE(decodePer("h245.MultipointCapability", octets, limits));
}

TEST(Schema, KnowsAllTypes) {
    EXPECT_GT(schema().size(), 500U);
    EXPECT_NE(schema().find("h225.Setup-UUIE"), nullptr);
}

TEST(Schema, RefusesWhatIsNotDeclared) {
    Schema own;
    EXPECT_TRUE(own.declare("x", "A = { b B, c? [1..3] INT(0..7) }"));
    EXPECT_FALSE(own.finish());
    EXPECT_TRUE(own.declare("x", "B = < one, two BOOL, * >"));
    EXPECT_TRUE(own.finish());
    EXPECT_FALSE(own.declare("x", "B = BOOL"));
    EXPECT_FALSE(own.declare("x", "C = { a, "));
}

}  // namespace
}  // namespace mcu::h323
