// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/trunk_pool.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace mcu::cascade::test {
namespace {

using Wish = TrunkPool::Wish;
using Use = Wish::Use;
using std::chrono::seconds;

const SteadyTime kStart = SteadyTime{} + std::chrono::hours(1);

Wish wish(const std::string& site, Use use = Use::pane, bool microphone = false) {
    return {SiteId{site}, use, microphone, 0};
}

TEST(TrunkPool, GivesFreeTrunksFirst) {
    TrunkPool pool(2);
    const auto plan = pool.assign({wish("a"), wish("b")}, kStart);
    ASSERT_EQ(plan.changes.size(), 2U);
    EXPECT_EQ(plan.changes[0].trunk, 0);
    EXPECT_EQ(plan.changes[0].wish->site.value, "a");
    EXPECT_EQ(plan.changes[1].wish->site.value, "b");
    EXPECT_TRUE(plan.left.empty());
    EXPECT_TRUE(pool.assign({wish("b"), wish("a")}, kStart).changes.empty());
}

// TOP-15: two communes of one slave side by side stay where they are when a third is wanted.
TEST(TrunkPool, RefusesATakeWhenAllAreTaken) {
    TrunkPool pool(2);
    (void)pool.assign({wish("a", Use::take), wish("b", Use::take)}, kStart);
    const auto plan =
        pool.assign({wish("c", Use::take), wish("a", Use::take), wish("b", Use::take)}, kStart);
    EXPECT_TRUE(plan.changes.empty());
    ASSERT_EQ(plan.left.size(), 1U);
    EXPECT_EQ(plan.left[0].site.value, "c");
}

TEST(TrunkPool, ATakeTakesThePlaceOfTheLeastUrgentPane) {
    TrunkPool pool(2);
    (void)pool.assign({wish("a"), wish("b")}, kStart);
    const auto plan = pool.assign({wish("c", Use::take), wish("a"), wish("b")}, kStart);
    ASSERT_EQ(plan.changes.size(), 1U);
    EXPECT_EQ(plan.changes[0].trunk, 1);
    EXPECT_EQ(plan.changes[0].wish->site.value, "c");
    ASSERT_EQ(plan.left.size(), 1U);
    EXPECT_EQ(plan.left[0].site.value, "b");
}

TEST(TrunkPool, APrecueNeverTakesThePlaceOfAPane) {
    TrunkPool pool(1);
    (void)pool.assign({wish("a")}, kStart);
    const auto plan = pool.assign({wish("a"), wish("b", Use::precue)}, kStart);
    EXPECT_TRUE(plan.changes.empty());
    ASSERT_EQ(plan.left.size(), 1U);
    EXPECT_EQ(pool.trunkOf(SiteId{"a"}), 0);
}

TEST(TrunkPool, APoolOfOneIsUsedAgainAtOnce) {
    TrunkPool pool(1);
    (void)pool.assign({wish("a")}, kStart);
    const auto plan = pool.assign({wish("b", Use::take)}, kStart);
    ASSERT_EQ(plan.changes.size(), 1U);
    EXPECT_EQ(plan.changes[0].wish->site.value, "b");
    EXPECT_TRUE(plan.left.empty());
}

TEST(TrunkPool, KeepsWhatIsNotNeededForAWhile) {
    TrunkPool pool(2);
    (void)pool.assign({wish("a")}, kStart);
    EXPECT_TRUE(pool.assign({}, kStart + seconds(1)).changes.empty());
    EXPECT_TRUE(pool.assign({}, kStart + seconds(10)).changes.empty());
    // Wanted again meanwhile: nothing to order.
    EXPECT_TRUE(pool.assign({wish("a")}, kStart + seconds(10)).changes.empty());
    EXPECT_TRUE(pool.assign({}, kStart + seconds(20)).changes.empty());
    const auto plan = pool.assign({}, kStart + seconds(30));
    ASSERT_EQ(plan.changes.size(), 1U);
    EXPECT_FALSE(plan.changes[0].wish);
    EXPECT_TRUE(pool.assign({}, kStart + seconds(40)).changes.empty());
}

TEST(TrunkPool, OrdersAgainForSoundAndUrgency) {
    TrunkPool pool(1);
    (void)pool.assign({wish("a", Use::precue)}, kStart);
    EXPECT_EQ(pool.assign({wish("a", Use::take, true)}, kStart).changes.size(), 1U);
    EXPECT_TRUE(pool.assign({wish("a", Use::pane, true)}, kStart).changes.empty());
    EXPECT_EQ(pool.assign({wish("a", Use::pane, false)}, kStart).changes.size(), 1U);
}

/// What must hold for any wishes in any order.
class Properties {
public:
    explicit Properties(unsigned seed) : random_(seed), pool_(1 + pick(4)) {}

    void step() {
        now_ += std::chrono::milliseconds(pick(8000));
        std::vector<Wish> wishes;
        const int count = pick(7);
        for (int i = 0; i < count; ++i) {
            wishes.push_back({SiteId{"s" + std::to_string(pick(8))},
                              static_cast<Use>(pick(3)),
                              pick(2) == 1,
                              static_cast<std::uint64_t>(pick(2))});
        }
        const auto before = pool_.slots();
        const auto plan = pool_.assign(wishes, now_);
        check(wishes, before, plan);
    }

private:
    int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

    void check(const std::vector<Wish>& wishes,
               const std::vector<TrunkPool::Slot>& before,
               const TrunkPool::Plan& plan) {
        std::set<std::string> here;
        for (const auto& slot : pool_.slots()) {
            if (slot.wish) {
                ASSERT_TRUE(here.insert(slot.wish->site.value).second) << "on two trunks";
            }
        }
        std::map<std::string, Use> use;
        for (const auto& one : wishes) {
            use.try_emplace(one.site.value, one.use);
        }
        std::set<std::string> left;
        for (const auto& one : plan.left) {
            left.insert(one.site.value);
        }
        for (const auto& [site, wanted] : use) {
            EXPECT_NE(here.contains(site), left.contains(site)) << "each is carried or left";
        }
        for (std::size_t i = 0; i < before.size(); ++i) {
            const auto& old = before[i].wish;
            const auto& slot = pool_.slots()[i];
            if (old && use.contains(old->site.value) && slot.wish != old) {
                // Never moved: it stays here, or gave way to something more urgent.
                if (slot.wish && slot.wish->site == old->site) {
                    continue;
                }
                ASSERT_TRUE(slot.wish.has_value());
                EXPECT_TRUE(left.contains(old->site.value));
                EXPECT_GT(slot.wish->use, use.at(old->site.value));
            }
        }
        for (const auto& change : plan.changes) {
            EXPECT_EQ(change.wish, pool_.slots()[static_cast<std::size_t>(change.trunk)].wish);
        }
        // Asked again at once, there is nothing to do, whatever was left is left again.
        if (plan.left.empty()) {
            EXPECT_TRUE(pool_.assign(wishes, now_).changes.empty());
        }
    }

    std::mt19937 random_;
    TrunkPool pool_;
    SteadyTime now_ = kStart;
};

TEST(TrunkPool, HoldsItsPromisesForAnyWishes) {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        Properties properties(seed);
        for (int i = 0; i < 60 && !testing::Test::HasFailure(); ++i) {
            properties.step();
        }
        ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
    }
}

}  // namespace
}  // namespace mcu::cascade::test
