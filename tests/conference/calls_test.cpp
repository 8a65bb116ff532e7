// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "conference/stage.h"
#include "conference/view_planner.h"

namespace mcu::conference {
namespace {

TEST(IncomingCall, OfAListedSiteIsAnsweredAndConnectedWhenMediaCome) {
    Stage stage;
    stage.createConference({"s1", "s2"});
    const auto call = stage.ring("s1");
    ASSERT_EQ(stage.sip.answered.size(), 1U);
    EXPECT_EQ(stage.site("s1").state, SiteState::connecting);
    stage.answerWith(call);
    EXPECT_EQ(stage.site("s1").state, SiteState::connecting);
    stage.mediaUp(call);
    EXPECT_EQ(stage.site("s1").state, SiteState::connected);
    EXPECT_EQ(stage.count("site.connected"), 1);
    EXPECT_FALSE(stage.site("s1").microphoneOn);  // mute on entry
    EXPECT_EQ(stage.transport.misuses, 0);
}

TEST(IncomingCall, GoesToTheConferenceItNamesInAnyCase) {
    Stage stage;
    stage.createConference();
    auto other = Stage::defaults();
    other.conference = ConferenceId{"Hop-2"};
    stage.createConference({}, other);
    ASSERT_TRUE(stage.service.putSites({stage.listed("s1")}));
    stage.answerWith(stage.ring("s1", "hop-2"));
    for (const auto& conference : stage.status().conferences) {
        EXPECT_EQ(conference.sites.size(), conference.id.value == "Hop-2" ? 1U : 0U);
    }
}

TEST(IncomingCall, OfAStrangerIsRefusedUnlessTheConferenceIsOpen) {
    Stage stage;
    stage.createConference();
    const auto refused = stage.ring("nobody", "c");
    EXPECT_EQ(stage.sip.rejected.at(refused).code, call::CauseCode::forbidden);
    EXPECT_EQ(stage.count("call.refused"), 1);
    auto open = Stage::defaults();
    open.conference = ConferenceId{"open"};
    open.open = true;
    stage.createConference({}, open);
    const auto guest = stage.ring("nobody", "open");
    EXPECT_FALSE(stage.sip.rejected.contains(guest));
    EXPECT_EQ(stage.sip.answered.size(), 1U);
}

TEST(IncomingCall, OfASiteWithAPasswordMustBeProven) {
    Stage stage;
    stage.createConference();
    auto record = stage.listed("s1");
    record.password = Secret<std::string>("p");
    ASSERT_TRUE(stage.service.putSites({record}));
    EXPECT_EQ(stage.sip.rejected.count(stage.ring("s1")), 1U);
    EXPECT_EQ(stage.sip.rejected.count(stage.ring("s1", "mcu", "s1")), 0U);
}

TEST(IncomingCall, ToALockedConferenceIsRefusedButThoseOnTheListMayReturn) {
    Stage stage;
    stage.createConference({"s1"});
    ASSERT_TRUE(stage.service.putSites({stage.listed("s2")}));
    ASSERT_TRUE(stage.run(LockConference{ConferenceId{"c"}, true}));
    EXPECT_EQ(stage.sip.rejected.count(stage.ring("s2")), 1U);
    EXPECT_EQ(stage.sip.rejected.count(stage.ring("s1")), 0U);
}

TEST(IncomingCall, ReplacesADeadLookingCallButNotALiveOne) {
    Stage stage;
    stage.createConference({"s1"});
    const auto first = stage.join("s1");
    const auto second = stage.ring("s1");
    EXPECT_EQ(stage.sip.rejected.at(second).code, call::CauseCode::busy);
    stage.service.onMediaTimeout(stage.sip.calls.at(first).local.session, media::Kind::video);
    stage.settle();
    EXPECT_EQ(stage.site("s1").state, SiteState::lost);
    const auto third = stage.ring("s1");
    EXPECT_TRUE(stage.sip.hungUp.contains(first));
    EXPECT_FALSE(stage.sip.rejected.contains(third));
    stage.answerWith(third);
    stage.mediaUp(third);
    EXPECT_EQ(stage.site("s1").state, SiteState::connected);
    EXPECT_EQ(stage.transport.sessions.size(), 1U);
    EXPECT_EQ(stage.transport.misuses, 0);
}

TEST(IncomingCall, IsRefusedWhenNoMediaPortIsFree) {
    Stage stage;
    stage.createConference({"s1"});
    stage.transport.refuseSessions = true;
    const auto call = stage.ring("s1");
    EXPECT_TRUE(stage.sip.rejected.contains(call));
    EXPECT_EQ(stage.site("s1").state, SiteState::failed);
}

TEST(Encryption, RequiredOfSiteOrConferenceWinsAndClearMediaEndTheCall) {
    Stage stage;
    stage.createConference();
    auto record = stage.listed("s1");
    record.hasEncryption = true;
    record.encryption = media::Encryption::required;
    ASSERT_TRUE(stage.service.putSites({record}));
    const auto call = stage.ring("s1");
    EXPECT_EQ(stage.sip.calls.at(call).policy.encryption, media::Encryption::required);
    stage.service.onMedia(call, agreed());
    stage.settle();
    EXPECT_EQ(stage.sip.hungUp.at(call).code, call::CauseCode::encryptionRequired);

    auto strict = Stage::defaults();
    strict.conference = ConferenceId{"strict"};
    strict.encryption = media::Encryption::required;
    stage.createConference({}, strict);
    record = stage.listed("s2");
    record.hasEncryption = true;
    record.encryption = media::Encryption::disabled;
    ASSERT_TRUE(stage.service.putSites({record}));
    const auto second = stage.ring("s2", "strict");
    EXPECT_EQ(stage.sip.calls.at(second).policy.encryption, media::Encryption::required);
}

TEST(OutgoingCall, IsDialledRungAnsweredAndHungUpWhileTheRosterKeepsTheSite) {
    Stage stage;
    stage.createConference({"s1"});
    ASSERT_TRUE(stage.run(CallSites{ConferenceId{"c"}, {"s1"}}));
    ASSERT_EQ(stage.sip.dialled.size(), 1U);
    const auto call = stage.sip.dialled.front();
    EXPECT_EQ(stage.sip.calls.at(call).target.uri, "sip:s1@192.0.2.7");
    EXPECT_EQ(stage.site("s1").state, SiteState::dialling);
    stage.service.onRinging(call);
    EXPECT_EQ(stage.site("s1").state, SiteState::ringing);
    stage.answerWith(call);
    stage.mediaUp(call);
    EXPECT_EQ(stage.site("s1").state, SiteState::connected);
    ASSERT_TRUE(stage.run(HangUpSites{ConferenceId{"c"}, {"s1"}}));
    EXPECT_TRUE(stage.sip.hungUp.contains(call));
    EXPECT_EQ(stage.site("s1").state, SiteState::absent);
    EXPECT_TRUE(stage.transport.sessions.empty());
    stage.advance(std::chrono::minutes(5));
    EXPECT_EQ(stage.sip.dialled.size(), 1U);
}

TEST(OutgoingCall, IsTriedAgainWithGrowingPausesThatEnd) {
    Settings settings;
    settings.maxRedials = 3;
    Stage stage(settings);
    stage.createConference({"s1"});
    ASSERT_TRUE(stage.run(CallSites{ConferenceId{"c"}, {"s1"}}));
    for (const auto pause : {2, 4, 8}) {
        const auto before = stage.sip.dialled.size();
        stage.service.onEnded(stage.sip.dialled.back(), {call::CauseCode::noAnswer, 408, "", true});
        stage.settle();
        EXPECT_EQ(stage.site("s1").state, SiteState::waiting);
        stage.advance(std::chrono::milliseconds(pause * 1000 - 1));
        EXPECT_EQ(stage.sip.dialled.size(), before) << pause;
        stage.advance(std::chrono::milliseconds(pause * 250 + 200));
        EXPECT_EQ(stage.sip.dialled.size(), before + 1) << pause;
    }
    stage.service.onEnded(stage.sip.dialled.back(), {call::CauseCode::noAnswer, 408, "", true});
    stage.settle();
    EXPECT_EQ(stage.site("s1").state, SiteState::failed);
    stage.advance(std::chrono::minutes(10));
    EXPECT_EQ(stage.sip.dialled.size(), 4U);
}

TEST(OutgoingCall, OfARoomThatCannotBeReachedGoesToItsBackupAddressAtOnce) {
    const call::HangupCause gone{call::CauseCode::unreachable, 408, "", true};
    Stage stage;
    stage.createConference({"s1"});
    auto record = stage.listed("s1");
    record.backupUri = "sip:s1@198.51.100.7";
    ASSERT_TRUE(stage.service.putSites({record}));
    const auto uriOf = [&](std::size_t number) {
        return stage.sip.calls.at(stage.sip.dialled[number]).target.uri;
    };
    ASSERT_TRUE(stage.run(CallSites{ConferenceId{"c"}, {"s1"}}));
    EXPECT_EQ(uriOf(0), record.uri);
    stage.service.onEnded(stage.sip.dialled[0], gone);
    stage.settle();
    ASSERT_EQ(stage.sip.dialled.size(), 2U) << "without a pause";
    EXPECT_EQ(uriOf(1), record.backupUri);
    EXPECT_EQ(stage.count("site.backup"), 1);
    // Nor there: a pause, and from the beginning.
    stage.service.onEnded(stage.sip.dialled[1], gone);
    stage.settle();
    EXPECT_EQ(stage.site("s1").state, SiteState::waiting);
    stage.advance(std::chrono::seconds(3));
    ASSERT_EQ(stage.sip.dialled.size(), 3U);
    EXPECT_EQ(uriOf(2), record.uri);
    stage.service.onEnded(stage.sip.dialled[2], gone);
    stage.settle();
    ASSERT_EQ(stage.sip.dialled.size(), 4U);
    stage.answerWith(stage.sip.dialled[3]);
    stage.mediaUp(stage.sip.dialled[3]);
    EXPECT_EQ(stage.site("s1").state, SiteState::connected);
    // Hung up, it is called from the beginning.
    ASSERT_TRUE(stage.run(HangUpSites{ConferenceId{"c"}, {"s1"}}));
    ASSERT_TRUE(stage.run(CallSites{ConferenceId{"c"}, {"s1"}}));
    ASSERT_EQ(stage.sip.dialled.size(), 5U);
    EXPECT_EQ(uriOf(4), record.uri);
    stage.service.onEnded(stage.sip.dialled[4], gone);
    stage.settle();
    ASSERT_EQ(stage.sip.dialled.size(), 6U);
    stage.answerWith(stage.sip.dialled[5]);
    stage.mediaUp(stage.sip.dialled[5]);
    // Where it was is where it is called when it drops.
    stage.service.onEnded(stage.sip.dialled[5], gone);
    stage.settle();
    stage.advance(std::chrono::seconds(3));
    ASSERT_EQ(stage.sip.dialled.size(), 7U);
    EXPECT_EQ(uriOf(6), record.backupUri);
    // Who is busy is there.
    stage.service.onEnded(stage.sip.dialled[6], gone);
    stage.settle();
    stage.advance(std::chrono::seconds(6));
    ASSERT_EQ(stage.sip.dialled.size(), 8U);
    EXPECT_EQ(uriOf(7), record.uri);
    stage.service.onEnded(stage.sip.dialled[7], {call::CauseCode::busy, 486, "", true});
    stage.settle();
    EXPECT_EQ(stage.sip.dialled.size(), 8U);
}

TEST(OutgoingCall, RefusedForOptionalEncryptionIsMadeAgainWithEncryptionRequired) {
    const call::HangupCause refusal{call::CauseCode::noCommonCodec, 488, "Not Acceptable", false};
    Stage stage;
    stage.createConference({"s1"});
    ASSERT_TRUE(stage.run(CallSites{ConferenceId{"c"}, {"s1"}}));
    ASSERT_EQ(stage.sip.dialled.size(), 1U);
    EXPECT_EQ(stage.sip.calls.at(stage.sip.dialled[0]).policy.encryption,
              media::Encryption::preferred);
    stage.service.onEnded(stage.sip.dialled[0], refusal);
    stage.advance(std::chrono::milliseconds(500));  // no redial pause
    ASSERT_EQ(stage.sip.dialled.size(), 2U);
    EXPECT_EQ(stage.sip.calls.at(stage.sip.dialled[1]).policy.encryption,
              media::Encryption::required);
    EXPECT_EQ(stage.count("site.secured-offer"), 1);
    EXPECT_EQ(stage.count("site.failed"), 0);
    RoomKind secured;
    secured.encrypted = true;
    stage.answerWith(stage.sip.dialled[1], secured);
    stage.mediaUp(stage.sip.dialled[1]);
    EXPECT_EQ(stage.site("s1").state, SiteState::connected);
    // The next call begins with what the room takes.
    ASSERT_TRUE(stage.run(HangUpSites{ConferenceId{"c"}, {"s1"}}));
    ASSERT_TRUE(stage.run(CallSites{ConferenceId{"c"}, {"s1"}}));
    ASSERT_EQ(stage.sip.dialled.size(), 3U);
    EXPECT_EQ(stage.sip.calls.at(stage.sip.dialled[2]).policy.encryption,
              media::Encryption::required);
    // A room that takes neither fails, and is offered the first again later.
    stage.service.onEnded(stage.sip.dialled[2], refusal);
    stage.settle();
    EXPECT_EQ(stage.site("s1").state, SiteState::waiting);
    EXPECT_EQ(stage.count("site.failed"), 1);
    stage.advance(std::chrono::seconds(4));
    ASSERT_EQ(stage.sip.dialled.size(), 4U);
    EXPECT_EQ(stage.sip.calls.at(stage.sip.dialled[3]).policy.encryption,
              media::Encryption::preferred);
}

TEST(OutgoingCall, OfASiteThatDroppedIsDialledAgainUnlessRedialIsOff) {
    Stage stage;
    stage.createConference({"s1", "s2"});
    ASSERT_TRUE(stage.run(CallSites{ConferenceId{"c"}, {"s1", "s2"}}));
    stage.advance(std::chrono::seconds(1));
    ASSERT_TRUE(stage.run(SetRedial{ConferenceId{"c"}, "s2", false, false}));
    for (const auto call : std::vector<CallId>(stage.sip.dialled)) {
        stage.answerWith(call);
        stage.mediaUp(call);
        stage.leave(call, call::CauseCode::sessionExpired);
    }
    EXPECT_EQ(stage.site("s1").state, SiteState::waiting);
    EXPECT_EQ(stage.site("s2").state, SiteState::absent);
    stage.advance(std::chrono::seconds(4));
    EXPECT_EQ(stage.sip.dialled.size(), 3U);
}

TEST(OutgoingCall, OfManySitesGoesOutFewAtATime) {
    Stage stage;
    std::vector<std::string> sites;
    for (int i = 1; i <= 30; ++i) {
        sites.push_back("s" + std::to_string(i));
    }
    stage.createConference(sites);
    ASSERT_TRUE(stage.run(CallAbsent{ConferenceId{"c"}}));
    stage.advance(std::chrono::seconds(10));
    EXPECT_EQ(stage.sip.dialled.size(), 10U);
    for (int i = 0; i < 5; ++i) {
        stage.answerWith(stage.sip.dialled[static_cast<std::size_t>(i)]);
    }
    stage.advance(std::chrono::seconds(10));
    EXPECT_EQ(stage.sip.dialled.size(), 15U);
}

TEST(OutgoingCall, OfTheSiteTheChairWantsWaitsForNoOther) {
    Stage stage;
    std::vector<std::string> sites;
    for (int i = 1; i <= 30; ++i) {
        sites.push_back("s" + std::to_string(i));
    }
    stage.createConference(sites);
    ASSERT_TRUE(stage.run(CallAbsent{ConferenceId{"c"}}));
    stage.advance(std::chrono::seconds(2));
    ASSERT_EQ(stage.sip.dialled.size(), 10U) << "none of them answers";
    stage.begin(Show{ConferenceId{"c"}, "s30"});
    stage.settle();
    ASSERT_EQ(stage.sip.dialled.size(), 11U);
    EXPECT_EQ(stage.sip.calls.at(stage.sip.dialled.back()).target.uri, "sip:s30@192.0.2.7");
    // It has left the queue: it is not called a second time when its turn comes.
    stage.service.onEnded(stage.sip.dialled.back(), {call::CauseCode::busy, 486, "", true});
    for (int i = 0; i < 29; ++i) {
        if (static_cast<std::size_t>(i) < stage.sip.dialled.size() && i != 10) {
            stage.service.onEnded(stage.sip.dialled[static_cast<std::size_t>(i)],
                                  {call::CauseCode::declined, 603, "", true});
        }
        stage.advance(std::chrono::milliseconds(60));
    }
    EXPECT_EQ(stage.sip.dialled.size(), 30U);
}

TEST(OutgoingCall, WaitsForTheRegistrationOfASiteWithoutAnAddress) {
    Stage stage;
    stage.createConference();
    auto record = stage.listed("s1");
    record.uri.clear();
    ASSERT_TRUE(stage.service.putSites({record}));
    ASSERT_TRUE(stage.run(AddSite{ConferenceId{"c"}, "s1", "", true}));
    EXPECT_TRUE(stage.sip.dialled.empty());
    stage.service.onRegistered("s1", "sip:s1@192.0.2.9:5070", std::chrono::minutes(5));
    stage.settle();
    ASSERT_EQ(stage.sip.dialled.size(), 1U);
    EXPECT_EQ(stage.sip.calls.at(stage.sip.dialled[0]).target.uri, "sip:s1@192.0.2.9:5070");
    EXPECT_TRUE(stage.site("s1").registered);
}

TEST(Media, ThatStopForLongEndTheCall) {
    Stage stage;
    stage.createConference({"s1"});
    const auto call = stage.join("s1");
    const auto session = stage.sip.calls.at(call).local.session;
    stage.service.onMediaTimeout(session, media::Kind::audio);
    EXPECT_EQ(stage.site("s1").state, SiteState::connected);
    stage.service.onMediaTimeout(session, media::Kind::video);
    EXPECT_EQ(stage.site("s1").state, SiteState::lost);
    stage.advance(std::chrono::seconds(59));
    EXPECT_FALSE(stage.sip.hungUp.contains(call));
    stage.advance(std::chrono::seconds(3));
    EXPECT_EQ(stage.sip.hungUp.at(call).code, call::CauseCode::mediaTimeout);
}

TEST(Media, ThatComeBackAreShownAgain) {
    Stage stage;
    stage.createConference({"s1", "s2"});
    const auto call = stage.join("s1");
    stage.join("s2");
    const auto session = stage.sip.calls.at(call).local.session;
    stage.service.onMediaTimeout(session, media::Kind::video);
    stage.advance(std::chrono::seconds(3));
    stage.service.onStreamUp(session, media::Kind::video);
    stage.settle();
    EXPECT_EQ(stage.site("s1").state, SiteState::connected);
    EXPECT_EQ(stage.count("site.back"), 1);
    EXPECT_EQ(stage.view(kProgramme)->panes[0].caption, "");
}

TEST(Session, OpenedForACallThatIsGoneIsClosedAgain) {
    Stage stage;
    stage.createConference({"s1"});
    call::IncomingCall call;
    call.id = stage.sip.newIncomingId();
    call.fromUri = "sip:s1@192.0.2.7";
    stage.service.onIncoming(call);
    stage.service.onEnded(call.id, {call::CauseCode::normal, 0, "cancelled", true});
    stage.settle();
    EXPECT_TRUE(stage.transport.sessions.empty());
    EXPECT_EQ(stage.transport.misuses, 0);
}

}  // namespace
}  // namespace mcu::conference
