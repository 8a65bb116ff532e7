// SPDX-License-Identifier: GPL-3.0-or-later
// Talkback and the log of events, without a link.
#include <gtest/gtest.h>

#include "cascade/impl/heartbeat.h"
#include "cascade/impl/incident_log.h"
#include "cascade/impl/rate_limit.h"
#include "cascade/impl/talkback.h"
#include "fakes/manual_loop.h"

namespace mcu::cascade::test {
namespace {

const McuId kMaster{"mcu.tinh"};
const McuId kSlave{"mcu.vnpt"};

/// One end: its only link leads to the other.
struct End {
    End(const McuId& self, const McuId& peer, std::uint64_t instance)
        : other(peer),
          talkback(self,
                   instance,
                   {[peer](const McuId& to) { return to == peer ? peer : McuId{}; },
                    [peer] { return std::vector{peer}; },
                    [this](const Notice& notice) { notices.push_back(notice); },
                    [](const McuId&) {}}) {}

    /// Carries what waits to the other end; its confirmation may get lost.
    void deliver(End& to, std::uint64_t instance, bool confirmed = true) {
        for (const auto& talk : talkback.pending(other)) {
            to.talkback.onTalk(to.other, instance, talk);
            if (confirmed) {
                talkback.onReceived(other, talk.number());
            }
        }
    }

    McuId other;
    std::vector<Notice> notices;
    Talkback talkback;
};

TEST(Talkback, EachMessageComesOnceOverReconnects) {
    End master(kMaster, kSlave, 1);
    End slave(kSlave, kMaster, 2);
    ASSERT_TRUE(master.talkback.say(kSlave, "lan", "Mở micrô x.1", true, {}).has_value());
    master.deliver(slave, 1, false);
    ASSERT_TRUE(master.talkback.say(kSlave, "lan", "hai", false, {}).has_value());
    // The link breaks, both are sent again; the first is known.
    master.talkback.restart(kSlave);
    master.deliver(slave, 1);
    ASSERT_EQ(slave.notices.size(), 2U);
    EXPECT_EQ(slave.notices[0].kind, "talkback.message");
    EXPECT_EQ(slave.talkback.messages().size(), 2U);
    EXPECT_TRUE(slave.talkback.messages()[0].cue);
    // And back.
    ASSERT_TRUE(slave.talkback.acknowledge(0, "minh").has_value());
    slave.deliver(master, 2);
    ASSERT_EQ(master.notices.size(), 1U);
    EXPECT_EQ(master.notices[0].kind, "talkback.acknowledged");
    EXPECT_EQ(master.talkback.messages()[0].acknowledgedBy, "minh (mcu.vnpt)");
    EXPECT_EQ(master.talkback.messages()[1].acknowledgedBy, "");
    master.talkback.restart(kSlave);
    EXPECT_TRUE(master.talkback.pending(kSlave).empty());
}

TEST(Talkback, RefusesWhatCannotBeSent) {
    End master(kMaster, kSlave, 1);
    EXPECT_FALSE(master.talkback.say(McuId{"mcu.nowhere"}, "lan", "a", false, {}).has_value());
    EXPECT_FALSE(master.talkback.say(kSlave, "lan", "", false, {}).has_value());
    EXPECT_FALSE(master.talkback.say(kSlave, "lan", std::string(3000, 'a'), false, {}).has_value());
    EXPECT_FALSE(master.talkback.acknowledge(0, "lan").has_value());
}

TEST(Talkback, KeepsAtMostSoManyForALinkThatIsDown) {
    End master(kMaster, kSlave, 1);
    for (int i = 0; i < 250; ++i) {
        ASSERT_TRUE(master.talkback.say(kSlave, "lan", "a", false, {}).has_value());
    }
    EXPECT_EQ(master.talkback.pending(kSlave).size(), Talkback::kMostWaiting);
    EXPECT_EQ(master.talkback.dropped(), 50U);
}

conference::Event lost(int number) {
    conference::Event event;
    event.kind = "site.lost";
    event.severity = "warning";
    event.site = SiteId{"x." + std::to_string(number)};
    event.text = "no media come";
    return event;
}

// MON-03: replicated without loss or duplicate over reconnects.
TEST(IncidentLog, EachEventComesOnceOverReconnects) {
    IncidentLog log;
    IncidentIntake intake;
    std::vector<std::string> seen;
    int number = 0;
    for (int connection = 0; connection < 20; ++connection) {
        log.restart();
        for (int i = 0; i < 7; ++i) {
            log.add(lost(number++), kSlave);
        }
        while (const auto some = log.next()) {
            const auto news = intake.take(*some, 9);
            EXPECT_EQ(news.missed, 0U);
            for (const auto* entry : news.entries) {
                seen.push_back(entry->site());
                EXPECT_EQ(entry->fields().at("owner"), "mcu.vnpt");
            }
            if (connection % 3 == 0) {
                break;  // the link breaks before the confirmation is back
            }
            log.acknowledged(intake.last());
        }
    }
    ASSERT_EQ(seen.size(), 140U);
    for (int i = 0; i < 140; ++i) {
        EXPECT_EQ(seen[static_cast<std::size_t>(i)], "x." + std::to_string(i));
    }
}

TEST(IncidentLog, IsBoundedAndSaysWhatItDropped) {
    IncidentLog log;
    IncidentIntake intake;
    log.add(lost(0), kSlave);
    (void)intake.take(*log.next(), 9);
    for (std::size_t i = 0; i < IncidentLog::kMost + 5; ++i) {
        log.add(lost(1), kSlave);
    }
    EXPECT_EQ(log.waiting(), IncidentLog::kMost);
    EXPECT_EQ(log.dropped(), 6U);
    log.restart();
    EXPECT_EQ(intake.take(*log.next(), 9).missed, 5U);
}

TEST(IncidentLog, OnlyTroubleOfRoomsTravels) {
    conference::Event event;
    for (const auto* kind :
         {"site.lost", "site.back", "site.left", "site.failed", "site.silent", "incident.opened"}) {
        event.kind = kind;
        EXPECT_TRUE(IncidentLog::travels(event)) << kind;
    }
    event.kind = "take.done";
    EXPECT_FALSE(IncidentLog::travels(event));
}

TEST(Heartbeat, MeasuresWayAndClock) {
    fakes::ManualLoop loop;
    Heartbeat heartbeat(loop.clock().now());
    const auto ping = heartbeat.due(loop.clock());
    ASSERT_TRUE(ping.has_value());
    EXPECT_FALSE(heartbeat.due(loop.clock()).has_value());
    // 30 ms there, 10 ms back, the other clock 5 s ahead.
    const auto pong = Heartbeat::answer(
        *ping, loop.clock().wallNow() + std::chrono::milliseconds(30) + std::chrono::seconds(5));
    loop.advance(std::chrono::milliseconds(40));
    heartbeat.onPong(pong, loop.clock());
    EXPECT_NEAR(heartbeat.roundTripMs(), 40, 0.01);
    EXPECT_NEAR(heartbeat.clockOffsetMs(), 5010, 0.1);
    heartbeat.heard(loop.clock().now());
    loop.advance(std::chrono::milliseconds(2900));
    EXPECT_FALSE(heartbeat.lost(loop.clock().now()));
    loop.advance(std::chrono::milliseconds(200));
    EXPECT_TRUE(heartbeat.lost(loop.clock().now()));
}

TEST(RateLimit, LetsABurstThroughAndThenTheRate) {
    RateLimit limit;
    const Rate rate{10, 5};
    const SteadyTime start = SteadyTime{} + std::chrono::hours(1);
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(limit.take(1, rate, start));
    }
    EXPECT_FALSE(limit.take(1, rate, start));
    EXPECT_TRUE(limit.take(2, rate, start));
    EXPECT_TRUE(limit.take(1, rate, start + std::chrono::milliseconds(110)));
    EXPECT_FALSE(limit.take(1, rate, start + std::chrono::milliseconds(120)));
}

}  // namespace
}  // namespace mcu::cascade::test
