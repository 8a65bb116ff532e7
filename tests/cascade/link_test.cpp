// SPDX-License-Identifier: GPL-3.0-or-later
// Two services and real TLS between them on loopback.
#include "cascade/node.h"

namespace mcu::cascade::test {
namespace {

using Use = FarWish::Use;

/// A master and one slave with three rooms.
struct Pair {
    Pair() {
        master.withSlave("mcu.vnpt").start();
        slave.withMaster("mcu.tinh", master.port());
        for (const auto* id : {"x.1", "x.2", "x.3"}) {
            slave.host.addSite(id, McuId{"mcu.vnpt"});
        }
        slave.start();
    }

    void up() {
        ASSERT_TRUE(master.reaches("mcu.vnpt", LinkState::up));
        ASSERT_TRUE(slave.reaches("mcu.tinh", LinkState::up));
        ASSERT_TRUE(master.eventually([&] { return master.host.far.size() == 3; }));
    }

    Province province;
    Node master{"mcu.tinh", province.enrol("mcu.tinh")};
    Node slave{"mcu.vnpt", province.enrol("mcu.vnpt")};
};

// TOP-07: the master lists every site of the slave with its owner.
TEST(CascadeLink, ComesUpOverTlsAndTellsTheRoster) {
    Pair pair;
    pair.up();
    pair.master.on([&] {
        const auto& [link, site] = pair.master.host.far.at("x.2");
        EXPECT_EQ(link.value, "mcu.vnpt");
        EXPECT_EQ(site.owner.value, "mcu.vnpt");
        EXPECT_EQ(site.record.name, "Điểm cầu x.2");
        EXPECT_EQ(site.state, SiteState::connected);
        EXPECT_NEAR(site.sinceSeconds, 60, 15);
        EXPECT_NE(site.contributor, 0U);
        EXPECT_TRUE(pair.master.host.reachable.at("mcu.vnpt"));
        // Trunks at both ends, with the same user and password.
        const auto& upper = pair.master.host.trunks.at("link.mcu.vnpt.0");
        EXPECT_EQ(upper.toward, TrunkSpec::Toward::slave);
        EXPECT_TRUE(upper.uri.empty());
        EXPECT_EQ(pair.master.credentials.size(), 2U);
        EXPECT_EQ(pair.master.credentials.at(upper.user), upper.password);
    });
    const auto password = pair.master.on(
        [&] { return pair.master.host.trunks.at("link.mcu.vnpt.1").password.reveal(); });
    pair.slave.on([&] {
        const auto& lower = pair.slave.host.trunks.at("link.mcu.tinh.1");
        EXPECT_EQ(lower.toward, TrunkSpec::Toward::master);
        EXPECT_EQ(lower.uri, "sip:link.mcu.vnpt.1@127.0.0.1:5071;transport=tls");
        EXPECT_EQ(lower.password.reveal(), password);
        EXPECT_EQ(password.size(), 64U);
    });
    const auto link = pair.master.link("mcu.vnpt");
    EXPECT_EQ(link.certificateId, "mcu.vnpt");
    EXPECT_EQ(link.sites, 3);
    EXPECT_GT(link.certificateDays, 300);
    EXPECT_EQ(link.program, "hnth-mcu 0.1.0");
    EXPECT_EQ(link.differences, "");
}

TEST(CascadeLink, TellsWhatChangesInTheRoster) {
    Pair pair;
    pair.up();
    const int before = pair.master.on([&] { return pair.master.host.puts; });
    pair.slave.on([&] {
        pair.slave.host.sites[0].state = SiteState::lost;
        pair.slave.host.sites[0].cause = "no media";
        pair.slave.host.sites.pop_back();
        pair.slave.host.listener->onRosterChanged(ConferenceId{"hop"}, SiteId{"x.1"});
    });
    ASSERT_TRUE(pair.master.eventually([&] { return pair.master.host.far.size() == 2; }));
    pair.master.on([&] {
        EXPECT_EQ(pair.master.host.far.at("x.1").second.state, SiteState::lost);
        EXPECT_EQ(pair.master.host.far.at("x.1").second.cause, "no media");
        EXPECT_EQ(pair.master.host.puts, before + 1);
        EXPECT_EQ(pair.master.host.lastPut, 1U);
    });
}

TEST(CascadeLink, CarriesOutAnOrderAndTellsItsSteps) {
    Pair pair;
    pair.up();
    pair.master.want({{SiteId{"x.2"}, Use::take, true, 6}});
    ASSERT_TRUE(pair.master.eventually([&] { return pair.master.host.steps["x.2"].size() == 3; }));
    pair.slave.on([&] {
        ASSERT_EQ(pair.slave.host.selections.size(), 1U);
        const auto& [trunk, selection] = pair.slave.host.selections[0];
        EXPECT_EQ(trunk.value, "link.mcu.tinh.0");
        EXPECT_EQ(selection.site.value, "x.2");
        EXPECT_TRUE(selection.microphone);
        EXPECT_TRUE(selection.dial);
        EXPECT_NE(selection.contributor, 0U);
    });
    pair.master.on([&] { EXPECT_EQ(pair.master.host.carried.at("link.mcu.vnpt.0"), "x.2"); });
    const auto orders = pair.master.status().orders;
    ASSERT_EQ(orders.size(), 1U);
    EXPECT_EQ(orders[0].state, "done");
    EXPECT_EQ(orders[0].use, "take");
}

}  // namespace
}  // namespace mcu::cascade::test
