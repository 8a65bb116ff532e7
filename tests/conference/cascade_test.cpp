// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <gtest/gtest.h>

#include "conference/stage.h"
#include "conference/view_planner.h"

// Both ends of a cascade as the domain sees them; the other MCU is played by the test.

namespace mcu::conference {
namespace {

const ConferenceId kC{"c"};
const McuId kVnpt{"mcu.vnpt"};
const SiteId kTrunk0{"link.mcu.vnpt.0"};
const SiteId kTrunk1{"link.mcu.vnpt.1"};
const SiteId kUp0{"link.mcu.tinh.0"};
using Seen = std::vector<std::string>;

/// Remembers what the domain tells the cascade.
class Ear final : public CascadeListener {
public:
    void onFarSitesWanted(const ConferenceId& /*conference*/,
                          const std::vector<FarWish>& wanted) override {
        wishes = wanted;
    }

    void onTrunkState(const ConferenceId& /*conference*/, const SiteId& trunk) override {
        trunks.push_back(trunk);
    }

    void onSelection(const ConferenceId& /*conference*/,
                     const SiteId& /*trunk*/,
                     const SiteId& site,
                     SelectionStep step,
                     const std::string& /*why*/) override {
        steps.push_back(site.value + " " + std::string(nameOf(step)));
    }

    void onRosterChanged(const ConferenceId& /*conference*/, const SiteId& site) override {
        changed.push_back(site);
    }

    void onProgrammeChanged(const ConferenceId& /*conference*/) override { ++programmes; }

    [[nodiscard]] bool stepped(const std::string& step) const {
        return std::find(steps.begin(), steps.end(), step) != steps.end();
    }

    std::vector<FarWish> wishes;
    std::vector<SiteId> trunks;
    std::vector<std::string> steps;
    std::vector<SiteId> changed;
    int programmes = 0;
};

class Cascade : public ::testing::Test {
protected:
    Cascade() : line(call::kCascadeLine, 1000) {
        stage.service.addEndpoint(line);
        auto like = Stage::defaults();
        like.chair = "s1";
        stage.createConference({"s1", "s2"}, like);
        stage.join("s1");
        callOfS2 = stage.join("s2");
        stage.service.setCascadeListener(&ear);
    }

    ~Cascade() override { stage.service.setCascadeListener(nullptr); }

    static TrunkSpec trunk(const SiteId& id, int number, TrunkSpec::Toward toward) {
        TrunkSpec spec;
        spec.conference = kC;
        spec.id = id;
        spec.peer = toward == TrunkSpec::Toward::slave ? kVnpt : McuId{"mcu.tinh"};
        spec.number = number;
        spec.toward = toward;
        spec.user = "cascade." + id.value;
        spec.password = Secret<std::string>("secret");
        spec.maxKbps = 2000;  // what the rooms take, so that it passes through
        if (toward == TrunkSpec::Toward::master) {
            spec.uri = "sip:" + spec.user + "@192.0.2.1:5063;transport=tls";
        }
        return spec;
    }

    static FarSite far(const std::string& id, std::uint32_t contributor) {
        FarSite site;
        site.record.id = SiteId{id};
        site.record.name = "Commune " + id;
        site.record.level = "commune";
        site.owner = kVnpt;
        site.contributor = contributor;
        site.state = SiteState::connected;
        return site;
    }

    /// A trunk towards a slave, called by it.
    CallId trunkUp(const SiteId& id, int number) {
        EXPECT_TRUE(stage.service.addTrunk(trunk(id, number, TrunkSpec::Toward::slave)));
        call::IncomingCall call;
        call.id = line.newIncomingId();
        call.line = call::kCascadeLine;
        call.toUser = "cascade." + id.value;
        call.authenticatedUser = call.toUser;
        call.fromUri = "sip:" + call.toUser + "@192.0.2.9";
        call.transport = "tls";
        stage.service.onIncoming(call);
        stage.settle();
        EXPECT_TRUE(line.calls.contains(call.id)) << "refused";
        RoomKind kind;
        kind.encrypted = true;
        kind.maxKbps = 4000;
        stage.answerWith(call.id, kind);
        const auto session = line.calls.at(call.id).local.session;
        stage.service.onStreamUp(session, media::Kind::audio);
        stage.service.onStreamUp(session, media::Kind::video);
        stage.settle();
        return call.id;
    }

    void arrives(const SiteId& trunk, std::uint32_t contributor) {
        for (const auto kind : {media::Kind::video, media::Kind::audio}) {
            stage.service.onContributor(stage.sessionOf(trunk.value), kind, contributor);
        }
        stage.settle();
    }

    std::optional<std::uint32_t> gate(const SiteId& trunk) {
        return stage.transport.sessions.at(stage.sessionOf(trunk.value))
            .expected[media::Kind::video];
    }

    /// The room s2 leaves and calls again as another kind of room.
    void secondAgainAs(const RoomKind& kind) {
        stage.leave(callOfS2);
        callOfS2 = stage.join("s2", kind);
    }

    Stage stage;
    fakes::FakeCallEndpoint line;
    Ear ear;
    CallId callOfS2;
};

TEST_F(Cascade, BindsTheKeysOfATrunkToItsPasswordAndThoseOfARoomToNothing) {
    trunkUp(kTrunk0, 0);
    RoomKind secured;
    secured.encrypted = true;
    secondAgainAs(secured);
    const auto boundTo = [this](const std::string& site) {
        const auto& media = stage.transport.sessions.at(stage.sessionOf(site)).media;
        std::vector<std::string> secrets;
        for (const auto& stream : media.streams) {
            secrets.push_back(std::get<media::SdesKeys>(stream.keying).boundTo.reveal());
        }
        return secrets;
    };
    EXPECT_EQ(boundTo(kTrunk0.value), Seen({"secret", "secret"}));
    EXPECT_EQ(boundTo("s2"), Seen({"", ""}));
}

TEST_F(Cascade, ShowsAFarSiteWhenItsPictureArrivesOnItsTrunk) {
    trunkUp(kTrunk0, 0);
    ASSERT_TRUE(stage.service.putFarSites(kC, kVnpt, {far("x1", 71), far("x2", 72)}, {}));
    auto& done = stage.begin(Show{kC, "x1"});
    stage.settle();
    ASSERT_EQ(ear.wishes.size(), 1U);
    EXPECT_EQ(ear.wishes.front().site, SiteId{"x1"});
    EXPECT_EQ(ear.wishes.front().use, FarWish::Use::take);
    EXPECT_TRUE(ear.wishes.front().microphone);
    EXPECT_EQ(gate(kTrunk0), 0U) << "nothing is carried, nothing passes";
    stage.service.carry(kC, kTrunk0, SiteId{"x1"});
    stage.settle();
    EXPECT_EQ(gate(kTrunk0), 71U);
    EXPECT_FALSE(done.has_value());
    EXPECT_EQ(stage.view(kProgramme)->layout, "2x2") << "what was shown stays";
    arrives(kTrunk0, 71);
    ASSERT_TRUE(done.has_value());
    ASSERT_TRUE(*done) << done->error().message;
    EXPECT_EQ(stage.sees("s1"), Seen{kTrunk0.value});
    EXPECT_EQ(stage.view(kProgramme)->panes.at(0).site, SiteId{"x1"});
    EXPECT_EQ(stage.count("take.two-way-up"), 0) << "the owner has not said that it hears us";
    stage.service.noteFarStep(kC, SiteId{"x1"}, SelectionStep::soundDown);
    EXPECT_EQ(stage.count("take.two-way-up"), 1);
    EXPECT_EQ(stage.transport.misuses + stage.video.misuses, 0);
}

TEST_F(Cascade, TakesUpWhatATrunkCarriesWhenTheRosterComesLate) {
    trunkUp(kTrunk0, 0);
    stage.service.carry(kC, kTrunk0, SiteId{"x1"});
    ASSERT_TRUE(stage.service.putFarSites(kC, kVnpt, {far("x1", 71)}, {}));
    EXPECT_EQ(stage.site("x1").carriedBy, kTrunk0);
    EXPECT_EQ(gate(kTrunk0), 71U);
    auto& done = stage.begin(Show{kC, "x1"});
    arrives(kTrunk0, 71);
    ASSERT_TRUE(done.has_value());
    EXPECT_EQ(stage.sees("s1"), Seen{kTrunk0.value});
}

TEST_F(Cascade, CountsOnlySoundThatComesAfterTheMicrophoneWasOpened) {
    trunkUp(kTrunk0, 0);
    ASSERT_TRUE(stage.service.putFarSites(kC, kVnpt, {far("x1", 71)}, {}));
    stage.begin(Show{kC, "x1"});
    stage.settle();
    stage.service.carry(kC, kTrunk0, SiteId{"x1"});
    arrives(kTrunk0, 71);
    stage.service.noteFarStep(kC, SiteId{"x1"}, SelectionStep::soundDown);
    ASSERT_TRUE(stage.run(Show{kC, "s2"}));
    ASSERT_TRUE(stage.run(Show{kC, "x1"}));
    EXPECT_EQ(stage.count("take.two-way-up"), 2) << "x1 and s2; x1 again has no sound yet";
    stage.service.onContributor(stage.sessionOf(kTrunk0.value), media::Kind::audio, 71);
    EXPECT_EQ(stage.count("take.two-way-up"), 3);
}

TEST_F(Cascade, NeverSendsASlaveItsOwnPictureOrSound) {
    trunkUp(kTrunk0, 0);
    ASSERT_TRUE(stage.service.putFarSites(kC, kVnpt, {far("x1", 71)}, {}));
    EXPECT_EQ(stage.sees(kTrunk0.value), (Seen{"s1", "s2", "", ""}));
    stage.begin(Show{kC, "x1"});
    stage.settle();
    stage.service.carry(kC, kTrunk0, SiteId{"x1"});
    arrives(kTrunk0, 71);
    EXPECT_EQ(stage.sees(kTrunk0.value), Seen{"s1"}) << "a return picture";
    ASSERT_NE(stage.hears(kTrunk0.value), nullptr);
    EXPECT_EQ(stage.hears(kTrunk0.value)->hearing.minus.size(), 1U);
    EXPECT_TRUE(stage.hears("s2")->hearing.minus.empty());
    ASSERT_TRUE(stage.run(SetLayout{kC, {}, "2x2", {"x1", "s1", "s2", ""}}));
    EXPECT_EQ(stage.sees(kTrunk0.value), (Seen{"", "s1", "s2", ""}));
}

TEST_F(Cascade, PutsTwoRoomsOfOneSlaveSideBySideAndLeavesBothSoundsOut) {
    trunkUp(kTrunk0, 0);
    trunkUp(kTrunk1, 1);
    ASSERT_TRUE(stage.service.putFarSites(kC, kVnpt, {far("x1", 71), far("x2", 72)}, {}));
    ASSERT_TRUE(stage.run(SetLayout{kC, {}, "1+1", {"x1", "x2"}}));
    EXPECT_EQ(ear.wishes.size(), 2U);
    stage.service.carry(kC, kTrunk0, SiteId{"x2"});
    stage.service.carry(kC, kTrunk1, SiteId{"x1"});
    arrives(kTrunk0, 72);
    arrives(kTrunk1, 71);
    EXPECT_EQ(stage.sees("s1"), (Seen{kTrunk1.value, kTrunk0.value}));
    ASSERT_TRUE(stage.run(SetChannel{kC, Channel::microphone, true, {"x1", "x2"}, false}));
    EXPECT_EQ(stage.hears(kTrunk0.value)->hearing.minus.size(), 2U);
}

TEST_F(Cascade, KeepsTheLastPictureWhenItsOnlyTrunkTurnsToTheNextSite) {
    trunkUp(kTrunk0, 0);
    ASSERT_TRUE(stage.service.putFarSites(kC, kVnpt, {far("x1", 71), far("x2", 72)}, {}));
    stage.begin(Show{kC, "x1"});
    stage.settle();
    stage.service.carry(kC, kTrunk0, SiteId{"x1"});
    arrives(kTrunk0, 71);
    auto& second = stage.begin(Show{kC, "x2"});
    stage.settle();
    stage.service.carry(kC, kTrunk0, SiteId{"x2"});
    stage.settle();
    EXPECT_EQ(stage.view(kProgramme)->panes.at(0).caption, "") << "no slate meanwhile";
    EXPECT_EQ(stage.view(kProgramme)->panes.at(0).site, SiteId{"x1"});
    stage.service.onContributor(stage.sessionOf(kTrunk0.value), media::Kind::video, 71);
    EXPECT_FALSE(second.has_value()) << "a late packet of the first";
    arrives(kTrunk0, 72);
    ASSERT_TRUE(second.has_value());
    EXPECT_EQ(stage.view(kProgramme)->panes.at(0).site, SiteId{"x2"});
    EXPECT_FALSE(stage.site("x1").microphoneOn);
    EXPECT_EQ(stage.transport.misuses + stage.video.misuses, 0);
}

TEST_F(Cascade, RefusesATakeWhenTheOwnerWillNotOrCannotBeAsked) {
    trunkUp(kTrunk0, 0);
    ASSERT_TRUE(stage.service.putFarSites(kC, kVnpt, {far("x1", 71)}, {}));
    auto& done = stage.begin(Show{kC, "x1"});
    stage.settle();
    stage.service.refuseFar(
        kC, SiteId{"x1"}, Error(ErrorCode::refused, "VNPT holds: checking sound"));
    ASSERT_TRUE(done.has_value());
    EXPECT_EQ(done->error().message, "VNPT holds: checking sound");
    stage.service.setLinkReachable(kC, kVnpt, false);
    EXPECT_TRUE(stage.site("x1").stale);
    EXPECT_EQ(stage.run(Show{kC, "x1"}).error().code, ErrorCode::unavailable);
}

TEST_F(Cascade, TakesNoTrunkCallOnTheRoomsPortAndNoRoomOnTheTrunksPort) {
    ASSERT_TRUE(stage.service.addTrunk(trunk(kTrunk0, 0, TrunkSpec::Toward::slave)));
    const auto user = "cascade." + kTrunk0.value;
    const auto wrong = stage.ring(user, user, user);
    EXPECT_TRUE(stage.sip.rejected.contains(wrong));
    call::IncomingCall room;
    room.id = line.newIncomingId();
    room.line = call::kCascadeLine;
    room.fromUri = "sip:s2@192.0.2.7";
    room.toUser = "c";
    stage.service.onIncoming(room);
    EXPECT_TRUE(line.rejected.contains(room.id));
    ASSERT_TRUE(stage.service.putFarSites(kC, kVnpt, {far("x1", 71)}, {}));
    EXPECT_TRUE(stage.sip.rejected.contains(stage.ring("x1", "c")));
}

TEST_F(Cascade, LeavesTrunksToTheCascadeWhenAnOperatorNamesOne) {
    trunkUp(kTrunk0, 0);
    EXPECT_EQ(stage.run(Show{kC, kTrunk0.value}).error().id, "site.is-link");
    EXPECT_FALSE(stage.run(RemoveSite{kC, kTrunk0.value}));
    EXPECT_FALSE(stage.run(HangUpSites{kC, {kTrunk0.value}, false}));
    EXPECT_TRUE(stage.run(HangUpSites{kC, {}, true}));
    EXPECT_EQ(stage.site(kTrunk0.value).state, SiteState::connected);
}

TEST_F(Cascade, FallsBackToTheMainSiteWhenTheTrunkIsGone) {
    const auto call = trunkUp(kTrunk0, 0);
    ASSERT_TRUE(stage.service.putFarSites(kC, kVnpt, {far("x1", 71)}, {}));
    stage.begin(Show{kC, "x1"});
    stage.settle();
    stage.service.carry(kC, kTrunk0, SiteId{"x1"});
    arrives(kTrunk0, 71);
    stage.leave(call);
    stage.advance(std::chrono::seconds(1));
    EXPECT_EQ(stage.count("take.fallback"), 1);
    EXPECT_EQ(stage.view(kProgramme)->panes.at(0).site, SiteId{"s1"});
}

TEST_F(Cascade, FallsBackAtOnceWhenTheOwnerSaysThatTheRoomIsLost) {
    trunkUp(kTrunk0, 0);
    ASSERT_TRUE(stage.service.putFarSites(kC, kVnpt, {far("x1", 71)}, {}));
    stage.begin(Show{kC, "x1"});
    stage.settle();
    stage.service.carry(kC, kTrunk0, SiteId{"x1"});
    arrives(kTrunk0, 71);
    stage.service.noteFarStep(kC, SiteId{"x1"}, SelectionStep::lost);
    stage.settle();
    EXPECT_EQ(stage.view(kProgramme)->panes.at(0).site, SiteId{"s1"});
    EXPECT_EQ(stage.count("take.fallback"), 1);
}

TEST_F(Cascade, AsksForARoomBehindAForeignMcuByPhoneAndShowsItWhenTheTechnicianSeesIt) {
    auto mcu = stage.listed("mcu.huyen", "Huyện MCU");
    mcu.manualMcu = true;
    mcu.phone = "0900 000 001";
    auto room = stage.listed("x9");
    room.uri.clear();
    room.via = mcu.id;
    ASSERT_TRUE(stage.service.putSites({mcu, room}));
    ASSERT_TRUE(stage.run(AddSite{kC, "mcu.huyen", "", false}));
    ASSERT_TRUE(stage.run(AddSite{kC, "x9", "", false}));
    stage.join("mcu.huyen");
    EXPECT_TRUE(stage.site("x9").manual);
    auto& done = stage.begin(Show{kC, "x9"});
    stage.advance(std::chrono::seconds(12));
    EXPECT_FALSE(done.has_value());
    EXPECT_EQ(stage.view(kProgramme)->layout, "2x2") << "the chair does not see the wrong room";
    EXPECT_EQ(stage.count("request.amber"), 1);
    const auto waiting = std::find_if(stage.events.begin(), stage.events.end(), [](const auto& e) {
        return e.kind == "take.waiting";
    });
    ASSERT_NE(waiting, stage.events.end());
    EXPECT_EQ(waiting->fields.at("phone"), "0900 000 001");
    ASSERT_TRUE(stage.run(ConfirmSeen{kC, ""}));
    ASSERT_TRUE(done.has_value());
    ASSERT_TRUE(*done) << done->error().message;
    EXPECT_EQ(stage.view(kProgramme)->panes.at(0).site, SiteId{"x9"});
    EXPECT_EQ(stage.sees("s1"), Seen{"mcu.huyen"});
    EXPECT_EQ(stage.sees("mcu.huyen"), Seen{"s1"});
    EXPECT_EQ(stage.hears("mcu.huyen")->hearing.minus.size(), 1U);
    const auto requests = stage.service.requests(kC);
    EXPECT_EQ(requests.front().state, "two-way-up");
    EXPECT_TRUE(requests.front().confirmedByHand);
    EXPECT_NEAR(requests.front().twoWaySeconds, 12, 0.1);
}

/// The lower end: s1 and s2 are rooms of a slave.
class Slave : public Cascade {
protected:
    Slave() {
        EXPECT_TRUE(stage.service.addTrunk(trunk(kUp0, 0, TrunkSpec::Toward::master)));
        stage.settle();
        EXPECT_EQ(line.dialled.size(), 1U);
    }

    void up() {
        const auto call = line.dialled.back();
        RoomKind kind;
        kind.encrypted = true;
        kind.maxKbps = 4000;
        stage.answerWith(call, kind);
        const auto session = line.calls.at(call).local.session;
        stage.service.onStreamUp(session, media::Kind::audio);
        stage.service.onStreamUp(session, media::Kind::video);
        stage.settle();
    }
};

TEST_F(Slave, ShowsItsRoomsTheMastersProgrammeAsItComes) {
    EXPECT_EQ(stage.view(kProgramme)->layout, "2x2");
    up();
    EXPECT_EQ(stage.sees("s1"), Seen{kUp0.value});
    EXPECT_EQ(stage.sees("s2"), Seen{kUp0.value});
    EXPECT_TRUE(stage.isForwarded("s1")) << "not decoded";
    EXPECT_TRUE(stage.isDecodedForSound(kUp0.value));
    EXPECT_TRUE(stage.sees(kUp0.value).empty()) << "nothing is selected";
}

TEST_F(Slave, SendsTheSelectedRoomAloneAndNamesIt) {
    up();
    ASSERT_TRUE(stage.service.select(kC, kUp0, {SiteId{"s2"}, 72, true, false}));
    stage.settle();
    EXPECT_EQ(stage.sees(kUp0.value), Seen{"s2"});
    EXPECT_TRUE(stage.isForwarded(kUp0.value)) << "passed through without decoding";
    const auto& session = stage.transport.sessions.at(stage.sessionOf(kUp0.value));
    EXPECT_EQ(session.contributors.at(media::Kind::video), 72U);
    EXPECT_EQ(session.contributors.at(media::Kind::audio), 72U);
    EXPECT_EQ(stage.hearsUndecoded(kUp0.value), "s2");
    EXPECT_TRUE(stage.site("s2").microphoneOn);
    EXPECT_TRUE(ear.stepped("s2 connected"));
    EXPECT_TRUE(ear.stepped("s2 picture-up"));
    EXPECT_TRUE(ear.stepped("s2 sound-up"));
    EXPECT_TRUE(ear.stepped("s2 sound-down"));
    ASSERT_TRUE(stage.service.select(kC, kUp0, {SiteId{"s1"}, 71, true, false}));
    stage.settle();
    EXPECT_EQ(stage.sees(kUp0.value), Seen{"s1"});
    EXPECT_FALSE(stage.site("s2").microphoneOn) << "the one before is muted";
    ASSERT_TRUE(stage.service.select(kC, kUp0, {}));
    stage.settle();
    EXPECT_TRUE(stage.sees(kUp0.value).empty());
    EXPECT_FALSE(stage.hears(kUp0.value)->hearing.only) << "silence";
}

TEST_F(Slave, MixesTheSoundOfTheSelectedRoomWhereItCannotGoUpAsItComes) {
    up();
    ASSERT_TRUE(stage.service.select(kC, kUp0, {SiteId{"s2"}, 72, true, false}));
    stage.settle();
    EXPECT_EQ(stage.hears(kUp0.value), nullptr) << "no encoder for it";
    ASSERT_TRUE(stage.run(SetVolume{kC, "s2", -6}));
    EXPECT_EQ(stage.hearsUndecoded(kUp0.value), "") << "its volume is changed here";
    EXPECT_TRUE(stage.hears(kUp0.value)->hearing.only);
    ASSERT_TRUE(stage.run(SetVolume{kC, "s2", 0}));
    EXPECT_EQ(stage.hearsUndecoded(kUp0.value), "s2");
    ASSERT_TRUE(stage.run(SetChannel{kC, Channel::microphone, false, {"s2"}, false}));
    EXPECT_EQ(stage.hearsUndecoded(kUp0.value), "") << "muted";
    EXPECT_FALSE(stage.hears(kUp0.value)->hearing.only) << "silence";
    EXPECT_EQ(stage.transport.misuses, 0);
}

TEST_F(Slave, TakesUpUndecodedSoundAgainWithTheRoomsNextCallIfItsCodecFits) {
    up();
    ASSERT_TRUE(stage.service.select(kC, kUp0, {SiteId{"s2"}, 72, true, false}));
    stage.settle();
    EXPECT_EQ(stage.hearsUndecoded(kUp0.value), "s2");
    secondAgainAs({media::Codec::pcma});
    EXPECT_EQ(stage.hearsUndecoded(kUp0.value), "") << "of another codec than the trunk's";
    EXPECT_TRUE(stage.hears(kUp0.value)->hearing.only);
    secondAgainAs({});
    EXPECT_EQ(stage.hearsUndecoded(kUp0.value), "s2");
    EXPECT_EQ(stage.hears(kUp0.value), nullptr);
    EXPECT_EQ(stage.transport.misuses, 0);
}

TEST_F(Slave, ChangesNothingBySelectingARoomThatCannotBeCalled) {
    auto room = stage.listed("x9");
    room.uri.clear();
    ASSERT_TRUE(stage.service.putSites({room}));
    ASSERT_TRUE(stage.run(AddSite{kC, "x9", "", false}));
    up();
    ASSERT_TRUE(stage.service.select(kC, kUp0, {SiteId{"s2"}, 72, true, false}));
    stage.settle();
    EXPECT_FALSE(stage.service.select(kC, kUp0, {SiteId{"x9"}, 73, true, true}));
    stage.settle();
    EXPECT_EQ(stage.sees(kUp0.value), Seen{"s2"});
    EXPECT_TRUE(stage.site("s2").microphoneOn);
    EXPECT_FALSE(stage.site("x9").microphoneOn);
    stage.join("x9");
    EXPECT_FALSE(ear.stepped("x9 connected")) << "nobody has selected it";
    ASSERT_TRUE(stage.service.select(kC, kUp0, {SiteId{"x9"}, 73, true, true}));
    stage.settle();
    EXPECT_TRUE(ear.stepped("x9 connected"));
    EXPECT_TRUE(ear.stepped("x9 sound-down"))
        << "the order that comes when it is there gets its steps";
}

TEST_F(Slave, ShowsItsRoomThatFillsTheMastersProgrammeDirectlyAndThatRoomTheMaster) {
    up();
    ASSERT_TRUE(stage.service.select(kC, kUp0, {SiteId{"s2"}, 72, true, false}));
    ProgrammeState programme;
    programme.layout = "1x1";
    programme.panes = {SiteId{"s2"}};
    stage.service.setMasterProgramme(kC, programme);
    stage.settle();
    EXPECT_EQ(stage.sees("s1"), Seen{"s2"});
    EXPECT_EQ(stage.sees("s2"), Seen{kUp0.value});
}

TEST_F(Slave, GoesOnWithItsOwnLayoutWhenTheMasterIsGoneAndDialsItAgain) {
    up();
    stage.service.onEnded(line.dialled.back(), {call::CauseCode::unreachable, 0, "", true});
    stage.settle();
    EXPECT_EQ(stage.view(kProgramme)->layout, "2x2");
    EXPECT_EQ(stage.sees("s1").size(), 4U);
    stage.advance(std::chrono::seconds(1));
    EXPECT_EQ(line.dialled.size(), 2U);
    up();
    EXPECT_EQ(stage.sees("s1"), Seen{kUp0.value});
}

TEST_F(Slave, CallsASelectedRoomThatIsNotConnected) {
    up();
    ASSERT_TRUE(stage.service.putSites({stage.listed("s3")}));
    ASSERT_TRUE(stage.run(AddSite{kC, "s3", "", false}));
    ASSERT_TRUE(stage.service.select(kC, kUp0, {SiteId{"s3"}, 73, true, true}));
    stage.settle();
    ASSERT_EQ(stage.sip.dialled.size(), 1U);
    EXPECT_TRUE(ear.stepped("s3 dialling"));
    stage.answerWith(stage.sip.dialled.front());
    stage.mediaUp(stage.sip.dialled.front());
    EXPECT_TRUE(ear.stepped("s3 picture-up"));
    EXPECT_EQ(stage.sees(kUp0.value), Seen{"s3"});
}

TEST_F(Slave, TellsItsRosterWithoutTrunks) {
    up();
    std::vector<FarSite> roster;
    stage.service.roster(kC, [&](std::vector<FarSite> lines) { roster = std::move(lines); });
    stage.settle();
    ASSERT_EQ(roster.size(), 2U);
    EXPECT_EQ(roster.front().record.id, SiteId{"s1"});
    EXPECT_EQ(roster.front().state, SiteState::connected);
    EXPECT_EQ(roster.front().owner, McuId{"mcu"});
}

}  // namespace
}  // namespace mcu::conference
