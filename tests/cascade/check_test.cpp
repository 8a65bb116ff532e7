// SPDX-License-Identifier: GPL-3.0-or-later
// Results of technical checks go up to the master (PL4-06).
#include "cascade/impl/check_traffic.h"
#include "cascade/impl/validate.h"
#include "cascade/node.h"
#include "cascade/relay.h"

namespace mcu::cascade::test {
namespace {

CheckNews checkOf(const std::string& site, const std::string& verdict) {
    CheckNews news;
    news.session = "S-1";
    news.site = {site};
    news.at = WallTime(std::chrono::seconds(1'800'000'000));
    news.actor = "hung";
    news.organisation = "vnpt";
    news.fields = {{"verdict", verdict}, {"loss", "0.20"}};
    return news;
}

TEST(CascadeChecks, GoUpWhenTheyAreMadeAndAgainWithEachLink) {
    Province province;
    Node master{"mcu.tinh", province.enrol("mcu.tinh")};
    master.withSlave("mcu.vnpt").start();
    Relay relay(master.port());
    Node slave{"mcu.vnpt", province.enrol("mcu.vnpt")};
    slave.withMaster("mcu.tinh", relay.port());
    slave.checks.put(checkOf("x.1", "failed"));  // before there is a link
    slave.start();
    ASSERT_TRUE(master.eventually([&] { return master.checks.known.contains("x.1"); }));
    EXPECT_EQ(master.on([&] { return master.checks.known.at("x.1"); }), checkOf("x.1", "failed"));
    ASSERT_TRUE(master.reaches("mcu.vnpt", LinkState::up));
    relay.refuse(true);
    relay.kill();
    ASSERT_TRUE(slave.reaches("mcu.tinh", LinkState::controlLost));
    slave.on([&] {
        slave.checks.put(checkOf("x.1", "passed"));
        slave.checks.put(checkOf("x.2", "passed"));
    });
    relay.refuse(false);
    ASSERT_TRUE(master.eventually([&] { return master.checks.known.size() == 2; }));
    ASSERT_TRUE(master.eventually(
        [&] { return master.checks.known.at("x.1").fields.at("verdict") == "passed"; }));
    master.on([&] { EXPECT_EQ(master.checks.tellers.front(), "mcu.vnpt"); });
    EXPECT_EQ(slave.on([&] { return slave.checks.taken; }), 0) << "nothing comes down";
}

TEST(CascadeChecks, OfManyRoomsAreNoFlood) {
    Province province;
    Node master{"mcu.tinh", province.enrol("mcu.tinh")};
    master.withSlave("mcu.vnpt").start();
    Node slave{"mcu.vnpt", province.enrol("mcu.vnpt")};
    slave.withMaster("mcu.tinh", master.port()).start();
    ASSERT_TRUE(master.reaches("mcu.vnpt", LinkState::up));
    slave.on([&] {
        for (int i = 0; i < 250; ++i) {
            slave.checks.put(checkOf("x." + std::to_string(i), "passed"));
        }
    });
    ASSERT_TRUE(master.eventually([&] { return master.checks.known.size() == 250; }));
    EXPECT_EQ(master.link("mcu.vnpt").state, LinkState::up);
}

TEST(CascadeChecks, HaveLimitsOfEachField) {
    const auto wrong = [](const std::function<void(wire::CheckResult&)>& spoil) {
        wire::FromSlave message;
        auto& result = *message.mutable_check_results()->add_results();
        toWire(checkOf("x.1", "passed"), result);
        spoil(result);
        const auto good = validate(message);
        return good ? std::string("good") : good.error().message;
    };
    EXPECT_EQ(wrong([](auto&) {}), "good");
    EXPECT_EQ(wrong([](auto& r) { r.set_session(""); }), "a message is malformed: check.session");
    EXPECT_EQ(wrong([](auto& r) { r.set_at_us(-1); }), "a message is malformed: check.at");
    EXPECT_EQ(wrong([](auto& r) { (*r.mutable_fields())["cause"] = std::string(1025, 'x'); }),
              "a message is malformed: check.fields");
    EXPECT_EQ(wrong([](auto& r) {
                  for (int i = 0; i < 65; ++i) {
                      (*r.mutable_fields())[std::to_string(i)] = "x";
                  }
              }),
              "a message is malformed: check.fields");
}

}  // namespace
}  // namespace mcu::cascade::test
