// SPDX-License-Identifier: GPL-3.0-or-later
// What MCUs have in common (PL3-01), and foreign ones above us (ORG-02).
#include "session/interop.h"

#include "session/fake_probes.h"
#include "session/hall.h"

namespace mcu::session {
namespace {

using State = InteropItem::State;

const char* const kProgram = "hnth-mcu 0.1.0";

Plan plan() {
    Plan made;
    PlanMcu slave;
    slave.id = "mcu.vnpt";
    slave.role = "slave";
    slave.uplinks = 2;
    made.mcus = {slave};
    return made;
}

cascade::LinkStatus link() {
    cascade::LinkStatus made;
    made.mcu = {"mcu.vnpt"};
    made.state = cascade::LinkState::up;
    made.program = kProgram;
    made.certificateId = "mcu.vnpt";
    made.certificateDays = 200;
    made.trunks.resize(2);
    for (auto& trunk : made.trunks) {
        trunk.state = SiteState::connected;
        trunk.encrypted = true;
        trunk.suite = "AES_CM_128_HMAC_SHA1_80";
        trunk.audioCodec = "opus";
        trunk.videoCodec = "H264";
        trunk.maxKbps = trunk.peerMaxKbps = 4096;
    }
    return made;
}

/// Items that are not in order: "rate=differs".
std::string notInOrder(const Interop& interop) {
    std::string text;
    for (const auto& item : interop.items) {
        if (item.state != State::fits) {
            text += (text.empty() ? "" : " ") + item.name + "=" + std::string(nameOf(item.state));
        }
    }
    return text;
}

TEST(Interop, ALinkThatFitsFits) {
    EXPECT_EQ(notInOrder(compareLink(plan(), kProgram, link())), "");
}

TEST(Interop, EachDifferenceOfALinkIsNamed) {
    using Change = void (*)(Plan&, cascade::LinkStatus&);
    const std::vector<std::pair<Change, std::string>> differences = {
        {[](auto&, auto& l) { l.state = cascade::LinkState::degraded; }, "link=warns"},
        {[](auto&, auto& l) { l.differences = "no checks"; }, "protocol=warns"},
        {[](auto&, auto& l) { l.program = "hnth-mcu 0.0.9"; }, "program=warns"},
        {[](auto& p, auto&) { p.media.audioCodecs = {"g711a"}; }, "audio=differs"},
        {[](auto& p, auto&) { p.media.videoCodec = "vp8"; }, "video=differs"},
        {[](auto&, auto& l) { l.trunks[0].peerMaxKbps = l.trunks[1].peerMaxKbps = 1000; },
         "rate=differs"},
        {[](auto& p, auto&) { p.media.cascadeKbps = 8192; }, "rate=warns"},
        {[](auto&, auto& l) { l.trunks.pop_back(); }, "uplinks=differs"},
        {[](auto&, auto& l) { l.trunks[1].encrypted = false; }, "encryption=differs"},
        {[](auto&, auto& l) { l.clockOffsetMs = -1500; }, "clock=warns"},
        {[](auto&, auto& l) { l.clockOffsetMs = 60'000; }, "clock=differs"},
        {[](auto&, auto& l) { l.certificateDays = 12; }, "certificate=warns"},
        {[](auto&, auto& l) { l.certificateDays = -1; }, "certificate=differs"},
    };
    for (const auto& [change, expected] : differences) {
        auto p = plan();
        auto l = link();
        change(p, l);
        EXPECT_EQ(notInOrder(compareLink(p, kProgram, l)), expected);
    }
}

TEST(Interop, OfALinkThatIsDownNothingElseIsSaid) {
    cascade::LinkStatus down;
    down.mcu = {"mcu.vnpt"};
    down.state = cascade::LinkState::refused;
    down.cause = "certificate revoked";
    const auto made = compareLink(plan(), kProgram, down);
    EXPECT_EQ(made.items.front().found, "refused: certificate revoked");
    EXPECT_EQ(made.items.front().state, State::differs);
    for (std::size_t i = 1; i < made.items.size(); ++i) {
        EXPECT_EQ(made.items[i].state, State::unknown) << made.items[i].name;
    }
}

TEST(Interop, ARecordHoldsWhatPeersSayAndNoMore) {
    auto l = link();
    l.program = "bad\tprogram\nrate\tfits\tx\ty";
    auto made = compareLink(plan(), kProgram, l);
    EXPECT_EQ(interopItemsOf(textOf(made.items)), made.items);
    EXPECT_TRUE(interopItemsOf("\n\t\t\nlink\tnonsense\ta\tb\n").empty());
}

PlanMcu foreign() {
    PlanMcu mcu;
    mcu.id = "mcu.cp";
    mcu.role = "upstream";
    mcu.address = "sip:hop@198.51.100.7";
    return mcu;
}

TEST(Interop, EachDifferenceOfAForeignMcuIsNamed) {
    using Change = void (*)(Plan&, PlanMcu&, conference::ProbeReport&);
    const std::vector<std::pair<Change, std::string>> differences = {
        {[](auto&, auto&, auto&) {}, ""},
        {[](auto&, auto& m, auto&) { m.protocol = "h323"; }, "protocol=differs"},
        {[](auto&, auto&, auto& r) { r.streams[0].codec = "PCMU"; }, ""},
        {[](auto& p, auto&, auto&) { p.media.audioCodecs = {"g711u"}; }, "audio=differs"},
        {[](auto&, auto&, auto& r) { r.streams.pop_back(); },
         "video=differs rate=unknown picture_in=unknown"},
        {[](auto&, auto&, auto& r) { r.streams[1].maxKbps = 512; }, "rate=warns"},
        {[](auto&, auto&, auto& r) { r.streams[1].encryption.clear(); }, "encryption=differs"},
        {[](auto& p, auto&, auto& r) {
             p.policy.encryption = "preferred";
             r.streams[1].encryption.clear();
         },
         "encryption=warns"},
        {[](auto&, auto&, auto& r) { r.streams[0].arrived = false; }, "sound_in=unknown"},
    };
    for (const auto& [change, expected] : differences) {
        auto p = plan();
        auto m = foreign();
        auto r = fakes::goodReport();
        change(p, m, r);
        EXPECT_EQ(notInOrder(comparePeer(p, m, &r)), expected);
    }
}

TEST(Interop, WhoDoesNotAnswerIsNotReached) {
    auto report = fakes::goodReport();
    report.connected = false;
    report.cause = "no answer";
    EXPECT_EQ(notInOrder(comparePeer(plan(), foreign(), &report)), "reach=differs");
    EXPECT_EQ(notInOrder(comparePeer(plan(), foreign(), nullptr)), "reach=unknown");
}

TEST(Interop, ACallTellsPictureAndSoundBothWays) {
    const auto report = fakes::goodReport();
    auto made = comparePeer(plan(), foreign(), &report);
    auto room = fakes::FakeConferences::goodRoom();
    room.loudestDbfs = -90;
    room.loopDelayMs = 300;
    addCall(made, room, {}, true);
    EXPECT_EQ(made.how, "call");
    EXPECT_EQ(notInOrder(made), "sound_in=warns loop=differs");
    EXPECT_EQ(made.item("picture_out")->state, State::fits);
    EXPECT_EQ(made.item("rate")->found, "2048 kbit/s") << "as agreed, not as measured";
}

const std::string kWithUpstream =
    with(kPlan,
         "contacts:\n",
         "  - {id: mcu.cp, role: upstream, address: \"198.51.100.7\"}\ncontacts:\n");

TEST(InteropCheck, ComparesAllMcusAndKeepsIt) {
    Hall hall;
    hall.begin();
    hall.plan(kWithUpstream);
    EXPECT_EQ(hall.act(CheckInterop{}), "session S-1: 2 MCUs compared, 1 do not fit")
        << "no link to mcu.vnpt is configured, mcu.cp is not known yet";
    EXPECT_NE(hall.read("interop", false).find("not in the configuration of this server"),
              std::string::npos)
        << hall.read("interop", false);
    hall.cascade.now.links = {link()};
    EXPECT_EQ(hall.act(CheckInterop{}), "session S-1: 2 MCUs compared, 0 do not fit");
    Hall after;
    after.journal.stored = hall.journal.stored;
    after.begin();
    EXPECT_EQ(after.read("interop"), hall.read("interop"));
    EXPECT_NE(after.read("mcu-info").find("hnth-mcu 0.1.0"), std::string::npos);
    EXPECT_NE(after.read("report", false).find("MCUs against each other"), std::string::npos);
}

TEST(UpstreamCheck, ProbesTheAddressOfThePlan) {
    Hall hall;
    hall.begin();
    hall.plan(kWithUpstream);
    EXPECT_EQ(hall.act(CheckUpstream{"", "mcu.vnpt", false}),
              "! the plan of session S-1 names no foreign MCU mcu.vnpt");
    hall.act(CheckUpstream{"", "", true}, "mai");
    hall.loop.drain();
    EXPECT_EQ(hall.probes.asked, std::vector<std::string>{"sip:198.51.100.7"});
    EXPECT_TRUE(hall.conferences.examined.empty()) << "it is no site here";
    const auto json = hall.read("upstream", false, "json");
    EXPECT_NE(json.find("\"by\":\"mai\""), std::string::npos) << json;
    EXPECT_NE(json.find("\"item\":\"call\""), std::string::npos) << json;
    EXPECT_NE(json.find("\"verdict\":\"fits\""), std::string::npos) << json;
}

TEST(UpstreamCheck, CallsASiteAndMeasures) {
    Hall hall;
    hall.begin();
    hall.plan(kWithUpstream);
    conference::SiteRecord site;
    site.id = {"mcu.cp"};
    hall.conferences.listed = {site};
    auto room = fakes::FakeConferences::goodRoom();
    room.brightness = 2;
    hall.conferences.rooms["mcu.cp"] = room;
    hall.probes.report.site = {"mcu.cp"};
    std::string said = "not answered";
    hall.service.execute({"lan", "unix", "vp-ubnd"},
                         CheckUpstream{"", "", true},
                         [&](const auto& o) { said = o ? o->message : o.error().message; });
    hall.loop.drain();
    EXPECT_EQ(said, "session S-1: 0 of 1 foreign MCUs are ready to be connected");
    EXPECT_EQ(hall.conferences.examined, std::vector<std::string>{"mcu.cp"});
    EXPECT_NE(hall.read("upstream", false, "json").find("\"found\":\"black\""), std::string::npos);
    hall.act(StartSession{});
    EXPECT_EQ(hall.act(CheckUpstream{"", "", true}),
              "! session S-1 is under way: no test call now");
}

TEST(UpstreamCheck, WhatCannotBeTriedIsSaid) {
    Hall hall;
    hall.begin();
    hall.plan();
    EXPECT_EQ(hall.act(CheckUpstream{}), "! the plan of session S-1 names no MCU above us");
    hall.plan(kWithUpstream);
    hall.probes.refusal = Error(ErrorCode::unavailable, "too many rooms are being probed");
    hall.act(CheckUpstream{});
    hall.loop.drain();
    EXPECT_NE(hall.read("upstream", false).find("too many rooms are being probed"),
              std::string::npos);
}

}  // namespace
}  // namespace mcu::session
