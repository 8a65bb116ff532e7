// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h245/master_slave.h"

#include <gtest/gtest.h>

#include "h323/h245/messages.h"
#include "two_sessions.h"

namespace mcu::h323::h245 {
namespace {

using namespace std::chrono_literals;
using Role = MasterSlave::Role;

/// Draws the given numbers one after another, the last for ever.
std::function<std::uint32_t()> drawing(std::vector<std::uint32_t> numbers) {
    return [numbers = std::move(numbers), at = std::size_t{0}]() mutable {
        const auto number = numbers[std::min(at, numbers.size() - 1)];
        ++at;
        return number;
    };
}

void deliver(MasterSlave& to, const Value& message, SteadyTime now, Pdus& out) {
    const auto name = test::nameOf(message);
    const auto& body = *message.find(std::string(message.chosen()) + "." + name);
    if (name == "masterSlaveDetermination") {
        to.onDetermination(body, now, out);
    } else if (name == "masterSlaveDeterminationAck") {
        to.onAck(body, out);
    } else if (name == "masterSlaveDeterminationReject") {
        to.onReject(now, out);
    } else {
        to.onRelease();
    }
}

struct Two {
    MasterSlave a;
    MasterSlave b;
    Pdus fromA;
    Pdus fromB;
    SteadyTime now{};

    void run() {
        for (int i = 0; i < 40 && (!fromA.empty() || !fromB.empty()); ++i) {
            for (const auto& message : std::exchange(fromA, {})) {
                deliver(b, message, now, fromB);
            }
            for (const auto& message : std::exchange(fromB, {})) {
                deliver(a, message, now, fromA);
            }
        }
        EXPECT_TRUE(fromA.empty() && fromB.empty());
    }
};

TEST(MasterSlave, TheHigherTerminalTypeIsMaster) {
    Two two{{190, drawing({1})}, {50, drawing({0xFFFFFF})}, {}, {}};
    two.a.start(two.now, two.fromA);
    two.b.start(two.now, two.fromB);
    two.run();
    EXPECT_TRUE(two.a.settled());
    EXPECT_TRUE(two.b.settled());
    EXPECT_EQ(two.a.role(), Role::master);
    EXPECT_EQ(two.b.role(), Role::slave);
}

TEST(MasterSlave, OnlyOneSideAsks) {
    Two two{{50, drawing({5})}, {190, drawing({9})}, {}, {}};
    two.a.start(two.now, two.fromA);
    two.run();
    EXPECT_TRUE(two.a.settled());
    EXPECT_TRUE(two.b.settled());
    EXPECT_EQ(two.a.role(), Role::slave);
    EXPECT_EQ(two.b.role(), Role::master);
}

// H.245 clause C.2.4: (theirs - ours) mod 2^24 below 2^23 makes us the master.
TEST(MasterSlave, AmongEqualsTheNumbersDecide) {
    struct Case {
        std::uint32_t ours;
        std::uint32_t theirs;
        Role role;
    };

    for (const auto& each : {Case{100, 101, Role::master},
                             Case{101, 100, Role::slave},
                             Case{0xFFFFFF, 0, Role::master},
                             Case{1, 0x800000, Role::master},
                             Case{1, 0x800002, Role::slave}}) {
        Two two{{190, drawing({each.ours})}, {190, drawing({each.theirs})}, {}, {}};
        two.a.start(two.now, two.fromA);
        two.b.start(two.now, two.fromB);
        two.run();
        EXPECT_EQ(two.a.role(), each.role) << each.ours << " " << each.theirs;
        EXPECT_NE(two.a.role(), two.b.role());
        EXPECT_TRUE(two.a.settled() && two.b.settled());
    }
}

TEST(MasterSlave, ATieIsDrawnAnew) {
    for (const std::uint32_t other : {7U, 0x800007U}) {
        Two two{{190, drawing({7, 20})}, {190, drawing({other, 30})}, {}, {}};
        two.a.start(two.now, two.fromA);
        two.b.start(two.now, two.fromB);
        two.run();
        EXPECT_TRUE(two.a.settled() && two.b.settled());
        EXPECT_EQ(two.a.role(), Role::master);
    }
}

TEST(MasterSlave, ATieWithOneAskingIsRejectedAndAskedAgain) {
    Two two{{190, drawing({7, 50})}, {190, drawing({7, 40})}, {}, {}};
    two.a.start(two.now, two.fromA);
    two.run();
    EXPECT_TRUE(two.a.settled() && two.b.settled());
    EXPECT_EQ(two.a.role(), Role::slave);
}

TEST(MasterSlave, TiesWithoutEndAreGivenUp) {
    Two two{{190, drawing({7})}, {190, drawing({7})}, {}, {}};
    two.a.start(two.now, two.fromA);
    two.b.start(two.now, two.fromB);
    two.run();
    EXPECT_TRUE(two.a.failed());
    EXPECT_FALSE(two.a.settled());
}

TEST(MasterSlave, NoAnswerIsGivenUpAfterT106) {
    MasterSlave machine(190, drawing({1}));
    Pdus out;
    const SteadyTime now{};
    machine.start(now, out);
    out.clear();
    machine.onTime(now + MasterSlave::kT106 - 1ms, out);
    EXPECT_FALSE(machine.failed());
    machine.onTime(now + MasterSlave::kT106, out);
    EXPECT_TRUE(machine.failed());
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(test::nameOf(out.front()), "masterSlaveDeterminationRelease");
}

TEST(MasterSlave, APeerThatAsksAfterOurAckLeavesItSettled) {
    MasterSlave machine(190, drawing({1}));
    Pdus out;
    const SteadyTime now{};
    machine.start(now, out);
    const auto theirs = masterSlaveDeterminationAck("master");
    machine.onAck(*theirs.find("response.masterSlaveDeterminationAck"), out);
    ASSERT_TRUE(machine.settled());
    const auto ask = masterSlaveDetermination(50, 9);
    machine.onDetermination(*ask.find("request.masterSlaveDetermination"), now, out);
    EXPECT_TRUE(machine.settled());
    EXPECT_EQ(test::nameOf(out.back()), "masterSlaveDeterminationAck");
    machine.onTime(now + MasterSlave::kT106, out);
    EXPECT_TRUE(machine.settled()) << "the Ack that never comes is no failure";
    EXPECT_FALSE(machine.failed());
}

TEST(MasterSlave, AnAckThatContradictsFails) {
    MasterSlave machine(190, drawing({1}));
    Pdus out;
    const auto ask = masterSlaveDetermination(50, 9);
    machine.onDetermination(*ask.find("request.masterSlaveDetermination"), {}, out);
    const auto wrong = masterSlaveDeterminationAck("slave");  // we are the master
    machine.onAck(*wrong.find("response.masterSlaveDeterminationAck"), out);
    EXPECT_TRUE(machine.failed());
}

}  // namespace
}  // namespace mcu::h323::h245
