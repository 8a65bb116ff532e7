// SPDX-License-Identifier: GPL-3.0-or-later
#include <random>

#include <gtest/gtest.h>

#include "cascade/impl/roster_copy.h"
#include "cascade/impl/roster_source.h"

namespace mcu::cascade::test {
namespace {

using conference::FarSite;
using conference::SiteState;

const WallTime kNow = WallTime{} + std::chrono::hours(500'000);

std::vector<FarSite> rooms(int count) {
    std::vector<FarSite> out(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        auto& site = out[static_cast<std::size_t>(i)];
        site.record.id = SiteId{"x." + std::to_string(i)};
        site.record.name = "Điểm cầu " + std::to_string(i);
        site.owner = McuId{"mcu.vnpt"};
        site.state = SiteState::connected;
        site.kbps = 1500;
        site.roundTripMs = 30;
        site.sinceSeconds = 100;
    }
    return out;
}

void take(RosterCopy& copy, const RosterSource& source) {
    for (const auto& page : source.pages()) {
        (void)copy.onPage(page, kNow);
    }
}

TEST(Roster, GoesInPagesAndDeltas) {
    RosterSource source;
    RosterCopy copy;
    auto sites = rooms(120);
    (void)source.update(sites, kNow);
    const auto pages = source.pages();
    ASSERT_EQ(pages.size(), 3U);
    EXPECT_FALSE(copy.onPage(pages[0], kNow).has_value());
    EXPECT_FALSE(copy.onPage(pages[1], kNow).has_value());
    const auto all = copy.onPage(pages[2], kNow);
    ASSERT_TRUE(all.has_value());
    EXPECT_EQ(all->changed.size(), 120U);
    sites[7].microphoneOn = true;
    sites.pop_back();
    const auto delta = source.update(sites, kNow);
    ASSERT_TRUE(delta.has_value());
    EXPECT_EQ(delta->changed_size(), 1);
    const auto change = copy.onDelta(*delta, kNow);
    ASSERT_TRUE(change.has_value());
    EXPECT_TRUE(change->changed.at(0).microphoneOn);
    EXPECT_EQ(change->gone.at(0).value, "x.119");
    EXPECT_EQ(copy.sites().size(), 119U);
}

TEST(Roster, AGapAsksForAllOfItOnce) {
    RosterSource source;
    RosterCopy copy;
    auto sites = rooms(3);
    (void)source.update(sites, kNow);
    take(copy, source);
    sites[0].microphoneOn = true;
    (void)source.update(sites, kNow);  // lost on its way
    sites[1].microphoneOn = true;
    EXPECT_FALSE(copy.onDelta(*source.update(sites, kNow), kNow).has_value());
    EXPECT_TRUE(copy.gap());
    copy.asked();
    EXPECT_FALSE(copy.gap());
    sites.pop_back();
    (void)source.update(sites, kNow);
    take(copy, source);
    EXPECT_FALSE(copy.gap());
    EXPECT_EQ(copy.sites().size(), 2U);
    EXPECT_TRUE(copy.find(SiteId{"x.0"})->microphoneOn);
}

TEST(Roster, PagesOfTwoVersionsAreNotMixed) {
    RosterSource source;
    RosterCopy copy;
    auto sites = rooms(60);
    (void)source.update(sites, kNow);
    const auto old = source.pages();
    sites[0].microphoneOn = true;
    (void)source.update(sites, kNow);
    const auto fresh = source.pages();
    (void)copy.onPage(old[0], kNow);
    EXPECT_FALSE(copy.onPage(fresh[1], kNow).has_value());
    EXPECT_TRUE(copy.gap());
}

TEST(Roster, TheNoiseOfFiguresIsNotTold) {
    RosterSource source;
    auto sites = rooms(10);
    (void)source.update(sites, kNow);
    std::mt19937 random(1);
    std::uniform_real_distribution<double> noise(-1, 1);
    int told = 0;
    for (int second = 1; second <= 60; ++second) {
        for (auto& site : sites) {
            site.kbps = 1500 + 80 * noise(random);
            site.jitterMs = 4 + 3 * noise(random);
            site.roundTripMs = 30 + 8 * noise(random);
            site.lossPercent = 0.1 + 0.1 * noise(random);
            site.sinceSeconds = 100 + second;
        }
        told += source.update(sites, kNow + std::chrono::seconds(second)) ? 1 : 0;
    }
    EXPECT_EQ(told, 0);
    sites[3].lossPercent = 4;
    EXPECT_EQ(source.update(sites, kNow + std::chrono::seconds(61))->changed_size(), 1);
}

TEST(Roster, ResolvesIdsAliasesAndNames) {
    RosterSource source;
    auto sites = rooms(3);
    sites[1].record.aliases = {"mocchau/chiengson"};
    sites[2].record.name = sites[0].record.name;
    (void)source.update(sites, kNow);
    EXPECT_EQ(source.resolve("x.2").value, "x.2");
    EXPECT_EQ(source.resolve("mocchau/chiengson").value, "x.1");
    EXPECT_EQ(source.resolve("Điểm cầu 1").value, "x.1");
    EXPECT_EQ(source.resolve("Điểm cầu 0").value, "") << "two are called so";
    EXPECT_EQ(source.resolve("").value, "");
}

TEST(Roster, ContributorsAreUniqueAndStay) {
    RosterSource source;
    (void)source.update(rooms(2000), kNow);
    std::set<std::uint32_t> seen;
    for (int i = 0; i < 2000; ++i) {
        const auto number = source.contributorOf(SiteId{"x." + std::to_string(i)});
        EXPECT_NE(number, 0U);
        EXPECT_TRUE(seen.insert(number).second);
    }
    const auto before = source.contributorOf(SiteId{"x.5"});
    EXPECT_EQ(before, hashOf("x.5"));
    (void)source.update(rooms(1), kNow);
    EXPECT_EQ(source.contributorOf(SiteId{"x.5"}), 0U);
    (void)source.update(rooms(10), kNow);
    EXPECT_EQ(source.contributorOf(SiteId{"x.5"}), before);
}

}  // namespace
}  // namespace mcu::cascade::test
