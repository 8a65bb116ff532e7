// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/order_book.h"

#include <vector>

#include <gtest/gtest.h>

#include "fakes/manual_loop.h"

namespace mcu::cascade::test {
namespace {

using conference::FarSite;
using conference::SelectionStep;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::uint64_t kSession = 77;

class OrderBookTest : public testing::Test {
protected:
    OrderBookTest() {
        std::vector<FarSite> sites(3);
        for (int i = 0; i < 3; ++i) {
            sites[static_cast<std::size_t>(i)].record.id = SiteId{"x." + std::to_string(i + 1)};
            sites[static_cast<std::size_t>(i)].owner = McuId{"mcu.vnpt"};
        }
        roster_.update(sites, loop_.clock().wallNow());
        book_.begin(kSession, 2);
    }

    wire::Order order(std::uint64_t id, const std::string& site, wire::Use use = wire::USE_TAKE) {
        wire::Order out;
        out.set_id(id);
        out.set_session(kSession);
        out.set_site(site);
        out.set_use(use);
        out.set_microphone(use == wire::USE_TAKE);
        out.set_contributor(roster_.contributorOf(SiteId{site}));
        out.set_deadline_ms(30'000);
        return out;
    }

    void advance(Duration by) {
        loop_.advance(by);
        book_.tick();
    }

    [[nodiscard]] std::size_t told(const std::string& kind) const {
        return static_cast<std::size_t>(
            std::count_if(notices_.begin(), notices_.end(), [&](const auto& notice) {
                return notice.kind == kind;
            }));
    }

    fakes::ManualLoop loop_;
    RosterSource roster_;
    std::vector<wire::OrderReport> reports_;
    std::vector<std::pair<int, conference::Selection>> selected_;
    std::vector<Notice> notices_;
    bool selectable_ = true;
    OrderBook book_{McuId{"mcu.tinh"},
                    loop_.clock(),
                    roster_,
                    {[this](const wire::OrderReport& report) { reports_.push_back(report); },
                     [this](int trunk, const conference::Selection& selection) -> Status {
                         if (!selectable_) {
                             return Error(ErrorCode::refused, "no");
                         }
                         selected_.emplace_back(trunk, selection);
                         return {};
                     },
                     [this](const Notice& notice) { notices_.push_back(notice); }}};
};

TEST_F(OrderBookTest, ARepeatedOrderIsAnsweredAsBeforeAndDoesNothing) {
    book_.onOrder(order(1, "x.1"));
    book_.onOrder(order(1, "x.1"));
    ASSERT_EQ(selected_.size(), 1U);
    ASSERT_EQ(reports_.size(), 2U);
    EXPECT_EQ(reports_[0].state(), wire::ORDER_STATE_ACCEPTED);
    EXPECT_EQ(reports_[1].state(), wire::ORDER_STATE_ACCEPTED);
    // The same id with something else in it is still the old order.
    book_.onOrder(order(1, "x.2"));
    EXPECT_EQ(selected_.size(), 1U);
}

TEST_F(OrderBookTest, AReplayedOrderOfAnotherTimeIsRefused) {
    book_.onOrder(order(5, "x.1"));
    auto old = order(4, "x.2");
    book_.onOrder(old);
    old = order(6, "x.2");
    old.set_session(kSession + 1);
    book_.onOrder(old);
    ASSERT_EQ(reports_.size(), 3U);
    EXPECT_EQ(reports_[1].state(), wire::ORDER_STATE_REFUSED);
    EXPECT_EQ(reports_[2].state(), wire::ORDER_STATE_REFUSED);
    EXPECT_NE(reports_[2].reason().find("earlier link"), std::string::npos);
    EXPECT_EQ(selected_.size(), 1U);
}

TEST_F(OrderBookTest, AnOrderOfAnOlderRosterIsRefused) {
    auto stale = order(1, "x.1");
    stale.set_contributor(stale.contributor() + 1);
    book_.onOrder(stale);
    book_.onOrder(order(2, "x.9"));
    ASSERT_EQ(reports_.size(), 2U);
    EXPECT_EQ(reports_[0].state(), wire::ORDER_STATE_REFUSED);
    EXPECT_EQ(reports_[1].state(), wire::ORDER_STATE_REFUSED);
    EXPECT_TRUE(selected_.empty());
}

TEST_F(OrderBookTest, ConfirmWaitsEscalatesAndGoesOn) {
    book_.setPolicy(Policy::confirm);
    book_.onOrder(order(1, "x.1"));
    EXPECT_TRUE(selected_.empty());
    EXPECT_EQ(reports_.back().state(), wire::ORDER_STATE_WAITING);
    EXPECT_EQ(reports_.back().reason(), "confirm");
    advance(milliseconds(4900));
    EXPECT_EQ(told("cascade.order.escalated"), 0U);
    advance(milliseconds(200));
    EXPECT_EQ(told("cascade.order.escalated"), 1U);
    EXPECT_TRUE(reports_.back().escalated());
    advance(seconds(1));
    EXPECT_EQ(told("cascade.order.escalated"), 1U);
    EXPECT_TRUE(book_.statuses().front().escalated);
    ASSERT_TRUE(book_.confirm(0).has_value());
    EXPECT_EQ(selected_.size(), 1U);
    EXPECT_EQ(reports_.back().state(), wire::ORDER_STATE_ACCEPTED);
    // Consent for this room on this up-link was given: its sound needs no key.
    auto mute = order(2, "x.1", wire::USE_PANE);
    book_.onOrder(mute);
    EXPECT_EQ(selected_.size(), 2U);
    EXPECT_FALSE(selected_.back().second.microphone);
}

TEST_F(OrderBookTest, AWaitingOrderExpires) {
    book_.setPolicy(Policy::confirm);
    book_.onOrder(order(1, "x.1"));
    advance(seconds(30));
    EXPECT_EQ(reports_.back().state(), wire::ORDER_STATE_EXPIRED);
    EXPECT_FALSE(book_.confirm(1).has_value());
    EXPECT_TRUE(selected_.empty());
}

TEST_F(OrderBookTest, TheTechnicianRefusesWithAReason) {
    book_.setPolicy(Policy::confirm);
    book_.onOrder(order(1, "x.1"));
    ASSERT_TRUE(book_.refuse(1, "the room is empty").has_value());
    EXPECT_EQ(reports_.back().state(), wire::ORDER_STATE_REFUSED);
    EXPECT_EQ(reports_.back().reason(), "the room is empty");
    book_.onOrder(order(1, "x.1"));
    EXPECT_EQ(reports_.back().state(), wire::ORDER_STATE_REFUSED);
    EXPECT_FALSE(book_.confirm(0).has_value());
}

TEST_F(OrderBookTest, ManualWaitsUntilTheTechnicianSelects) {
    book_.setPolicy(Policy::manual);
    book_.onOrder(order(1, "x.1"));
    advance(seconds(6));
    EXPECT_EQ(told("cascade.order.escalated"), 0U);
    ASSERT_TRUE(book_.select(1, SiteId{"x.3"}).has_value());
    EXPECT_EQ(reports_.back().state(), wire::ORDER_STATE_WAITING);
    ASSERT_TRUE(book_.select(0, SiteId{"x.1"}).has_value());
    EXPECT_EQ(reports_.back().state(), wire::ORDER_STATE_ACCEPTED);
    EXPECT_EQ(selected_.size(), 2U);
}

TEST_F(OrderBookTest, HoldKeepsWhatIsOnTheUpLink) {
    book_.onOrder(order(1, "x.1"));
    book_.setHold(true, "x.1 is speaking");
    book_.onOrder(order(2, "x.2"));
    EXPECT_EQ(reports_.back().state(), wire::ORDER_STATE_WAITING);
    EXPECT_EQ(reports_.back().reason(), "hold: x.1 is speaking");
    EXPECT_EQ(selected_.size(), 1U);
    book_.setHold(false, {});
    EXPECT_EQ(reports_.back().state(), wire::ORDER_STATE_ACCEPTED);
    EXPECT_EQ(selected_.back().second.site.value, "x.2");
}

TEST_F(OrderBookTest, StepsAreToldOfTheOrderThatStands) {
    book_.onOrder(order(1, "x.1"));
    book_.onStep(0, SiteId{"x.1"}, SelectionStep::pictureUp, {});
    book_.onStep(0, SiteId{"x.2"}, SelectionStep::pictureUp, {});
    book_.onStep(0, SiteId{"x.1"}, SelectionStep::soundDown, {});
    EXPECT_EQ(told("cascade.order.done"), 0U);
    book_.onStep(0, SiteId{"x.1"}, SelectionStep::soundUp, {});
    EXPECT_EQ(told("cascade.order.done"), 1U);
    ASSERT_EQ(reports_.size(), 4U);
    EXPECT_EQ(reports_[1].step(), "picture-up");
    // A change of the sound: what has come stays told.
    reports_.clear();
    book_.onOrder(order(2, "x.1", wire::USE_PANE));
    ASSERT_EQ(reports_.size(), 3U);
    EXPECT_EQ(reports_[0].state(), wire::ORDER_STATE_ACCEPTED);
    EXPECT_EQ(reports_[1].step(), "picture-up");
    EXPECT_EQ(reports_[2].step(), "sound-down");
}

TEST_F(OrderBookTest, TheTechnicianDoesNotTakeWhatTheMasterOrdered) {
    book_.onOrder(order(1, "x.1"));
    EXPECT_FALSE(book_.select(0, SiteId{"x.2"}).has_value());
    EXPECT_FALSE(book_.select(5, SiteId{"x.2"}).has_value());
    EXPECT_FALSE(book_.select(1, SiteId{"x.9"}).has_value());
    EXPECT_TRUE(book_.select(1, SiteId{"x.2"}).has_value());
    const auto carried = book_.carried();
    ASSERT_EQ(carried.size(), 2U);
    EXPECT_EQ(carried[0].site(), "x.1");
    EXPECT_EQ(carried[1].site(), "x.2");
}

TEST_F(OrderBookTest, WhatCannotBeSelectedIsRefusedWithItsReason) {
    selectable_ = false;
    book_.onOrder(order(1, "x.1"));
    EXPECT_EQ(reports_.back().state(), wire::ORDER_STATE_REFUSED);
    EXPECT_EQ(reports_.back().reason(), "no");
}

}  // namespace
}  // namespace mcu::cascade::test
