// SPDX-License-Identifier: GPL-3.0-or-later
// What a room says of itself, and the keys it presses.
#include <algorithm>

#include <gmock/gmock.h>

#include "media/key_pace.h"
#include "sip/impl/keys_in_info.h"
#include "sip/offers.h"
#include "sip/sdp/describe.h"
#include "sip/sip_phone.h"

namespace mcu::sip::test {

namespace {

using call::Ability;
using Kind = Ability::Kind;

const Ability* find(const std::vector<Ability>& all, Kind kind, const std::string& name) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const Ability& each) {
        return each.kind == kind && each.name == name;
    });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

TEST(SipPeer, AnOfferIsDescribedWithWhatWeDoNotKnow) {
    const auto all = sdp::describe(kPolycom);
    const auto* audio = find(all, Kind::audio, "G7221");
    ASSERT_NE(audio, nullptr);
    EXPECT_EQ(audio->detail, "bitrate=48000");
    EXPECT_THAT(audio->encryption, testing::ElementsAre("AES_CM_128_HMAC_SHA1_80"));
    const auto* video = find(all, Kind::video, "H264");
    ASSERT_NE(video, nullptr);
    EXPECT_THAT(video->detail, testing::StartsWith("baseline, level 3.1, "));
    EXPECT_THAT(video->detail, testing::EndsWith("1920 kbit/s"));
    EXPECT_NE(find(all, Kind::video, "H263"), nullptr);
    ASSERT_NE(find(all, Kind::userInput, "telephone-event"), nullptr);
    const auto* slides = find(all, Kind::data, "application");
    ASSERT_NE(slides, nullptr);
    EXPECT_EQ(slides->detail, "UDP/BFCP");
}

TEST(SipPeer, NamesOfPayloadTypesWithoutAMapAreKnown) {
    const auto all = sdp::describe(
        "v=0\r\no=- 1 1 IN IP4 192.0.2.7\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n"
        "m=audio 4000 RTP/AVP 18 8 77\r\na=fmtp:77 \x01\xC3(\r\nm=video 0 RTP/AVP 34\r\n");
    EXPECT_NE(find(all, Kind::audio, "G729"), nullptr);
    EXPECT_NE(find(all, Kind::audio, "PCMA"), nullptr);
    const auto* unknown = find(all, Kind::audio, "77");
    ASSERT_NE(unknown, nullptr);
    EXPECT_EQ(unknown->detail, "?(") << "fit for a terminal and for the control API";
    EXPECT_EQ(find(all, Kind::video, "H263"), nullptr) << "refused by its port";
    EXPECT_TRUE(sdp::describe("nonsense").empty());
}

TEST(SipPeer, KeysOfAnInfoInBothForms) {
    struct Case {
        const char* type;
        const char* body;
        char key;
    };

    for (const auto& each : {Case{"application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", '5'},
                             Case{"Application/DTMF-Relay", "Signal = *\nDuration=250", '*'},
                             Case{"application/dtmf-relay", "Duration=1\r\nsignal= 11\r\n", '#'},
                             Case{"application/dtmf-relay", "Signal=a\r\n", 'A'},
                             Case{"application/dtmf", "7", '7'},
                             Case{"application/dtmf", " 10\r\n", '*'},
                             Case{"application/dtmf-relay", "Signal=16\r\n", '\0'},
                             Case{"application/dtmf-relay", "Signal=\r\n", '\0'},
                             Case{"application/dtmf-relay", "Signal=55\r\n", '\0'},
                             Case{"application/dtmf", "", '\0'},
                             Case{"application/sdp", "5", '\0'}}) {
        EXPECT_EQ(keyInInfo(each.type, each.body), each.key) << each.type << " " << each.body;
    }
    EXPECT_EQ(keyInInfo("application/dtmf", std::string(1000, '5')), '\0');
    EXPECT_EQ(keyInInfo("application/dtmf-relay", dtmfRelay('#')), '#');
}

TEST(SipPeer, BothEndsOfACallAreDescribed) {
    Phone server(onUdp());
    Phone room(onUdp());
    const auto out = server.dial("sip:class@" + room.address());
    ASSERT_TRUE(server.waitConnected(out));
    const auto in = room.incoming();
    ASSERT_TRUE(room.waitConnected(in));
    ASSERT_TRUE(server.waitCall(out, [](const Seen& s) { return !s.peer.abilities.empty(); }));
    const auto answered = server.seen(out).peer;
    EXPECT_EQ(answered.product, "HNTH MCU");
    EXPECT_NE(find(answered.abilities, Kind::audio, "opus"), nullptr);
    EXPECT_NE(find(answered.abilities, Kind::control, "UPDATE"), nullptr);
    const auto* video = find(answered.abilities, Kind::video, "H264");
    ASSERT_NE(video, nullptr);
    EXPECT_EQ(video->encryption.size(), 1U) << "an answer has one";
    ASSERT_TRUE(room.waitCall(in, [](const Seen& s) { return !s.peer.abilities.empty(); }));
    const auto offered = room.seen(in).peer;
    ASSERT_NE(find(offered.abilities, Kind::video, "H264"), nullptr);
    EXPECT_EQ(find(offered.abilities, Kind::video, "H264")->encryption.size(), 3U);
    // What the room says in answer to OPTIONS is no less.
    server.onLoop([&] { server.endpoint().askPeer(out); });
    ASSERT_TRUE(server.waitCall(
        out, [&](const Seen& s) { return s.peer.abilities.size() >= answered.abilities.size(); }));
}

TEST(SipPeer, KeysGoBothWaysInOrder) {
    Phone server(onUdp());
    Phone room(onUdp());
    const auto out = room.dial("sip:class@" + server.address(), "x.03985");
    ASSERT_TRUE(room.waitConnected(out));
    const auto in = server.incoming();
    ASSERT_TRUE(server.waitConnected(in));
    room.onLoop([&] { room.endpoint().sendUserInput(out, "*1#x"); });
    ASSERT_TRUE(server.waitCall(in, [](const Seen& s) { return s.keys.size() == 3; }));
    EXPECT_EQ(server.seen(in).keys, "*1#");
    server.onLoop([&] { server.endpoint().sendUserInput(in, "D"); });
    ASSERT_TRUE(room.waitCall(out, [](const Seen& s) { return s.keys == "D"; }));
}

TEST(SipPeer, AFloodOfKeysIsHeldToThePaceOfFingers) {
    Phone server(onUdp());
    Phone room(onUdp());
    const auto out = room.dial("sip:class@" + server.address(), "x.03985");
    ASSERT_TRUE(room.waitConnected(out));
    const auto in = server.incoming();
    ASSERT_TRUE(server.waitConnected(in));
    const auto began = std::chrono::steady_clock::now();
    room.onLoop([&] { room.endpoint().sendUserInput(out, std::string(200, '1') + "#"); });
    // All have arrived once the one behind them has, whether it was taken or not.
    room.onLoop([&] { room.endpoint().hangUp(out, {}); });
    ASSERT_TRUE(server.waitEnded(in));
    const auto took = std::chrono::steady_clock::now() - began;
    const auto most = media::KeyPace::kAtOnce +
                      static_cast<std::size_t>(took / std::chrono::milliseconds(80)) + 1;
    EXPECT_LE(server.seen(in).keys.size(), most);
}

}  // namespace mcu::sip::test
