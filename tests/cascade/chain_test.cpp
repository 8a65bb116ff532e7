// SPDX-License-Identifier: GPL-3.0-or-later
// Three MCUs one below the other, and two slaves of one master.
#include "cascade/node.h"

namespace mcu::cascade::test {
namespace {

using Use = FarWish::Use;

// ACT-11: the province is itself a participant of the Government's conference.
class CascadeChain : public testing::Test {
protected:
    CascadeChain() {
        top.settings.maxDepth = 2;
        top.withSlave("mcu.tinh").start();
        middle.settings.maxDepth = 2;
        middle.withSlave("mcu.vnpt").withMaster("mcu.gov", top.port()).start();
        bottom.settings.maxDepth = 2;
        bottom.withMaster("mcu.tinh", middle.port());
        bottom.host.addSite("x.1", McuId{"mcu.vnpt"});
        middle.host.addSite("p.1", McuId{"mcu.tinh"});
        bottom.start();
        // As the domain: a far site that changes is a change of the roster.
        EXPECT_TRUE(middle.eventually([&] { return middle.host.far.size() == 1; }));
        middle.on(
            [&] { middle.host.listener->onRosterChanged(ConferenceId{"hop"}, SiteId{"x.1"}); });
        EXPECT_TRUE(top.eventually([&] { return top.host.far.size() == 2; }));
    }

    Province province;
    Node top{"mcu.gov", province.enrol("mcu.gov")};
    Node middle{"mcu.tinh", province.enrol("mcu.tinh")};
    Node bottom{"mcu.vnpt", province.enrol("mcu.vnpt")};
};

TEST_F(CascadeChain, TheMiddlePassesSitesOnWithTheirOwner) {
    top.on([&] {
        EXPECT_EQ(top.host.far.at("x.1").first.value, "mcu.tinh");
        EXPECT_EQ(top.host.far.at("x.1").second.owner.value, "mcu.vnpt");
        EXPECT_EQ(top.host.far.at("p.1").second.owner.value, "mcu.tinh");
    });
    EXPECT_EQ(middle.status().role, "middle");
    ASSERT_TRUE(top.eventually([&] {
        int depth = 0;
        top.service->status([&](const CascadeStatus& status) { depth = status.links[0].depth; });
        return depth == 2;
    }));
    // An order for it reaches the middle's domain, which wants it of its own slave in turn.
    top.want({{SiteId{"x.1"}, Use::take, true, 4}});
    ASSERT_TRUE(middle.eventually([&] { return middle.host.selections.size() == 1; }));
    EXPECT_EQ(middle.on([&] { return middle.host.selections[0].selection.site.value; }), "x.1");
}

TEST_F(CascadeChain, TalkIsPassedOnToWhomItIsFor) {
    ASSERT_TRUE(top.eventually([&] {
        int depth = 0;
        top.service->status([&](const CascadeStatus& status) { depth = status.links[0].depth; });
        return depth == 2;
    }));
    ASSERT_TRUE(top.execute(Say{McuId{"mcu.vnpt"}, "xin chào", false}).has_value());
    ASSERT_TRUE(bottom.eventually([&] { return bottom.host.count("talkback.message") == 1; }));
    EXPECT_EQ(middle.on([&] { return middle.host.count("talkback.message"); }), 0U);
    ASSERT_TRUE(bottom.execute(Acknowledge{}).has_value());
    ASSERT_TRUE(top.eventually([&] { return top.host.count("talkback.acknowledged") == 1; }));
}

TEST_F(CascadeChain, EventsAndRequestsPassTheMiddle) {
    bottom.on([&] {
        bottom.host.report(
            ConferenceId{"hop"}, SiteId{"x.1"}, "site.lost", "warning", "no media", {});
    });
    ASSERT_TRUE(top.eventually([&] { return top.host.count("site.lost") == 1; }));
    top.on([&] {
        EXPECT_EQ(top.host.find("site.lost", "no media")->fields.at("owner"), "mcu.vnpt");
        RequestState request;
        request.number = 6;
        request.site = SiteId{"x.1"};
        request.siteName = "Điểm cầu x.1";
        request.state = "open";
        request.askedAt = std::chrono::system_clock::now();
        top.host.requests = {request};
    });
    ASSERT_TRUE(bottom.eventually([&] {
        std::size_t count = 0;
        bottom.service->status(
            [&](const CascadeStatus& status) { count = status.requests.size(); });
        return count == 1;
    }));
    EXPECT_EQ(bottom.status().requests[0].number, 6U);
}

TEST(CascadeTwoSlaves, BothTellTheirSitesAndGetTheProgramme) {
    Province province;
    Node master("mcu.tinh", province.enrol("mcu.tinh"));
    master.withSlave("mcu.vnpt").withSlave("mcu.viettel").start();
    Node vnpt("mcu.vnpt", province.enrol("mcu.vnpt"));
    Node viettel("mcu.viettel", province.enrol("mcu.viettel"));
    vnpt.withMaster("mcu.tinh", master.port()).host.addSite("x.1", McuId{"mcu.vnpt"});
    viettel.withMaster("mcu.tinh", master.port()).host.addSite("y.1", McuId{"mcu.viettel"});
    vnpt.start();
    viettel.start();
    ASSERT_TRUE(master.eventually([&] { return master.host.far.size() == 2; }));
    master.want({{SiteId{"x.1"}, Use::pane, false, 0}, {SiteId{"y.1"}, Use::pane, false, 0}});
    ASSERT_TRUE(master.eventually([&] { return master.host.steps.size() == 2; }));
    master.on([&] {
        EXPECT_EQ(master.host.carried.at("link.mcu.vnpt.0"), "x.1");
        EXPECT_EQ(master.host.carried.at("link.mcu.viettel.0"), "y.1");
        master.host.programme.layout = "2x1";
        master.host.programme.panes = {SiteId{"x.1"}, SiteId{"y.1"}};
        master.host.listener->onProgrammeChanged(ConferenceId{"hop"});
    });
    for (auto* slave : {&vnpt, &viettel}) {
        ASSERT_TRUE(
            slave->eventually([&] { return slave->host.masterProgramme.panes.size() == 2; }));
    }
}

TEST(CascadeOrders, WhatTheSlaveSaysReachesTheMaster) {
    Province province;
    Node master("mcu.tinh", province.enrol("mcu.tinh"));
    master.withSlave("mcu.vnpt", 1).start();
    Node slave("mcu.vnpt", province.enrol("mcu.vnpt"));
    slave.withMaster("mcu.tinh", master.port());
    for (const auto* id : {"x.1", "x.2"}) {
        slave.host.addSite(id, McuId{"mcu.vnpt"});
    }
    slave.start();
    ASSERT_TRUE(master.eventually([&] { return master.host.far.size() == 2; }));
    ASSERT_TRUE(slave.execute(SetPolicy{Policy::confirm}).has_value());
    master.want({{SiteId{"x.1"}, Use::take, true, 1}});
    ASSERT_TRUE(master.eventually([&] { return master.host.count("cascade.order.waiting") == 1; }));
    EXPECT_EQ(slave.on([&] { return slave.host.selections.size(); }), 0U);
    ASSERT_TRUE(slave.execute(RefuseOrder{0, "phòng trống"}).has_value());
    ASSERT_TRUE(master.eventually([&] { return master.host.refused.size() == 1; }));
    master.on([&] {
        EXPECT_NE(master.host.refused[0].second.message.find("phòng trống"), std::string::npos);
        EXPECT_EQ(master.host.carried.at("link.mcu.vnpt.0"), "");
    });
    // Asked for again: another request, another order.
    master.want({{SiteId{"x.1"}, Use::take, true, 2}});
    ASSERT_TRUE(slave.eventually([&] { return slave.host.count("cascade.order.waiting") == 2; }));
    ASSERT_TRUE(slave.execute(ConfirmOrder{}).has_value());
    ASSERT_TRUE(master.eventually([&] { return master.host.steps["x.1"].size() == 3; }));
    // The only up-link is taken by a take.
    master.want({{SiteId{"x.1"}, Use::take, true, 2}, {SiteId{"x.2"}, Use::take, true, 3}});
    ASSERT_TRUE(master.eventually([&] { return master.host.refused.size() == 2; }));
    master.on([&] {
        EXPECT_EQ(master.host.refused[1].second.message,
                  "the only up-link of MCU mcu.vnpt is on air");
    });
    EXPECT_EQ(master.link("mcu.vnpt").policy, Policy::confirm);
    ASSERT_TRUE(slave.execute(Hold{true, "đang có phát biểu"}).has_value());
    ASSERT_TRUE(master.eventually([&] { return master.host.count("cascade.policy") == 2; }));
    EXPECT_EQ(master.link("mcu.vnpt").holdReason, "đang có phát biểu");
}

}  // namespace
}  // namespace mcu::cascade::test
