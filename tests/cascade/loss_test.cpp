// SPDX-License-Identifier: GPL-3.0-or-later
// The control channel breaks and comes back; nothing is lost, nothing done twice.
#include "cascade/node.h"
#include "cascade/relay.h"

namespace mcu::cascade::test {
namespace {

using Use = FarWish::Use;

struct Broken {
    explicit Broken(int sites = 3) {
        master.withSlave("mcu.vnpt").start();
        relay = std::make_unique<Relay>(master.port());
        slave.withMaster("mcu.tinh", relay->port());
        for (int i = 1; i <= sites; ++i) {
            slave.host.addSite("x." + std::to_string(i), McuId{"mcu.vnpt"});
        }
        slave.start();
        EXPECT_TRUE(master.reaches("mcu.vnpt", LinkState::up));
        EXPECT_TRUE(slave.reaches("mcu.tinh", LinkState::up));
        EXPECT_TRUE(master.eventually(
            [&, sites] { return master.host.far.size() == static_cast<std::size_t>(sites); }));
    }

    void lose() {
        relay->refuse(true);
        relay->kill();
        EXPECT_TRUE(master.reaches("mcu.vnpt", LinkState::controlLost));
        EXPECT_TRUE(slave.reaches("mcu.tinh", LinkState::controlLost));
    }

    void back() {
        relay->refuse(false);
        EXPECT_TRUE(slave.reaches("mcu.tinh", LinkState::up));
        EXPECT_TRUE(master.reaches("mcu.vnpt", LinkState::up));
    }

    Province province;
    Node master{"mcu.tinh", province.enrol("mcu.tinh")};
    std::unique_ptr<Relay> relay;
    Node slave{"mcu.vnpt", province.enrol("mcu.vnpt")};
};

TEST(CascadeLoss, MediaAndSelectionHoldAndNothingIsOrderedTwice) {
    Broken link;
    link.master.want({{SiteId{"x.1"}, Use::pane, true, 0}, {SiteId{"x.2"}, Use::pane, false, 0}});
    ASSERT_TRUE(link.slave.eventually([&] { return link.slave.host.selections.size() == 2; }));
    ASSERT_TRUE(link.master.eventually([&] { return link.master.host.steps.size() == 2; }));
    const int added = link.slave.on([&] { return link.slave.host.trunksAdded; });
    const auto password = link.slave.on(
        [&] { return link.slave.host.trunks.at("link.mcu.tinh.0").password.reveal(); });
    link.lose();
    link.master.on([&] {
        EXPECT_FALSE(link.master.host.reachable.at("mcu.vnpt"));
        EXPECT_EQ(link.master.host.far.size(), 3U);
        EXPECT_EQ(link.master.host.trunks.size(), 2U);
        EXPECT_EQ(link.master.host.count("cascade.control-lost"), 1U);
    });
    link.slave.on([&] { EXPECT_EQ(link.slave.host.trunks.size(), 2U); });
    link.back();
    ASSERT_TRUE(link.master.eventually([&] { return link.master.host.reachable["mcu.vnpt"]; }));
    // Something new passes the whole way, so what would have been sent before it has come too.
    link.slave.on([&] {
        link.slave.host.sites[2].microphoneOn = true;
        link.slave.host.listener->onRosterChanged(ConferenceId{"hop"}, SiteId{"x.3"});
    });
    ASSERT_TRUE(
        link.master.eventually([&] { return link.master.host.far.at("x.3").second.microphoneOn; }));
    link.slave.on([&] {
        EXPECT_EQ(link.slave.host.selections.size(), 2U);
        EXPECT_TRUE(link.slave.host.redialled.empty());
        EXPECT_EQ(link.slave.host.trunksAdded, added + 2);  // told again, the same
        EXPECT_EQ(link.slave.host.trunks.at("link.mcu.tinh.0").password.reveal(), password);
    });
    link.master.on([&] { EXPECT_EQ(link.master.host.count("cascade.back"), 1U); });
}

TEST(CascadeLoss, WhatWasWantedMeanwhileIsOrderedOnReturn) {
    Broken link;
    link.master.want({{SiteId{"x.1"}, Use::take, true, 1}});
    ASSERT_TRUE(link.master.eventually([&] { return link.master.host.steps["x.1"].size() == 3; }));
    link.lose();
    link.master.want({{SiteId{"x.3"}, Use::take, true, 2}, {SiteId{"x.1"}, Use::pane, false, 1}});
    // The slave's technician works on: a room on the other up-link.
    ASSERT_TRUE(link.slave.execute(SelectSite{"x.2", 1}).has_value());
    link.back();
    ASSERT_TRUE(link.master.eventually([&] { return link.master.host.steps["x.3"].size() >= 3; }));
    link.slave.on([&] {
        const auto& selections = link.slave.host.selections;
        // x.1 taken; x.2 by hand; then x.1's sound off and x.3 on the up-link nobody ordered.
        ASSERT_EQ(selections.size(), 4U);
        EXPECT_EQ(selections[2].selection.site.value, "x.1");
        EXPECT_FALSE(selections[2].selection.microphone);
        EXPECT_EQ(selections[3].selection.site.value, "x.3");
        EXPECT_EQ(selections[3].trunk.value, "link.mcu.tinh.1");
    });
}

TEST(CascadeLoss, SilenceIsNoticedInThreeSeconds) {
    Broken link;
    link.relay->swallow(true);
    const auto start = std::chrono::steady_clock::now();
    ASSERT_TRUE(link.master.reaches("mcu.vnpt", LinkState::controlLost));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(8));
    EXPECT_NE(link.master.link("mcu.vnpt").cause.find("no answer"), std::string::npos);
    link.relay->swallow(false);
    link.back();
}

// MON-03.
TEST(CascadeLoss, EventsComeOnceAndInOrder) {
    Broken link;
    int number = 0;
    const auto happen = [&] {
        link.slave.on([&] {
            Event event;
            event.conference = ConferenceId{"hop"};
            event.kind = "site.lost";
            event.severity = "warning";
            event.site = SiteId{"x.1"};
            event.text = "event " + std::to_string(number++);
            link.slave.service->noteEvent(event);
        });
    };
    for (int round = 0; round < 3; ++round) {
        happen();
        happen();
        link.lose();
        happen();
        happen();
        link.back();
    }
    ASSERT_TRUE(link.master.eventually([&] { return link.master.host.count("site.lost") == 12; }));
    link.master.on([&] {
        int expected = 0;
        for (const auto& report : link.master.host.reports) {
            if (report.kind == "site.lost") {
                EXPECT_EQ(report.text, "event " + std::to_string(expected++));
                EXPECT_EQ(report.fields.at("owner"), "mcu.vnpt");
                EXPECT_EQ(report.site.value, "x.1");
            }
        }
    });
}

TEST(CascadeLoss, TalkbackWaitsForTheLink) {
    Broken link;
    link.lose();
    ASSERT_TRUE(link.master.execute(Say{McuId{"mcu.vnpt"}, "Chuẩn bị x.2", true}).has_value());
    link.back();
    ASSERT_TRUE(
        link.slave.eventually([&] { return link.slave.host.count("talkback.message") == 1; }));
    ASSERT_TRUE(link.slave.execute(Acknowledge{}).has_value());
    ASSERT_TRUE(link.master.eventually(
        [&] { return link.master.host.count("talkback.acknowledged") == 1; }));
    EXPECT_EQ(link.master.status().messages.at(0).acknowledgedBy, "lan (mcu.vnpt)");
    EXPECT_EQ(link.slave.status().messages.at(0).text, "Chuẩn bị x.2");
}

// `roster_resync`: 240 sites within a second of the control channel's return.
TEST(CascadeLoss, TheRosterOf240SitesIsBackWithinASecond) {
    Broken link(240);
    link.lose();
    link.slave.on([&] {
        for (auto& site : link.slave.host.sites) {
            site.microphoneOn = true;
        }
    });
    const int puts = link.master.on([&] { return link.master.host.puts; });
    link.relay->refuse(false);
    ASSERT_TRUE(link.master.eventually([&] { return link.master.host.reachable["mcu.vnpt"]; }));
    const auto start = std::chrono::steady_clock::now();
    ASSERT_TRUE(link.master.eventually([&] { return link.master.host.puts > puts; }));
    const auto took = std::chrono::steady_clock::now() - start;
    EXPECT_LE(took, std::chrono::seconds(1));
    link.master.on([&] {
        EXPECT_EQ(link.master.host.lastPut, 240U);
        EXPECT_TRUE(link.master.host.far.at("x.240").second.microphoneOn);
    });
    RecordProperty(
        "roster_resync_ms",
        static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()));
}

TEST(CascadeLoss, AMasterThatIsStartedAnewIsLinkedAgain) {
    Broken link;
    link.master.want({{SiteId{"x.1"}, Use::take, true, 1}});
    ASSERT_TRUE(link.master.eventually([&] { return link.master.host.steps["x.1"].size() == 3; }));
    const auto settings = link.master.settings;
    const auto password = link.slave.on(
        [&] { return link.slave.host.trunks.at("link.mcu.tinh.0").password.reveal(); });
    const int port = link.master.port();
    link.master.stop();
    ASSERT_TRUE(link.slave.reaches("mcu.tinh", LinkState::controlLost));
    EXPECT_NE(link.slave.link("mcu.tinh").cause.find("stopping"), std::string::npos);
    Node second("mcu.tinh", McuFiles(std::filesystem::path(settings.certificate).parent_path()));
    second.settings.slaves = settings.slaves;
    second.settings.listen = "127.0.0.1:" + std::to_string(port);
    const auto start = std::chrono::steady_clock::now();
    second.start();
    ASSERT_TRUE(second.reaches("mcu.vnpt", LinkState::up));
    ASSERT_TRUE(link.slave.reaches("mcu.tinh", LinkState::up));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
    // New calls: another password, and what the up-link carries is known and let go in time.
    link.slave.on([&] {
        EXPECT_NE(link.slave.host.trunks.at("link.mcu.tinh.0").password.reveal(), password);
        ASSERT_EQ(link.slave.host.selections.size(), 2U);
        EXPECT_EQ(link.slave.host.selections[1].selection.site.value, "x.1");
    });
    second.on([&] { EXPECT_EQ(second.host.carried["link.mcu.vnpt.0"], "x.1"); });
}

TEST(CascadeLoss, ASlaveThatIsStartedAnewGetsItsOrdersAgain) {
    Broken link;
    link.master.want({{SiteId{"x.1"}, Use::pane, true, 1}});
    ASSERT_TRUE(link.master.eventually([&] { return link.master.host.steps["x.1"].size() == 3; }));
    const auto settings = link.slave.settings;
    link.slave.stop();
    ASSERT_TRUE(link.master.reaches("mcu.vnpt", LinkState::controlLost));
    Node second("mcu.vnpt", McuFiles(std::filesystem::path(settings.certificate).parent_path()));
    second.settings.master = settings.master;
    second.host.addSite("x.1", McuId{"mcu.vnpt"});
    second.start();
    ASSERT_TRUE(second.reaches("mcu.tinh", LinkState::up));
    ASSERT_TRUE(second.eventually([&] { return second.host.selections.size() == 1; }));
    ASSERT_TRUE(link.master.eventually([&] { return link.master.host.far.size() == 1; }));
    ASSERT_TRUE(link.master.eventually([&] { return link.master.host.steps["x.1"].size() == 6; }));
}

TEST(CascadeLoss, DisconnectKeepsItDownUntilConnect) {
    Broken link;
    ASSERT_TRUE(link.slave.execute(DisconnectLink{{}, "bảo trì"}).has_value());
    EXPECT_EQ(link.slave.link("mcu.tinh").state, LinkState::down);
    ASSERT_TRUE(link.master.reaches("mcu.vnpt", LinkState::down));
    EXPECT_NE(link.master.link("mcu.vnpt").cause.find("bảo trì"), std::string::npos);
    link.master.on([&] { EXPECT_TRUE(link.master.host.trunks.empty()); });
    ASSERT_TRUE(link.slave.execute(ConnectLink{}).has_value());
    ASSERT_TRUE(link.master.reaches("mcu.vnpt", LinkState::up));
    // And from above.
    ASSERT_TRUE(link.master.execute(DisconnectLink{McuId{"mcu.vnpt"}, "đủ rồi"}).has_value());
    EXPECT_EQ(link.master.link("mcu.vnpt").state, LinkState::down);
    ASSERT_TRUE(link.slave.eventually([&] { return link.slave.host.trunks.empty(); }));
    ASSERT_TRUE(link.master.execute(ConnectLink{McuId{"mcu.vnpt"}}).has_value());
    ASSERT_TRUE(link.slave.reaches("mcu.tinh", LinkState::up));
}

}  // namespace
}  // namespace mcu::cascade::test
