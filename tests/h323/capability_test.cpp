// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "h323/capability/capability_set.h"
#include "h323/per/per.h"
#include "hex.h"
#include "two_sessions.h"

namespace mcu::h323::capability {
namespace {

TEST(H264Capability, LevelsGoBothWays) {
    struct Case {
        int idc;
        int parameter;
    };

    // H.241 table 8-6.
    for (const auto& each : {Case{10, 15},
                             Case{9, 19},
                             Case{11, 22},
                             Case{12, 29},
                             Case{13, 36},
                             Case{20, 43},
                             Case{21, 50},
                             Case{22, 57},
                             Case{30, 64},
                             Case{31, 71},
                             Case{32, 78},
                             Case{40, 85},
                             Case{41, 92},
                             Case{42, 99},
                             Case{50, 106},
                             Case{51, 113}}) {
        EXPECT_EQ(levelParameter(each.idc), each.parameter);
        EXPECT_EQ(levelIdc(each.parameter), each.idc);
    }
    EXPECT_EQ(levelIdc(0), 10) << "below the lowest";
    EXPECT_EQ(levelIdc(70), 30) << "between two: the lower";
    EXPECT_EQ(levelIdc(65535), 51);
    EXPECT_EQ(levelParameter(52), 113);
}

/// What comes out at the far end.
H264Capability again(const H264Capability& capability) {
    auto generic = Value::of("h245.GenericCapability");
    writeH264(generic, capability);
    const auto octets = encodePer(generic);
    EXPECT_TRUE(octets);
    return *readH264(*decodePer("h245.GenericCapability", *octets));
}

TEST(H264Capability, LimitsAreCountedInTheirUnits) {
    H264Capability in{{66, 0xE0, 31, 0, 8192, 245760, 4000}, 1920};
    const auto out = again(in);
    EXPECT_EQ(out.kbps, 1920U);
    EXPECT_EQ(out.format.levelIdc, 31);
    EXPECT_EQ(out.format.maxFs, 8192U);      // 32 x 256
    EXPECT_EQ(out.format.maxMbps, 245500U);  // 491 x 500: down
    EXPECT_EQ(out.format.maxBrKbps, 4000U);  // 160 x 25
    in.format.maxFs = 8191;
    EXPECT_EQ(again(in).format.maxFs, 7936U) << "never more than we can take";
    in.format = {66, 0xE0, 40, 0, 0, 0, 0};
    EXPECT_EQ(again(in).format, in.format);
    in.format = {100, 0, 41, 0, 0, 0, 0};
    EXPECT_EQ(again(in).format, in.format);
}

TEST(H264Capability, HugeValuesDoNotOverflow) {
    auto generic = Value::of("h245.GenericCapability");
    writeH264(generic, {{66, 0xE0, 31, 0, 0, 0, 0}, 0});
    auto& parameter = generic.append("collapsing");
    parameter.set("parameterIdentifier.standard", std::int64_t{3});
    parameter.set("parameterValue.unsigned32Max", std::int64_t{4294967295});
    EXPECT_EQ(readH264(generic)->format.maxMbps, 4294967295U);
}

TEST(H264Capability, WithoutProfileOrLevelItIsNone) {
    auto generic = Value::of("h245.GenericCapability");
    generic.setOid("capabilityIdentifier.standard", kH264);
    EXPECT_FALSE(readH264(generic));
    generic.setOid("capabilityIdentifier.standard", "0.0.8.239.1.2");
    EXPECT_FALSE(readH264(generic));
}

// The vector of another encoder: base profile, level 3.1, 1.92 Mbit/s, MBPS 216, FS 15.
TEST(H264Capability, ReadsTheOraclesVector) {
    const auto value =
        decodePer("h245.VideoCapability",
                  fromHex("801d60000700088171000001404b000402914002a20047003200d80042000f"));
    ASSERT_TRUE(value) << value.error().message;
    const auto read = readH264(*value->find("genericVideoCapability"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->format.profileIdc, 66);
    EXPECT_EQ(read->format.levelIdc, 31);
    EXPECT_EQ(read->format.maxMbps, 108000U);
    EXPECT_EQ(read->format.maxFs, 3840U);
    EXPECT_EQ(read->kbps, 1920U);
}

// The oracle's whole set: A-law, G.722, H.264, H.239, packetization mode 1.
TEST(CapabilitySet, ReadsTheOraclesSet) {
    const auto message = decodePer(
        "h245.MultimediaSystemControlMessage",
        fromHex(
            "0270010600088175000d801a00003c00011500011500011524020b001008000881710000000104800000"
            "2040138000012140138000020c001560000700088171000001404b000202914002a200478000030c082"
            "74001801560000700088171000001404b000202914002a20047012000060008816f0102010011018000"
            "0486090000060008816f0101008000030100000001000002000003000004"));
    ASSERT_TRUE(message) << message.error().message;
    const auto peer = readSet(*message->find("request.terminalCapabilitySet"));
    ASSERT_EQ(peer.audio.size(), 2U);
    EXPECT_EQ(peer.audio[0].codec, media::Codec::pcma);
    EXPECT_EQ(peer.audio[1].codec, media::Codec::g722);
    ASSERT_EQ(peer.video.size(), 1U);
    EXPECT_EQ(peer.video[0].format.h264.levelIdc, 31);
    EXPECT_TRUE(peer.nonInterleaved);
}

/// Our set as a peer reads it.
PeerCapabilities seen(const call::MediaPolicy& policy, bool video = true) {
    auto set = ownSet(policy, video);
    set.set("sequenceNumber", std::int64_t{1});
    set.setOid("protocolIdentifier", "0.0.8.245.0.13");
    const auto octets = encodePer(set);
    EXPECT_TRUE(octets) << (octets ? "" : octets.error().message);
    return readSet(*decodePer("h245.TerminalCapabilitySet", *octets));
}

TEST(CapabilitySet, OursSaysWhatPolicyAllows) {
    const auto all =
        seen(test::policyOf({media::Codec::g722, media::Codec::pcma, media::Codec::opus}, 1));
    ASSERT_EQ(all.audio.size(), 2U) << "Opus has no place here";
    EXPECT_EQ(all.audio[0].codec, media::Codec::g722);
    EXPECT_EQ(all.video.size(), 2U) << "base and high";
    EXPECT_TRUE(all.nonInterleaved);
    EXPECT_EQ(all.telephoneEventPt, kTelephoneEventPt);
    EXPECT_FALSE(seen(test::policyOf({media::Codec::pcma}, 0)).nonInterleaved);
    EXPECT_TRUE(seen(test::policyOf(), false).video.empty());
}

TEST(Choose, OurOrderAmongWhatThePeerTakes) {
    PeerCapabilities peer;
    peer.audio = {{media::Codec::pcmu, 20, {}}, {media::Codec::g722, 20, {}}};
    auto policy = test::policyOf({media::Codec::opus, media::Codec::g722, media::Codec::pcmu});
    auto chosen = choose(media::Kind::audio, peer, policy);
    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->format.codec, media::Codec::g722);
    EXPECT_EQ(chosen->format.payloadType, 9);
    policy.audio = {media::Codec::pcma};
    EXPECT_FALSE(choose(media::Kind::audio, peer, policy));
    EXPECT_FALSE(choose(media::Kind::video, peer, policy));
}

TEST(Choose, BaseProfileOfTheHighestLevelAndTheModeBothTake) {
    PeerCapabilities peer;
    const auto add = [&peer](const media::H264Format& h264, std::uint32_t kbps) {
        media::CodecFormat format;
        format.codec = media::Codec::h264;
        format.h264 = h264;
        peer.video.push_back({format, kbps, {}});
    };
    add({100, 0, 40, 0, 0, 0, 0}, 4000);
    add({66, 0xE0, 31, 0, 0, 0, 0}, 1920);
    add({66, 0xE0, 40, 0, 0, 0, 0}, 1920);
    auto chosen = choose(media::Kind::video, peer, test::policyOf());
    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->format.h264.profileIdc, 66);
    EXPECT_EQ(chosen->format.h264.levelIdc, 40);
    EXPECT_EQ(chosen->format.h264.packetizationMode, 0) << "without its OID: single NAL units";
    peer.nonInterleaved = true;
    EXPECT_EQ(choose(media::Kind::video, peer, test::policyOf())->format.h264.packetizationMode, 1);
    EXPECT_EQ(
        choose(media::Kind::video, peer, test::policyOf({}, 0))->format.h264.packetizationMode, 0);
}

/// A room that has H.263 alone.
PeerCapabilities oldRoom(media::CifFormat sizes, std::uint32_t kbps) {
    auto set = Value::of("h245.TerminalCapabilitySet");
    set.set("sequenceNumber", std::int64_t{1});
    set.setOid("protocolIdentifier", "0.0.8.245.0.3");
    auto& entry = set.append("capabilityTable");
    entry.set("capabilityTableEntryNumber", std::int64_t{1});
    writeCif(entry.at("capability.receiveVideoCapability"), {media::Codec::h263, sizes, kbps});
    const auto octets = encodePer(set);
    EXPECT_TRUE(octets) << (octets ? "" : octets.error().message);
    return readSet(*decodePer("h245.TerminalCapabilitySet", *octets));
}

call::MediaPolicy policyWithH263() {
    auto policy = test::policyOf();
    policy.video = {media::Codec::h264, media::Codec::h263v1998, media::Codec::h263};
    return policy;
}

TEST(CapabilitySet, OursHasH263BehindH264) {
    const auto all = seen(policyWithH263());
    ASSERT_EQ(all.video.size(), 3U);
    EXPECT_EQ(all.video[0].format.codec, media::Codec::h264);
    EXPECT_EQ(all.video[2].format.codec, media::Codec::h263);
    EXPECT_EQ(all.video[2].format.cif, (media::CifFormat{1, 1, 1}));
    EXPECT_TRUE(all.rfc2429);
    EXPECT_FALSE(seen(test::policyOf()).rfc2429);
    EXPECT_EQ(choose(media::Kind::video, all, policyWithH263())->format.codec, media::Codec::h264);
}

TEST(Choose, H263ForARoomThatHasNothingElse) {
    const auto peer = oldRoom({1, 2, 0}, 384);
    const auto chosen = choose(media::Kind::video, peer, policyWithH263());
    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->format.codec, media::Codec::h263) << "RFC 2190 is what each room takes";
    EXPECT_EQ(chosen->format.payloadType, 34);
    EXPECT_EQ(chosen->format.cif, (media::CifFormat{1, 2, 0}));
    EXPECT_EQ(chosen->kbps, 384U);
    EXPECT_FALSE(choose(media::Kind::video, peer, test::policyOf())) << "policy has none";
}

TEST(Choose, H261LastOfAll) {
    auto policy = policyWithH263();
    policy.video.push_back(media::Codec::h261);
    const auto ours = seen(policy);
    ASSERT_EQ(ours.video.size(), 4U);
    EXPECT_EQ(ours.video[3].format.codec, media::Codec::h261);
    EXPECT_EQ(ours.video[3].format.cif, (media::CifFormat{1, 1, 0}));
    EXPECT_EQ(ours.video[3].kbps, 1920U) << "H.245 has no greater one for it";
    PeerCapabilities peer;
    peer.video = {ours.video[3]};
    const auto chosen = choose(media::Kind::video, peer, policy);
    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->format.codec, media::Codec::h261);
    EXPECT_EQ(chosen->format.payloadType, 31);
    auto dataType = Value::of("h245.DataType");
    writeDataType(dataType, *chosen);
    const auto read = readDataType(dataType, Value::of("h245.H2250LogicalChannelParameters"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->format, chosen->format);
    peer.video.push_back(ours.video[2]);
    EXPECT_EQ(choose(media::Kind::video, peer, policy)->format.codec, media::Codec::h263);
}

TEST(DataType, SaysInWhichPacketsH263Comes) {
    Choice choice;
    choice.format.codec = media::Codec::h263;
    choice.format.cif = {1, 1, 0};
    choice.kbps = 768;
    auto dataType = Value::of("h245.DataType");
    writeDataType(dataType, choice);
    auto parameters = Value::of("h245.H2250LogicalChannelParameters");
    auto read = readDataType(dataType, parameters);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->format.codec, media::Codec::h263);
    EXPECT_EQ(read->format.payloadType, 34);
    EXPECT_EQ(read->format.cif, choice.format.cif);
    EXPECT_EQ(read->kbps, 768U);
    EXPECT_TRUE(acceptable(read->format, policyWithH263()));
    EXPECT_FALSE(acceptable(read->format, test::policyOf()));
    parameters.set("dynamicRTPPayloadType", std::int64_t{96});
    parameters.set("mediaPacketization.rtpPayloadType.payloadDescriptor.rfc-number", kRfc2429);
    read = readDataType(dataType, parameters);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->format.codec, media::Codec::h263v1998);
    EXPECT_EQ(read->format.payloadType, 96);
}

}  // namespace
}  // namespace mcu::h323::capability
