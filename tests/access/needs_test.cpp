// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "access/reach.h"

namespace mcu::access {
namespace {

conference::Actor actorOf(const Person& who) {
    return {who.name, "unix:1000", who.organisation};
}

Need muting(const std::string& site) {
    return needOf(conference::Command(
        conference::SetChannel{{"g"}, conference::Channel::microphone, false, {site}, false}));
}

// ACT-06: a VNPT operator cannot act on a Viettel site.
TEST(Gate, SaysWhoWasRefusedWhatAndWhy) {
    Guarded guarded;
    const auto hanh = person(Role::slaveOperator, "vnpt");
    EXPECT_TRUE(guarded.gate.mayDo(hanh, actorOf(hanh), "set_channel", muting("x.vnpt")));
    const auto refused =
        guarded.gate.mayDo(hanh, actorOf(hanh), "set_channel", muting("x.viettel"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::notAllowed);
    EXPECT_EQ(refused.error().id, "access.other-site");
    EXPECT_EQ(refused.error().message,
              "hanh (slave-operator of vnpt) has the right \"channels\" for own sites only, and "
              "x.viettel is one of viettel");
    ASSERT_EQ(guarded.told.size(), 1U);
    EXPECT_EQ(guarded.told[0].act, "set_channel");
    EXPECT_EQ(guarded.told[0].role, "slave-operator");
    EXPECT_EQ(guarded.told[0].right, "channels");
    EXPECT_EQ(guarded.told[0].actor.origin, "unix:1000");
    EXPECT_EQ(guarded.gate.refusals(), 1U);
}

TEST(Gate, NamesTheRolesThatHaveTheRight) {
    Guarded guarded;
    const auto viewer = person(Role::monitor, "vp-ubnd");
    const auto refused = guarded.gate.mayDo(
        viewer, actorOf(viewer), "start_session", needOf(session::Act(session::StartSession{})));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().advice, "it belongs to the roles admin or operator");
}

TEST(Gate, ASiteNobodyHasIsNoMatterOfRights) {
    Guarded guarded;
    const auto hanh = person(Role::slaveOperator, "vnpt");
    const auto refused = guarded.gate.mayDo(hanh, actorOf(hanh), "set_channel", muting("x.none"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::notFound);
    EXPECT_EQ(guarded.gate.refusals(), 0U);
    EXPECT_TRUE(guarded.told.empty());
}

TEST(Gate, TheSameRefusalIsToldOnceInTenSecondsAndCountedAlways) {
    Guarded guarded;
    const auto hanh = person(Role::slaveOperator, "vnpt");
    for (int i = 0; i < 5; ++i) {
        (void)guarded.gate.mayDo(hanh, actorOf(hanh), "set_channel", muting("x.viettel"));
    }
    EXPECT_EQ(guarded.told.size(), 1U);
    guarded.clock.set(guarded.clock.now() + std::chrono::seconds(11));
    (void)guarded.gate.mayDo(hanh, actorOf(hanh), "set_channel", muting("x.viettel"));
    ASSERT_EQ(guarded.told.size(), 2U);
    EXPECT_EQ(guarded.told[1].before, 4U);
    EXPECT_EQ(guarded.gate.refusals(), 6U);
}

TEST(Gate, SitesOfAnMcuAndSitesByNameAreOwnToo) {
    Guarded guarded;
    auto hanh = person(Role::slaveOperator, "vnpt");
    hanh.mcus = {"mcu.viettel"};
    EXPECT_TRUE(guarded.gate.mayDo(hanh, actorOf(hanh), "set_channel", muting("x.viettel")));
    EXPECT_FALSE(guarded.gate.mayDo(hanh, actorOf(hanh), "set_channel", muting("x.own")));
    hanh.sites = {"x.own"};
    EXPECT_TRUE(guarded.gate.mayDo(hanh, actorOf(hanh), "set_channel", muting("x.own")));
}

TEST(Gate, ARoomHasItsOwnSiteAloneWhateverItsOrganisation) {
    Guarded guarded;
    auto officer = person(Role::room, "viettel");
    EXPECT_TRUE(guarded.gate.mayDo(officer, actorOf(officer), "set_channel", muting("x.vnpt")));
    EXPECT_FALSE(guarded.gate.mayDo(officer, actorOf(officer), "set_channel", muting("x.viettel")));
}

TEST(Gate, NotesCallersNobodyKnows) {
    Guarded guarded;
    Caller caller;
    caller.commonName = "mallory";
    caller.organisation = "Nobody Ltd";
    caller.address = "192.0.2.9:4711";
    guarded.gate.noteUnknown(caller, "show");
    ASSERT_EQ(guarded.told.size(), 1U);
    EXPECT_EQ(guarded.told[0].text, "nobody is known here by certificate CN=mallory, O=Nobody Ltd");
    EXPECT_EQ(guarded.told[0].actor.origin, "192.0.2.9:4711");
}

}  // namespace
}  // namespace mcu::access
