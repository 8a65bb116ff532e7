// SPDX-License-Identifier: GPL-3.0-or-later
// What a room says of itself, and the keys it presses.
#include <algorithm>

#include <gmock/gmock.h>

#include "h323/capability/capability_set.h"
#include "h323/capability/describe.h"
#include "h323/h245/messages.h"
#include "h323/per/per.h"
#include "h323/quirks/quirks.h"
#include "h323_phone.h"
#include "hex.h"
#include "media/key_pace.h"

namespace mcu::h323::test {
namespace {

using call::Ability;
using Kind = Ability::Kind;

const Ability* find(const std::vector<Ability>& all, Kind kind, const std::string& name) {
    const auto at = std::find_if(all.begin(), all.end(), [&](const Ability& each) {
        return each.kind == kind && each.name == name;
    });
    return at == all.end() ? nullptr : &*at;
}

H323Settings at(bool tunnelling = true) {
    H323Settings out;
    out.listen = loopback();
    out.tunnelling = tunnelling;
    out.product = "Room";
    out.version = "7";
    return out;
}

/// A-law, G.722, H.264, H.239 video and control, made by asn1ct from H.245 v17.
const char* const kForeignSet =
    "0270010600088175000d801a00003c00011500011500011524020b0010080008817100000001048000002040138000"
    "012140138000020c001560000700088171000001404b000202914002a200478000030c082740018015600007000881"
    "71000001404b000202914002a20047012000060008816f01020100110180000486090000060008816f010100800003"
    "0100000001000002000003000004";

TEST(H323Peer, AForeignSetIsDescribed) {
    const auto message = decodePer(h245::kMessage, fromHex(kForeignSet));
    ASSERT_TRUE(message) << message.error().message;
    const auto* set = message->find("request.terminalCapabilitySet");
    ASSERT_NE(set, nullptr);
    const auto all = capability::describe(*set);
    EXPECT_NE(find(all, Kind::audio, "PCMA"), nullptr);
    EXPECT_NE(find(all, Kind::audio, "G722"), nullptr);
    const auto* video = find(all, Kind::video, "H264");
    ASSERT_NE(video, nullptr);
    EXPECT_EQ(video->detail, "baseline, level 3.1, 1280x720 at 30/s, 1920 kbit/s");
    const auto* content = find(all, Kind::video, "H.239");
    ASSERT_NE(content, nullptr);
    EXPECT_EQ(content->detail, "H264");
    EXPECT_NE(find(all, Kind::control, "H.239"), nullptr);
}

TEST(H323Peer, WhatMediaCanBeEncryptedWithIsToldOfEach) {
    const capability::Algorithms both = {security::Algorithm::aes256Cbc,
                                         security::Algorithm::aes128Cbc};
    const auto all = capability::describe(capability::ownSet({}, true, both));
    for (const auto& [kind, name] :
         {std::pair{Kind::audio, "PCMA"}, std::pair{Kind::video, "H264"}}) {
        const auto* media = find(all, kind, name);
        ASSERT_NE(media, nullptr);
        EXPECT_THAT(media->encryption, testing::ElementsAre("AES_CBC_256", "AES_CBC_128"));
    }
    const auto* keys = find(all, Kind::userInput, "telephone-event");
    ASSERT_NE(keys, nullptr);
    EXPECT_EQ(keys->detail, "0-16");
    EXPECT_NE(find(all, Kind::userInput, "dtmf"), nullptr);
    EXPECT_TRUE(capability::describe(capability::emptySet()).empty());
}

TEST(H323Peer, ASetOf256EntriesIsBounded) {
    auto set = Value::of("h245.TerminalCapabilitySet");
    for (std::int64_t i = 1; i <= 256; ++i) {
        auto& entry = set.append("capabilityTable");
        entry.set("capabilityTableEntryNumber", i);
        entry.at("capability.receiveVideoCapability.genericVideoCapability")
            .setOid("capabilityIdentifier.standard", "0.0.8.999." + std::to_string(i));
    }
    EXPECT_EQ(capability::describe(set).size(), capability::kMostAbilities);
}

TEST(H323Peer, VendorsAndQuirksInWords) {
    EXPECT_EQ(vendorOf({181, 0, 18, "TANDBERG"}), "Cisco (181/0/18)");
    EXPECT_EQ(vendorOf({84, 1, 99, ""}), "84/1/99");
    EXPECT_EQ(vendorOf({}), "");
    EXPECT_THAT(quirkTexts({181, 0, 18, "Cisco CallManager 6"}),
                testing::ElementsAre(testing::StartsWith("no round trip requests: ")));
    EXPECT_TRUE(quirkTexts({181, 0, 18, "TANDBERG"}).empty());
}

class Calls : public testing::TestWithParam<bool> {};

TEST_P(Calls, BothEndsAreDescribed) {
    Phone server(at(GetParam()));
    Phone room(at(GetParam()));
    const auto out = server.dial(room.uri());
    const auto described = [](const Seen& s) { return !s.peer.abilities.empty(); };
    ASSERT_TRUE(server.wait(out, described));
    const auto peer = server.seen(out).peer;
    EXPECT_EQ(peer.product, "Room 7");
    EXPECT_FALSE(peer.vendor.empty());
    const auto* video = find(peer.abilities, Kind::video, "H264");
    ASSERT_NE(video, nullptr);
    EXPECT_FALSE(video->encryption.empty());
    EXPECT_NE(find(peer.abilities, Kind::control, "H.235.6"), nullptr);
    ASSERT_TRUE(room.wait(room.incoming(), described));
}

TEST_P(Calls, KeysGoBothWays) {
    Phone server(at(GetParam()));
    Phone room(at(GetParam()));
    const auto out = room.dial(server.uri());
    ASSERT_TRUE(room.wait(out, [](const Seen& s) { return s.flows(); }));
    const auto in = server.incoming();
    room.onLoop([&] { room.endpoint().sendUserInput(out, "*1"); });
    ASSERT_TRUE(server.wait(in, [](const Seen& s) { return s.keys == "*1"; }));
    server.onLoop([&] { server.endpoint().sendUserInput(in, "#"); });
    ASSERT_TRUE(room.wait(out, [](const Seen& s) { return s.keys == "#"; }));
}

TEST_P(Calls, WhatIsNoKeyAndWhatIsTooMuchIsLeftOut) {
    Phone server(at(GetParam()));
    Phone room(at(GetParam()));
    const auto out = room.dial(server.uri());
    ASSERT_TRUE(room.wait(out, [](const Seen& s) { return s.flows(); }));
    const auto in = server.incoming();
    room.onLoop([&] {
        room.endpoint().sendUserInput(out, "hello 4");
        room.endpoint().sendUserInput(out, std::string(60, '5'));
        room.endpoint().sendUserInput(out, std::string(60, '6'));
    });
    ASSERT_TRUE(server.waitCounters([](const H323Counters& c) { return c.userInputs == 3; }));
    room.onLoop([&] { room.endpoint().hangUp(out, {}); });
    ASSERT_TRUE(server.wait(in, [](const Seen& s) { return s.ends == 1; }));
    const auto keys = server.seen(in).keys;
    EXPECT_EQ(keys.front(), '4');
    EXPECT_GE(keys.size(), std::size_t{media::KeyPace::kAtOnce});
    EXPECT_LT(keys.size(), 80U);
}

INSTANTIATE_TEST_SUITE_P(TunnelledAndSeparate, Calls, testing::Bool(), [](const auto& each) {
    return each.param ? "Tunnelled" : "Separate";
});

}  // namespace
}  // namespace mcu::h323::test
