// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "h323/h225/call.h"
#include "h323/h225/causes.h"
#include "h323/h245/messages.h"
#include "h323/impl/dial_address.h"
#include "h323/per/per.h"
#include "two_sessions.h"

namespace mcu::h323::h225 {
namespace {

using namespace std::chrono_literals;
using test::loopback;
using What = CallEvent::Kind;
using State = Call::State;

CallSettings settingsOf(bool tunnelling = true) {
    CallSettings out;
    out.who = {"HNTH MCU", "1", true};
    out.tunnelling = tunnelling;
    return out;
}

CallIdentity identity() {
    CallIdentity id;
    id.reference = 4660;
    id.callIdentifier = Octets(16, 0xAB);
    id.conferenceIdentifier = Octets(16, 0xCD);
    return id;
}

SetupContent content() {
    SetupContent out;
    out.from = {"x.03985", "03985"};
    out.to = {"giaoban", "100"};
    out.display = "Điểm cầu Chiềng Sơn";
    out.peer = loopback(1720);
    out.local = loopback(30000);
    out.kbps = 2064;
    return out;
}

struct Party {
    explicit Party(CallSettings settings) : call(std::move(settings)) {}

    Call call;
    Signals out;
    std::vector<CallEvent> events;
    std::vector<Q931Type> sent;

    [[nodiscard]] int told(What what) const {
        int count = 0;
        for (const auto& event : events) {
            count += event.kind == what ? 1 : 0;
        }
        return count;
    }
};

struct Two {
    explicit Two(CallSettings calling = settingsOf(), CallSettings called = settingsOf())
        : a(std::move(calling)), b(std::move(called)) {}

    void carry(Party& from, Party& to) {
        for (const auto& signal : std::exchange(from.out, {})) {
            from.sent.push_back(signal.q931.type);
            const auto octets = encodeSignal(signal);
            ASSERT_TRUE(octets) << octets.error().message;
            const auto read = parseSignal(*octets);
            ASSERT_TRUE(read && read->info);
            to.call.onSignal(*read, now, to.out);
        }
    }

    void exchange() {
        for (int i = 0; i < 50 && (!a.out.empty() || !b.out.empty()); ++i) {
            carry(a, b);
            carry(b, a);
        }
        for (auto* party : {&a, &b}) {
            for (auto& event : party->call.takeEvents()) {
                party->events.push_back(event);
            }
        }
    }

    void dial() {
        a.call.dial(identity(), content(), now, a.out);
        exchange();
    }

    Party a;
    Party b;
    SteadyTime now = SteadyTime{} + 1h;
};

TEST(H225Call, ACallIsMadeAndAnswered) {
    Two two;
    two.dial();
    EXPECT_EQ(two.b.told(What::incoming), 1);
    EXPECT_EQ(two.b.call.setup().from, (std::vector<Alias>{"x.03985", "03985"}));
    EXPECT_EQ(two.b.call.setup().to.front(), "giaoban");
    EXPECT_EQ(two.b.call.setup().display, "Điểm cầu Chiềng Sơn");
    EXPECT_EQ(two.b.call.product(), "HNTH MCU 1");
    EXPECT_EQ(two.b.call.id().callIdentifier, identity().callIdentifier);
    EXPECT_EQ(two.a.call.state(), State::proceeding) << "CallProceeding comes at once";
    two.b.call.alert(two.b.out);
    two.exchange();
    EXPECT_EQ(two.a.told(What::ringing), 1);
    two.b.call.answer({}, {}, two.b.out);
    two.exchange();
    EXPECT_EQ(two.a.told(What::connected), 1);
    EXPECT_EQ(two.b.told(What::connected), 1);
    EXPECT_TRUE(two.a.call.tunnels());
    EXPECT_TRUE(two.b.call.tunnels());
    EXPECT_FALSE(two.a.call.deadline());
}

TEST(H225Call, TunnelledControlGoesBothWaysOneAMessage) {
    Two two;
    two.a.call.dial(identity(), content(), two.now, two.a.out);
    two.a.call.sendControl({1, 2, 3}, two.a.out);
    two.a.call.sendControl({4}, two.a.out);
    EXPECT_EQ(two.a.out.size(), 1U) << "it waits for the first word of the far end";
    two.exchange();
    ASSERT_EQ(two.b.told(What::control), 2);
    EXPECT_EQ(two.b.events[1].octets, (Octets{1, 2, 3}));
    two.b.call.answer({}, {}, two.b.out);
    two.b.call.sendControl({9}, two.b.out);
    two.exchange();
    EXPECT_EQ(two.a.told(What::control), 1);
    EXPECT_EQ(std::count(two.a.sent.begin(), two.a.sent.end(), Q931Type::facility), 2);
}

TEST(H225Call, WhereOneSideDoesNotTunnelAnAddressIsTold) {
    for (const bool callerTunnels : {true, false}) {
        Two two(settingsOf(callerTunnels), settingsOf(!callerTunnels));
        two.dial();
        EXPECT_FALSE(two.b.call.tunnels());
        two.b.call.answer(loopback(40123), {}, two.b.out);
        two.exchange();
        EXPECT_FALSE(two.a.call.tunnels());
        ASSERT_EQ(two.a.told(What::h245At), 1);
        const auto at = std::find_if(two.a.events.begin(), two.a.events.end(), [](const auto& e) {
            return e.kind == What::h245At;
        });
        EXPECT_EQ(at->address, loopback(40123));
    }
}

TEST(H225Call, FacilityMayTellTheAddressToo) {
    Two two(settingsOf(false), settingsOf(false));
    two.dial();
    two.b.call.answer({}, {}, two.b.out);
    two.exchange();
    two.a.call.startH245(loopback(40200), two.a.out);
    two.exchange();
    EXPECT_EQ(two.b.told(What::h245At), 1);
}

TEST(H225Call, EachSideCanEndItAndSaysWhy) {
    struct Case {
        call::CauseCode said;
        call::CauseCode heard;
    };

    using call::CauseCode;
    for (const auto& each : {Case{CauseCode::normal, CauseCode::normal},
                             Case{CauseCode::busy, CauseCode::busy},
                             Case{CauseCode::declined, CauseCode::declined},
                             Case{CauseCode::notFound, CauseCode::notFound},
                             Case{CauseCode::unreachable, CauseCode::unreachable},
                             Case{CauseCode::forbidden, CauseCode::forbidden},
                             Case{CauseCode::noCommonCodec, CauseCode::noCommonCodec},
                             Case{CauseCode::noAnswer, CauseCode::noAnswer},
                             Case{CauseCode::encryptionRequired, CauseCode::encryptionRequired}}) {
        Two two;
        two.dial();
        two.b.call.release({each.said, 0, "vì lý do", false}, two.b.out);
        two.exchange();
        ASSERT_EQ(two.a.told(What::released), 1);
        EXPECT_EQ(two.a.events.back().cause.code, each.heard);
        EXPECT_TRUE(two.a.events.back().cause.byRemote);
        EXPECT_EQ(two.a.events.back().cause.text, each.said == CauseCode::normal ? "" : "vì lý do");
        EXPECT_EQ(two.b.told(What::released), 1);
    }
}

TEST(H225Call, NothingHappensAfterTheEnd) {
    Two two;
    two.dial();
    two.b.call.answer({}, {}, two.b.out);
    two.exchange();
    two.a.call.release({}, two.a.out);
    two.exchange();
    two.a.call.release({}, two.a.out);
    two.a.call.sendControl({1}, two.a.out);
    two.b.call.answer({}, {}, two.b.out);
    EXPECT_TRUE(two.a.out.empty());
    EXPECT_TRUE(two.b.out.empty());
    EXPECT_EQ(two.a.told(What::released), 1);
}

TEST(H225Call, SilenceEndsIt) {
    Two two;
    two.a.call.dial(identity(), content(), two.now, two.a.out);
    two.a.call.onTime(two.now + 10s - 1ms, two.a.out);
    EXPECT_EQ(two.a.call.state(), State::calling);
    two.a.call.onTime(two.now + 10s, two.a.out);
    EXPECT_EQ(two.a.call.state(), State::released);
    EXPECT_EQ(two.a.call.takeEvents().back().cause.code, call::CauseCode::unreachable);

    Two rings;
    rings.dial();
    rings.a.call.onTime(rings.now + 180s - 1ms, rings.a.out);
    EXPECT_EQ(rings.a.call.state(), State::proceeding);
    rings.a.call.onTime(rings.now + 180s, rings.a.out);
    EXPECT_EQ(rings.a.call.takeEvents().back().cause.code, call::CauseCode::noAnswer);
}

TEST(H225Call, AStatusInquiryIsAnsweredAndAStatusIsNot) {
    Two two;
    two.dial();
    two.b.call.answer({}, {}, two.b.out);
    two.exchange();
    Signal inquiry;
    inquiry.q931.callReference = identity().reference;
    inquiry.q931.type = Q931Type::statusInquiry;
    two.b.call.onSignal(inquiry, two.now, two.b.out);
    ASSERT_EQ(two.b.out.size(), 1U);
    EXPECT_EQ(two.b.out[0].q931.type, Q931Type::status);
    ASSERT_NE(two.b.out[0].q931.find(Ie::callState), nullptr);
    EXPECT_EQ(two.b.out[0].q931.find(Ie::callState)->front(), 10);
    two.exchange();
    EXPECT_EQ(std::count(two.a.sent.begin(), two.a.sent.end(), Q931Type::status), 0);
}

TEST(H225Call, MessagesOfOtherCallsAreLeftAlone) {
    Two two;
    two.dial();
    auto other = releaseComplete(
        [] {
            auto id = identity();
            id.reference = 99;
            return id;
        }(),
        {});
    two.a.call.onSignal(other, two.now, two.a.out);
    EXPECT_EQ(two.a.call.state(), State::proceeding);
}

TEST(H225Call, ASetupWithoutItsBodyIsRefused) {
    Call call(settingsOf());
    Signal setup;
    setup.q931.type = Q931Type::setup;
    setup.q931.callReference = 5;
    Signals out;
    call.onSignal(setup, {}, out);
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out[0].q931.type, Q931Type::releaseComplete);
    EXPECT_TRUE(encodeSignal(out[0]));
    EXPECT_EQ(call.state(), State::released);
}

TEST(H225Call, TheSetupOfARoomWithNumbersAndNoName) {
    auto numbers = content();
    numbers.to = {"100"};
    numbers.from = {"9203985"};
    auto setup = h225::setup(identity(), {"HDX 8000", "3.1", false}, numbers, true);
    const auto octets = encodeSignal(setup);
    ASSERT_TRUE(octets);
    Call call(settingsOf());
    Signals out;
    call.onSignal(*parseSignal(*octets), {}, out);
    EXPECT_EQ(call.setup().to.front(), "100");
    EXPECT_EQ(call.setup().from.front(), "9203985");
    EXPECT_EQ(call.product(), "HDX 8000 3.1");
}

TEST(H225Causes, ReasonBeforeValueAndOrdinaryEndsOnceItWasUp) {
    using call::CauseCode;
    EXPECT_EQ(codeFor("inConf", 31, false), CauseCode::busy);
    EXPECT_EQ(codeFor("undefinedReason", 17, false), CauseCode::busy);
    EXPECT_EQ(codeFor("", 0, false), CauseCode::normal);
    EXPECT_EQ(codeFor("undefinedReason", 99, false), CauseCode::protocolError);
    EXPECT_EQ(codeFor("destinationRejection", 16, true), CauseCode::normal);
    EXPECT_EQ(codeFor("undefinedReason", 99, true), CauseCode::normal);
}

PeerProduct product(int country, int manufacturer, const std::string& name) {
    PeerProduct out;
    out.country = country;
    out.manufacturer = manufacturer;
    out.product = name;
    return out;
}

TEST(Quirks, ByVendorAndProductInAnyCase) {
    EXPECT_TRUE(quirksOf(product(181, 18, "Cisco CallManager 4.1")).noRoundTripRequests);
    EXPECT_FALSE(quirksOf(product(184, 39, "CallManager")).noRoundTripRequests)
        << "another vendor's";
    EXPECT_EQ(quirksOf(product(181, 18, "TANDBERG C40")), Quirks{});
    EXPECT_EQ(quirksOf({}), Quirks{});
    for (const auto& line : quirkLines()) {
        EXPECT_FALSE(line.reason.empty());
        EXPECT_NE(line.quirks, Quirks{});
    }
}

TEST(DialAddress, WhatMayBeDialled) {
    struct Case {
        const char* text;
        const char* alias;
        const char* host;
        int port;
    };

    for (const auto& each : {Case{"h323:x.03985@10.0.0.5", "x.03985", "10.0.0.5", 1720},
                             Case{"h323:9203985@10.0.0.5:1820", "9203985", "10.0.0.5", 1820},
                             Case{"h323:10.0.0.5", "", "10.0.0.5", 1720},
                             Case{"h323:room.example:1720", "", "room.example", 1720},
                             Case{"h323:room@vcs.example", "room", "vcs.example", 1720},
                             Case{"h323:9203985", "9203985", "", 1720},
                             Case{"h323:x@[2001:db8::1]:1800", "x", "2001:db8::1", 1800},
                             Case{"h323:x@[2001:db8::1]", "x", "2001:db8::1", 1720},
                             Case{"h323:x@10.0.0.5;type=gk", "x", "10.0.0.5", 1720}}) {
        const auto read = parseDialAddress(each.text);
        ASSERT_TRUE(read) << each.text;
        EXPECT_EQ(read->alias, each.alias) << each.text;
        EXPECT_EQ(read->host, each.host) << each.text;
        EXPECT_EQ(read->port, each.port) << each.text;
    }
    for (const auto* wrong : {"h323:",
                              "h323:x@",
                              "h323:x@host:0",
                              "h323:x@host:99999",
                              "h323:x@host:",
                              "h323:x@[2001:db8::1",
                              "h323:x y@host"}) {
        const auto read = parseDialAddress(wrong);
        ASSERT_FALSE(read) << wrong;
        EXPECT_FALSE(read.error().advice.empty());
    }
}

}  // namespace
}  // namespace mcu::h323::h225
