// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "stage.h"

namespace mcu::conference {
namespace {

using std::chrono::seconds;

call::PeerDescription room() {
    return {"Room/7",
            "Maker (181/0/1)",
            {{call::Ability::Kind::video, "H264", "level 3.1", {"AES_CBC_128"}}},
            {"no round trip requests: it stops"}};
}

class Probing : public testing::Test {
protected:
    /// Asks for a probe of a listed site s1; what comes of it is in `report`.
    void probe(const std::string& target = "s1") {
        report.reset();
        stage.service.probe(stage.actor, {target, seconds(20)}, [this](Result<ProbeReport> result) {
            report = std::move(result);
        });
        stage.settle();
    }

    void SetUp() override { ASSERT_TRUE(stage.service.putSites({stage.listed("s1")})); }

    /// The room answers the newest call, says what it is and sends.
    void answered() {
        const auto call = stage.sip.dialled.back();
        stage.answerWith(call);
        stage.service.onPeer(call, room());
        stage.mediaUp(call);
    }

    Stage stage;
    std::optional<Result<ProbeReport>> report;
};

TEST_F(Probing, CallsAsksAndHangsUp) {
    probe();
    ASSERT_EQ(stage.sip.dialled.size(), 1U);
    const auto call = stage.sip.dialled.front();
    answered();
    EXPECT_EQ(stage.sip.asked[call], 1);
    EXPECT_FALSE(report) << "channels may still come";
    stage.advance(seconds(2));
    ASSERT_TRUE(report);
    ASSERT_TRUE(*report);
    const auto& found = **report;
    EXPECT_TRUE(found.connected);
    EXPECT_EQ(found.site.value, "s1");
    EXPECT_EQ(found.peer, room());
    EXPECT_EQ(found.actor, "tester");
    ASSERT_EQ(found.streams.size(), 2U);
    EXPECT_TRUE(found.streams[0].arrived);
    EXPECT_EQ(found.streams[1].codec, "H264");
    EXPECT_TRUE(stage.sip.hungUp.contains(call));
    EXPECT_TRUE(stage.transport.sessions.empty());
    EXPECT_EQ(stage.transport.misuses, 0);
    EXPECT_EQ(stage.count("site.probed"), 1);
    const auto last = stage.service.lastProbe("s1");
    ASSERT_TRUE(last);
    EXPECT_EQ(*last, found);
}

TEST_F(Probing, ARoomInAConferenceIsNotDisturbed) {
    stage.createConference({"s1"});
    const auto call = stage.join("s1");
    stage.service.onPeer(call, room());
    probe();
    ASSERT_TRUE(report);
    ASSERT_TRUE(*report);
    EXPECT_EQ((*report)->conference.value, "c");
    EXPECT_EQ((*report)->peer.product, "TestRoom/1");
    EXPECT_EQ((*report)->peer.abilities, room().abilities);
    EXPECT_TRUE((*report)->streams.at(0).arrived);
    EXPECT_TRUE(stage.sip.dialled.empty());
    EXPECT_TRUE(stage.sip.hungUp.empty());
    EXPECT_EQ(stage.site("s1").state, SiteState::connected);
}

TEST_F(Probing, ARoomThatIsBeingCalledIsLeftAlone) {
    stage.createConference({"s1"});
    (void)stage.run(CallSites{{"c"}, {"s1"}});
    probe();
    ASSERT_TRUE(report);
    ASSERT_FALSE(*report);
    EXPECT_EQ(report->error().id, "probe.calling");
    EXPECT_EQ(stage.sip.dialled.size(), 1U);
}

TEST_F(Probing, AConferenceThatNeedsTheRoomComesFirst) {
    stage.createConference({"s1"});
    probe();
    const auto call = stage.sip.dialled.front();
    answered();
    (void)stage.run(CallSites{{"c"}, {"s1"}});
    ASSERT_EQ(stage.sip.dialled.size(), 2U);
    EXPECT_TRUE(stage.sip.hungUp.contains(call));
    ASSERT_TRUE(report);
    ASSERT_TRUE(*report);
    EXPECT_TRUE((*report)->connected) << "what it said until then";
    EXPECT_EQ((*report)->cause, "a conference needs the room");
    answered();
    EXPECT_EQ(stage.site("s1").state, SiteState::connected);
}

TEST_F(Probing, ARoomThatCallsInMeanwhileIsTaken) {
    stage.createConference({"s1"});
    probe();
    (void)stage.join("s1");
    ASSERT_TRUE(report);
    EXPECT_EQ(stage.site("s1").state, SiteState::connected);
    EXPECT_EQ(stage.sip.hungUp.size(), 1U);
}

TEST_F(Probing, ARoomThatTakesOnlySecuredOffersIsCalledAgain) {
    probe();
    const auto first = stage.sip.dialled.front();
    EXPECT_EQ(stage.sip.calls.at(first).policy.encryption, media::Encryption::preferred);
    stage.service.onEnded(first, {call::CauseCode::noCommonCodec, 488, "", true});
    stage.settle();
    ASSERT_EQ(stage.sip.dialled.size(), 2U);
    const auto second = stage.sip.dialled.back();
    EXPECT_EQ(stage.sip.calls.at(second).policy.encryption, media::Encryption::required);
    stage.service.onEnded(second, {call::CauseCode::noCommonCodec, 488, "", true});
    stage.settle();
    ASSERT_TRUE(report);
    ASSERT_TRUE(*report);
    EXPECT_FALSE((*report)->connected);
    EXPECT_EQ((*report)->cause, "no-common-codec");
    EXPECT_TRUE(stage.transport.sessions.empty());
}

TEST_F(Probing, NobodyThereIsAReport) {
    probe();
    stage.advance(seconds(21));
    ASSERT_TRUE(report);
    ASSERT_TRUE(*report);
    EXPECT_FALSE((*report)->connected);
    EXPECT_EQ((*report)->cause, "no-answer");
    EXPECT_TRUE(stage.sip.hungUp.contains(stage.sip.dialled.front()));
}

TEST_F(Probing, ARoomThatSaysNothingIsNotWaitedForWithoutEnd) {
    probe();
    stage.answerWith(stage.sip.dialled.front());
    stage.advance(seconds(7));
    ASSERT_TRUE(report);
    ASSERT_TRUE(*report);
    EXPECT_TRUE((*report)->connected);
    EXPECT_TRUE((*report)->peer.abilities.empty());
    EXPECT_FALSE((*report)->streams.at(0).arrived);
}

TEST_F(Probing, AddressesAreProbedTooAndThoseOfASiteAreTheSite) {
    probe("sip:somebody@192.0.2.99");
    answered();
    stage.advance(seconds(2));
    ASSERT_TRUE(report && *report);
    EXPECT_FALSE((*report)->site);
    EXPECT_EQ((*report)->target, "sip:somebody@192.0.2.99");
    EXPECT_TRUE(stage.service.lastProbe("sip:somebody@192.0.2.99"));
    probe(stage.listed("s1").uri);
    answered();
    stage.advance(seconds(2));
    ASSERT_TRUE(report && *report);
    EXPECT_EQ((*report)->site.value, "s1");
}

TEST_F(Probing, WhatCannotBeProbedIsRefused) {
    probe("nobody");
    ASSERT_TRUE(report);
    EXPECT_FALSE(*report);
    probe("h323:192.0.2.1");  // no such endpoint here
    ASSERT_TRUE(report && *report);
    EXPECT_EQ((*report)->cause, "no protocol for h323:192.0.2.1");
    EXPECT_EQ(stage.service.lastProbe("s1").error().id, "probe.none");
    probe();
    auto first = report;
    probe();
    ASSERT_TRUE(report);
    ASSERT_FALSE(*report);
    EXPECT_EQ(report->error().id, "probe.running");
}

TEST_F(Probing, AStopEndsIt) {
    probe();
    stage.service.shutDown();
    stage.settle();
    ASSERT_TRUE(report && *report);
    EXPECT_EQ((*report)->cause, "the server stops");
}

}  // namespace
}  // namespace mcu::conference
