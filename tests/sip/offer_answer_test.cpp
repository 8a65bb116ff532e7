// SPDX-License-Identifier: GPL-3.0-or-later
#include "sip/sdp/offer_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sip/offers.h"
#include "sip/sdp/crypto_attribute.h"
#include "sip/sdp/session_description.h"
#include "sip/sip_phone.h"

namespace mcu::sip::sdp {

namespace {

using call::MediaPolicy;
using media::Codec;
using media::Direction;
using media::Encryption;
using media::Kind;
using test::localMedia;
using testing::HasSubstr;
using testing::Not;

MediaPolicy policyWith(Encryption encryption) {
    MediaPolicy out;
    out.encryption = encryption;
    return out;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

SessionDescription parsed(const std::string& text) {
    auto out = parse(text);
    EXPECT_TRUE(out) << text;
    return out ? *out : SessionDescription{};
}

Answer answered(const std::string& offer,
                const MediaPolicy& policy = {},
                const Session& previous = {},
                const media::LocalMedia& local = localMedia(40000)) {
    auto out = answerOffer(offer, local, policy, previous);
    EXPECT_TRUE(out) << (out ? "" : out.error().message) << "\n" << offer;
    return out ? *out : Answer{};
}

struct Row {
    const char* name;
    const char* offer;
    Codec audio;
    int audioPt;
    Codec video;
    int videoPt;
    int mode;
    bool encrypted;
    int telephoneEvent;
};

const Row kRows[] = {
    {"baresip", test::kBaresip, Codec::opus, 96, Codec::h264, 99, 0, false, 101},
    {"polycom", test::kPolycom, Codec::g722, 9, Codec::h264, 109, 1, true, 101},
    {"cisco", test::kCisco, Codec::g722, 9, Codec::h264, 98, 1, false, 101},
    {"linphone", test::kLinphone, Codec::opus, 96, Codec::h264, 97, 1, true, 98},
    {"browser", test::kBrowser, Codec::opus, 111, Codec::h264, 106, 1, true, 110},
};

}  // namespace

TEST(OfferAnswer, AnswersOffersOfRealRoomsWithTheirPayloadTypes) {
    for (const auto& row : kRows) {
        SCOPED_TRACE(row.name);
        const auto answer = answered(row.offer);
        ASSERT_EQ(answer.agreed.streams.size(), 2U);
        const auto* audio = answer.agreed.find(Kind::audio);
        const auto* video = answer.agreed.find(Kind::video);
        ASSERT_NE(audio, nullptr);
        ASSERT_NE(video, nullptr);
        EXPECT_EQ(audio->send.codec, row.audio);
        EXPECT_EQ(audio->send.payloadType, row.audioPt);
        EXPECT_EQ(audio->receive.at(0).payloadType, row.audioPt);
        EXPECT_EQ(audio->telephoneEventPt, row.telephoneEvent);
        EXPECT_EQ(video->send.codec, row.video);
        EXPECT_EQ(video->send.payloadType, row.videoPt);
        EXPECT_EQ(video->send.h264.packetizationMode, row.mode);
        EXPECT_EQ(audio->encrypted(), row.encrypted);
        const auto offer = parsed(row.offer);
        const auto text = parsed(answer.text);
        ASSERT_EQ(text.media.size(), offer.media.size());
        for (std::size_t i = 0; i < text.media.size(); ++i) {
            EXPECT_EQ(text.media[i].type, offer.media[i].type);
            EXPECT_EQ(text.media[i].protocol, offer.media[i].protocol);
        }
    }
}

TEST(OfferAnswer, RefusesSlidesAndFloorControlWithPortZero) {
    const auto text = parsed(answered(test::kPolycom).text);
    ASSERT_EQ(text.media.size(), 4U);
    EXPECT_NE(text.media[0].port, 0);
    EXPECT_NE(text.media[1].port, 0);
    EXPECT_EQ(text.media[2].port, 0);
    EXPECT_EQ(text.media[2].formats, parsed(test::kPolycom).media[2].formats);
    EXPECT_EQ(text.media[3].type, "application");
    EXPECT_EQ(text.media[3].port, 0);
}

TEST(OfferAnswer, ReadsLimitsAndFeedbackOfThePeer) {
    const auto answer = answered(test::kPolycom);
    const auto& video = *answer.agreed.find(Kind::video);
    EXPECT_EQ(video.send.h264.levelIdc, 0x1F);
    EXPECT_EQ(video.send.h264.maxFs, 8160U);
    EXPECT_EQ(video.send.h264.maxMbps, 245000U);
    EXPECT_EQ(video.maxKbps, 1920U);
    EXPECT_TRUE(video.remoteTakesPli);
    EXPECT_TRUE(video.remoteTakesFir);
    EXPECT_EQ(video.remoteRtcp.port(), video.remoteRtp.port() + 1);
}

TEST(OfferAnswer, TakesDtlsIceAndMuxOfABrowserWhenTheSessionHasIce) {
    auto local = localMedia(40000);
    for (auto& stream : local.streams) {
        stream.ice = media::IceParameters{"ours",
                                          "our-password-of-22-chars",
                                          {"1 1 UDP 2130706431 127.0.0.1 40000 typ host"},
                                          false};
    }
    const auto answer = answered(test::kBrowser, {}, {}, local);
    const auto& audio = *answer.agreed.find(Kind::audio);
    ASSERT_TRUE(audio.ice);
    EXPECT_EQ(audio.ice->ufrag, "F7gI");
    EXPECT_EQ(audio.ice->candidates.size(), 1U);
    EXPECT_TRUE(audio.rtcpMux);
    EXPECT_TRUE(audio.remoteRtcp == audio.remoteRtp);
    EXPECT_FALSE(answer.agreed.heldByRemote);
    const auto& peer = std::get<media::DtlsPeer>(audio.keying);
    EXPECT_TRUE(peer.weAreClient);
    EXPECT_EQ(peer.fingerprint.size(), 95U);
    EXPECT_THAT(answer.text, HasSubstr("a=setup:active"));
    EXPECT_THAT(answer.text, HasSubstr("a=candidate:1 1 UDP"));
    EXPECT_THAT(answered(test::kBrowser).text, Not(HasSubstr("ice-ufrag")));
}

TEST(OfferAnswer, PrefersPacketizationModeOneAndLowersTheLevelWithoutAsymmetry) {
    auto policy = policyWith(Encryption::disabled);
    const auto symmetric =
        answered(replaced(test::kCisco, ";level-asymmetry-allowed=1", ""), policy);
    EXPECT_EQ(symmetric.agreed.find(Kind::video)->receive.at(0).h264.levelIdc, 0x14);
    const auto asymmetric = answered(test::kCisco, policy);
    EXPECT_EQ(asymmetric.agreed.find(Kind::video)->receive.at(0).h264.levelIdc, 40);
    EXPECT_EQ(asymmetric.agreed.find(Kind::video)->send.h264.levelIdc, 0x14);
}

TEST(OfferAnswer, RecognisesEveryKindOfHold) {
    const auto policy = policyWith(Encryption::disabled);

    struct Case {
        const char* direction;
        const char* address;
        Direction ours;
        bool held;
    };

    for (const auto& c : {Case{"sendonly", "192.0.2.7", Direction::receiveOnly, true},
                          Case{"inactive", "192.0.2.7", Direction::inactive, true},
                          Case{"sendrecv", "0.0.0.0", Direction::receiveOnly, true},
                          Case{"recvonly", "192.0.2.7", Direction::sendOnly, false},
                          Case{"sendrecv", "192.0.2.7", Direction::sendReceive, false}}) {
        SCOPED_TRACE(std::string(c.direction) + c.address);
        const auto offer = replaced(replaced(test::kBaresip, "sendrecv", c.direction),
                                    "c=IN IP4 192.0.2.7",
                                    std::string("c=IN IP4 ") + c.address);
        const auto answer = answered(offer, policy);
        EXPECT_EQ(answer.agreed.heldByRemote, c.held);
        EXPECT_EQ(answer.agreed.streams[0].direction, c.ours);
        EXPECT_TRUE(answer.agreed.streams[0].active());
    }
}

TEST(OfferAnswer, RequiredRefusesAClearOfferAlsoInAReoffer) {
    const auto policy = policyWith(Encryption::required);
    const auto refused = answerOffer(test::kBaresip, localMedia(40000), policy);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().id, "sip.encryption-required");
    const auto first = answered(test::kLinphone, policy);
    const auto again = answerOffer(test::kBaresip, localMedia(40000), policy, first.session);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().id, "sip.encryption-required");
}

TEST(OfferAnswer, RequiredTakesOnlyTheEncryptedLines) {
    const auto policy = policyWith(Encryption::required);
    auto offer = parsed(test::kLinphone);
    std::erase_if(offer.media[1].attributes, [](const Attribute& a) { return a.name == "crypto"; });
    const auto answer = answered(build(offer), policy);
    EXPECT_NE(answer.agreed.find(Kind::audio), nullptr);
    EXPECT_EQ(answer.agreed.find(Kind::video), nullptr);
    EXPECT_EQ(parsed(answer.text).media[1].port, 0);
}

TEST(OfferAnswer, DisabledTakesNoKeysAndRefusesSecuredProfiles) {
    const auto policy = policyWith(Encryption::disabled);
    const auto clear = answered(test::kLinphone, policy);
    EXPECT_FALSE(clear.agreed.find(Kind::audio)->encrypted());
    EXPECT_THAT(clear.text, Not(HasSubstr("a=crypto")));
    EXPECT_FALSE(answerOffer(test::kBrowser, localMedia(40000), policy));
}

TEST(OfferAnswer, KeepsKeysOverReoffersOfTheSameSuite) {
    const auto first = answered(test::kLinphone);
    const auto again = answered(test::kLinphone, {}, first.session);
    const auto& before = std::get<media::SdesKeys>(first.agreed.find(Kind::audio)->keying);
    const auto& after = std::get<media::SdesKeys>(again.agreed.find(Kind::audio)->keying);
    EXPECT_EQ(before.local, after.local);
    EXPECT_EQ(before.suite, media::SrtpSuite::aesCm128HmacSha1_80);
    EXPECT_EQ(parsed(again.text).sessionId, parsed(first.text).sessionId);
    EXPECT_EQ(parsed(again.text).version, parsed(first.text).version + 1);
}

TEST(OfferAnswer, RequiredOffersSecuredProfilesAlone) {
    const auto sdes = makeOffer(localMedia(40000), policyWith(Encryption::required));
    for (const auto& section : parsed(sdes.text).media) {
        EXPECT_EQ(section.protocol, "RTP/SAVP");
        EXPECT_TRUE(has(section.attributes, "crypto"));
        EXPECT_TRUE(has(section.attributes, "rtcp-mux"));
    }
    auto policy = policyWith(Encryption::required);
    policy.preferDtls = true;
    const auto dtls = makeOffer(localMedia(40000), policy);
    EXPECT_EQ(parsed(dtls.text).media[0].protocol, "UDP/TLS/RTP/SAVPF");
    EXPECT_THAT(dtls.text, HasSubstr("a=setup:actpass"));
    EXPECT_THAT(dtls.text, Not(HasSubstr("a=crypto")));
}

TEST(OfferAnswer, OffersBothPacketizationModesAndTheBandwidth) {
    const auto offer = makeOffer(localMedia(40000), policyWith(Encryption::disabled));
    EXPECT_THAT(offer.text, HasSubstr("m=video 40002 RTP/AVP 97 98 100 102 34 31\r\n"));
    EXPECT_THAT(offer.text, HasSubstr("a=rtpmap:102 H263-1998/90000\r\n"));
    EXPECT_THAT(offer.text, HasSubstr("a=fmtp:34 CIF4=1;CIF=1;QCIF=1\r\n"));
    EXPECT_THAT(offer.text, HasSubstr("a=fmtp:31 CIF=1;QCIF=1\r\n"));
    EXPECT_THAT(offer.text,
                HasSubstr("a=fmtp:97 profile-level-id=42e028;packetization-mode=1;"
                          "level-asymmetry-allowed=1\r\n"));
    EXPECT_THAT(offer.text, HasSubstr("b=AS:4000\r\nb=TIAS:4000000\r\n"));
    EXPECT_THAT(offer.text, HasSubstr("a=rtpmap:111 opus/48000/2\r\n"));
    EXPECT_THAT(offer.text, HasSubstr("a=rtpmap:9 G722/8000\r\n"));
    EXPECT_THAT(offer.text, HasSubstr("a=rtpmap:101 telephone-event/8000\r\n"));
}

TEST(OfferAnswer, BothSidesAgreeUnderEveryPolicy) {
    for (const auto ours : {Encryption::disabled, Encryption::preferred, Encryption::required}) {
        for (const auto theirs :
             {Encryption::disabled, Encryption::preferred, Encryption::required}) {
            for (const bool dtls : {false, true}) {
                SCOPED_TRACE(testing::Message() << int(ours) << int(theirs) << dtls);
                auto offerer = policyWith(ours);
                offerer.preferDtls = dtls;
                const auto offer = makeOffer(localMedia(40000), offerer);
                const auto answer = answerOffer(offer.text, localMedia(50000), policyWith(theirs));
                const bool clash =
                    (ours == Encryption::disabled && theirs == Encryption::required) ||
                    (ours == Encryption::required && theirs == Encryption::disabled);
                ASSERT_EQ(answer.has_value(), !clash);
                if (clash) {
                    continue;
                }
                const auto accepted =
                    acceptAnswer(answer->text, localMedia(40000), offerer, offer.session);
                ASSERT_TRUE(accepted);
                const auto& a = accepted->agreed.streams[1];
                const auto& b = answer->agreed.streams[1];
                EXPECT_EQ(a.send.codec, b.send.codec);
                EXPECT_EQ(a.send.payloadType, b.receive.at(0).payloadType);
                EXPECT_TRUE(a.rtcpMux && b.rtcpMux);
                EXPECT_EQ(a.encrypted(), b.encrypted());
                EXPECT_EQ(a.encrypted(),
                          ours != Encryption::disabled && theirs != Encryption::disabled);
                if (const auto* keys = std::get_if<media::SdesKeys>(&a.keying)) {
                    const auto& other = std::get<media::SdesKeys>(b.keying);
                    EXPECT_EQ(keys->local, other.remote);
                    EXPECT_EQ(keys->remote, other.local);
                    EXPECT_EQ(keys->suite, media::SrtpSuite::aeadAes256Gcm);
                } else if (a.encrypted()) {
                    EXPECT_NE(std::get<media::DtlsPeer>(a.keying).weAreClient,
                              std::get<media::DtlsPeer>(b.keying).weAreClient);
                }
            }
        }
    }
}

TEST(OfferAnswer, AnswerWithoutKeysIsRefusedWhenRequired) {
    const auto policy = policyWith(Encryption::required);
    const auto offer = makeOffer(localMedia(40000), policy);
    auto answer = parsed(answered(offer.text, policyWith(Encryption::preferred)).text);
    for (auto& section : answer.media) {
        std::erase_if(section.attributes, [](const Attribute& a) { return a.name == "crypto"; });
        section.protocol = "RTP/AVP";
    }
    const auto accepted = acceptAnswer(build(answer), localMedia(40000), policy, offer.session);
    ASSERT_FALSE(accepted);
    EXPECT_EQ(accepted.error().id, "sip.encryption-required");
}

TEST(OfferAnswer, AnswerMayRefuseVideoOrLeaveItOut) {
    const auto policy = policyWith(Encryption::disabled);
    const auto offer = makeOffer(localMedia(40000), policy);
    auto answer = parsed(answered(offer.text, policy).text);
    answer.media[1].port = 0;
    auto accepted = acceptAnswer(build(answer), localMedia(40000), policy, offer.session);
    ASSERT_TRUE(accepted);
    EXPECT_EQ(accepted->agreed.find(Kind::video), nullptr);
    EXPECT_FALSE(accepted->agreed.streams.at(1).active());
    answer.media.pop_back();
    ASSERT_TRUE(acceptAnswer(build(answer), localMedia(40000), policy, offer.session));
    const auto again = makeOffer(localMedia(40000), policy, accepted->session, true);
    EXPECT_EQ(parsed(again.text).media.at(1).port, 0);
    EXPECT_EQ(parsed(again.text).media.size(), 2U);
}

TEST(OfferAnswer, RefusesAnOfferWithoutACommonCodec) {
    const auto offer = answerOffer(
        "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n"
        "m=audio 4000 RTP/AVP 18\r\na=rtpmap:18 G729/8000\r\n",
        localMedia(40000),
        {});
    ASSERT_FALSE(offer);
    EXPECT_EQ(offer.error().id, "sip.no-common-codec");
}

TEST(OfferAnswer, RefusesKeysItCannotHonour) {
    const auto good = "1 AES_CM_128_HMAC_SHA1_80 inline:" + std::string(40, 'A');
    EXPECT_TRUE(parseCrypto(good));
    EXPECT_TRUE(parseCrypto(good + "|2^31"));
    EXPECT_TRUE(parseCrypto(good + " WSH=128"));
    EXPECT_FALSE(parseCrypto(good + "|2^31|1:4"));
    EXPECT_FALSE(parseCrypto(good + " UNENCRYPTED_SRTP"));
    EXPECT_FALSE(parseCrypto(good + ";inline:" + std::string(40, 'B')));
    EXPECT_FALSE(parseCrypto("1 AES_CM_128_HMAC_SHA1_80 inline:AAAA"));
    EXPECT_FALSE(parseCrypto("1 AES_CM_128_HMAC_SHA1_32 inline:" + std::string(40, 'A')));
    EXPECT_FALSE(parseCrypto("x AES_CM_128_HMAC_SHA1_80 inline:" + std::string(40, 'A')));
}

TEST(SessionDescription, RefusesNonsenseAndPassesLimits) {
    EXPECT_FALSE(parse(""));
    EXPECT_FALSE(parse("hello"));
    EXPECT_FALSE(parse("v=1\r\n"));
    EXPECT_FALSE(parse("o=- 1 1 IN IP4 192.0.2.7\r\nv=0\r\n"));
    EXPECT_FALSE(parse("v=0\r\nm=audio x RTP/AVP 0\r\n"));
    EXPECT_FALSE(parse("v=0\r\nm=audio 99999 RTP/AVP 0\r\n"));
    EXPECT_FALSE(parse("v=0\r\n" + std::string(kMaxSdpBytes, 'a')));
    std::string many = "v=0\r\n";
    for (std::size_t i = 0; i <= kMaxSections; ++i) {
        many += "m=audio 4000 RTP/AVP 0\r\n";
    }
    EXPECT_FALSE(parse(many));
    EXPECT_TRUE(
        parse("v=0\no=x 1 1 IN IP4 192.0.2.7\nc=IN IP4 192.0.2.7\nm=audio 4000 RTP/AVP 0 \n"));
}

}  // namespace mcu::sip::sdp
