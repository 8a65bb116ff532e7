// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "h323/ras/stage.h"

namespace mcu::h323 {

using namespace std::chrono_literals;
using gatekeeper::DuplicateNames;
using gatekeeper::GatekeeperSettings;
using gatekeeper::RoomGone;
using gatekeeper::RoomRefused;
using gatekeeper::RoomRegistered;

class GatekeeperStage : public ::testing::Test {
protected:
    static GatekeeperSettings settings() {
        GatekeeperSettings settings;
        settings.id = "gk";
        settings.ras = at("192.0.2.9:1719");
        settings.listedOnly = false;
        settings.messagesPerSecond = 1000;
        return settings;
    }

    void make(GatekeeperSettings with) {
        gatekeeper = std::make_unique<gatekeeper::Gatekeeper>(std::move(with), clock);
    }

    /// What it answers; the events are kept.
    ras::RasMessage ask(const Octets& octets, const std::string& from = "192.0.2.50:1719") {
        record.add(octets);
        auto output = gatekeeper->receive(at(from), octets);
        keep(output);
        EXPECT_FALSE(output.sends.empty());
        if (output.sends.empty()) {
            return read(Made("unregistrationConfirm", 1).octets());
        }
        to = output.sends.back().to;
        return read(output.sends.back().octets);
    }

    void keep(const gatekeeper::Output& output) {
        for (const auto& send : output.sends) {
            record.add(send.octets);
            last = send;
        }
        events.insert(events.end(), output.events.begin(), output.events.end());
    }

    void advance(Duration by) {
        clock.set(clock.now() + by);
        keep(gatekeeper->tick());
    }

    static Octets rrq(
        std::uint16_t sequence,
        const ras::Names& names,
        const std::string& address = "192.0.2.50",
        const std::function<void(Value&)>& change = [](Value&) {}) {
        Made made("registrationRequest", sequence);
        auto& body = made.body();
        body.setOid("protocolIdentifier", ras::kProtocol);
        body.set("discoveryComplete", false);
        ras::putAddress(body.append("callSignalAddress"), at(address + ":1720"));
        ras::putAddress(body.append("rasAddress"), at(address + ":1719"));
        ras::putMcuType(body.at("terminalType"), "Room", "2");
        if (!names.empty()) {
            ras::putNames(body.at("terminalAlias"), names);
        }
        body.set("endpointVendor.vendor.t35CountryCode", std::int64_t{181});
        body.set("endpointVendor.vendor.t35Extension", std::int64_t{0});
        body.set("endpointVendor.vendor.manufacturerCode", std::int64_t{9});
        body.setText("endpointVendor.productId", "Room 500");
        body.setText("endpointVendor.versionId", "2.1");
        body.set("timeToLive", std::int64_t{120});
        body.set("keepAlive", false);
        body.set("willSupplyUUIEs", false);
        body.set("maintainConnection", false);
        body.set("supportsAssignedGK", false);
        change(body);
        return made.octets();
    }

    std::string registered(const ras::Names& names, const std::string& address = "192.0.2.50") {
        const auto answer = ask(rrq(++sequence, names, address), address + ":1719");
        EXPECT_EQ(answer.name, "registrationConfirm");
        return answer.name == "registrationConfirm" ? answer.body().text("endpointIdentifier")
                                                    : std::string();
    }

    Octets arq(
        const std::string& id,
        const ras::Names& names,
        const std::function<void(Value&)>& change = [](Value&) {}) {
        Made made("admissionRequest", ++sequence);
        auto& body = made.body();
        body.at("callType.pointToPoint");
        body.setText("endpointIdentifier", id);
        if (!names.empty()) {
            ras::putNames(body.at("destinationInfo"), names);
        }
        ras::putNames(body.at("srcInfo"), {"me"});
        body.set("bandWidth", std::int64_t{20000});
        body.set("callReferenceValue", std::int64_t{7});
        body.set("conferenceID", sixteen(3));
        body.set("activeMC", false);
        body.set("answerCall", false);
        body.set("canMapAlias", true);
        body.set("callIdentifier.guid", sixteen(4));
        body.set("willSupplyUUIEs", false);
        body.set("canMapSrcAlias", false);
        change(body);
        return made.octets();
    }

    template <typename Kind>
    std::vector<Kind> eventsOf() const {
        std::vector<Kind> found;
        for (const auto& event : events) {
            if (const auto* one = std::get_if<Kind>(&event)) {
                found.push_back(*one);
            }
        }
        return found;
    }

    static void TearDownTestSuite() { EXPECT_EQ(record.complaints(), ""); }

    fakes::ManualClock clock;
    std::unique_ptr<gatekeeper::Gatekeeper> gatekeeper;
    std::vector<gatekeeper::Event> events;
    ras::Send last;
    NetAddress to;
    std::uint16_t sequence = 100;
    static inline PduRecord record;
};

TEST_F(GatekeeperStage, IsFound) {
    make(settings());
    Made grq("gatekeeperRequest", 5);
    grq.body().setOid("protocolIdentifier", ras::kProtocol);
    ras::putAddress(grq.body().at("rasAddress"), at("192.0.2.50:3333"));
    ras::putMcuType(grq.body().at("endpointType"), "Room", "2");
    grq.body().set("supportsAssignedGK", false);
    const auto found = ask(grq.octets());
    EXPECT_EQ(found.name, "gatekeeperConfirm");
    EXPECT_EQ(to, at("192.0.2.50:3333"));
    EXPECT_EQ(found.body().text("gatekeeperIdentifier"), "gk");
    EXPECT_EQ(ras::addressOf(*found.body().find("rasAddress")), at("192.0.2.9:1719"));
    // One that looks for another gatekeeper is refused, by multicast left alone.
    Made other("gatekeeperRequest", 6);
    other.body() = grq.body();
    other.body().set("requestSeqNum", std::int64_t{6});
    other.body().setText("gatekeeperIdentifier", "elsewhere");
    EXPECT_EQ(ask(other.octets()).name, "gatekeeperReject");
    other.body().set("requestSeqNum", std::int64_t{7});
    EXPECT_TRUE(gatekeeper->receive(at("192.0.2.50:1719"), other.octets(), {}, true).sends.empty());
}

TEST_F(GatekeeperStage, RegistersARoomUntilItsTimeIsOver) {
    make(settings());
    const auto id = registered({"Room-A", "9203985"});
    EXPECT_EQ(id.size(), 16U);
    EXPECT_EQ(gatekeeper->locate("room-a"), at("192.0.2.50:1720"));
    EXPECT_EQ(gatekeeper->locate("9203985"), at("192.0.2.50:1720"));
    EXPECT_FALSE(gatekeeper->locate("920398").isSet());
    const auto* room = gatekeeper->registry().find(id);
    EXPECT_EQ(room->product, "Room 500 2.1");
    EXPECT_EQ(room->kind, "mcu");
    EXPECT_EQ(room->timeToLive, 120s);
    ASSERT_EQ(eventsOf<RoomRegistered>().size(), 1U);
    EXPECT_TRUE(eventsOf<RoomRegistered>()[0].fresh);
    advance(100s);
    const auto light = ask(rrq(2, {}, "192.0.2.50", [&](Value& body) {
        body.set("keepAlive", true);
        body.setText("endpointIdentifier", id);
    }));
    EXPECT_EQ(light.name, "registrationConfirm");
    EXPECT_FALSE(eventsOf<RoomRegistered>()[1].fresh);
    advance(134s);
    EXPECT_EQ(gatekeeper->registry().size(), 1U);
    advance(2s);
    EXPECT_EQ(gatekeeper->registry().size(), 0U);
    ASSERT_EQ(eventsOf<RoomGone>().size(), 1U);
    EXPECT_EQ(eventsOf<RoomGone>()[0].why, "did not register again in time");
    EXPECT_EQ(read(last.octets).name, "unregistrationRequest");
    EXPECT_EQ(read(last.octets).body().chosen("reason"), "ttlExpired");
    EXPECT_FALSE(gatekeeper->locate("room-a").isSet());
}

TEST_F(GatekeeperStage, ALightRegistrationItDoesNotKnowMustBeFull) {
    make(settings());
    const auto id = registered({"a"});
    const auto light = [&](std::uint16_t number, const std::string& whose) {
        return rrq(number, {}, "192.0.2.50", [&](Value& body) {
            body.set("keepAlive", true);
            body.setText("endpointIdentifier", whose);
        });
    };
    EXPECT_EQ(ask(light(1, "nobody")).body().chosen("rejectReason"), "fullRegistrationRequired");
    // Nor one from another machine.
    EXPECT_EQ(ask(light(2, id), "198.51.100.3:1719").body().chosen("rejectReason"),
              "fullRegistrationRequired");
}

TEST_F(GatekeeperStage, TheSameEndpointKeepsItsIdentifier) {
    make(settings());
    const auto id = registered({"a"});
    EXPECT_EQ(registered({"a", "b"}), id);
    EXPECT_EQ(gatekeeper->registry().size(), 1U);
    EXPECT_TRUE(eventsOf<RoomRegistered>()[1].fresh);
    EXPECT_EQ(registered({"a", "b"}), id);
    EXPECT_FALSE(eventsOf<RoomRegistered>()[2].fresh);
}

TEST_F(GatekeeperStage, ANameTakenAgainGoesToTheNewerRoom) {
    make(settings());
    const auto old = registered({"a"});
    const auto newer = registered({"A"}, "192.0.2.51");
    EXPECT_NE(old, newer);
    EXPECT_EQ(gatekeeper->locate("a"), at("192.0.2.51:1720"));
    ASSERT_EQ(eventsOf<RoomGone>().size(), 1U);
    EXPECT_EQ(eventsOf<RoomGone>()[0].why, "the name \"A\" was registered from 192.0.2.51");
}

TEST_F(GatekeeperStage, OrStaysWithTheOlderOne) {
    auto with = settings();
    with.duplicates = DuplicateNames::reject;
    make(with);
    (void)registered({"a"});
    const auto answer = ask(rrq(9, {"a"}, "192.0.2.51"), "192.0.2.51:1719");
    EXPECT_EQ(answer.body().chosen("rejectReason"), "duplicateAlias");
    EXPECT_EQ(gatekeeper->locate("a"), at("192.0.2.50:1720"));
    ASSERT_EQ(eventsOf<RoomRefused>().size(), 1U);
    EXPECT_EQ(eventsOf<RoomRefused>()[0].why, "the name \"a\" is registered from 192.0.2.50");
}

TEST_F(GatekeeperStage, OurOwnNamesAreNobodyElses) {
    make(settings());
    gatekeeper->setOwn({"giaoban"}, at("192.0.2.1:1720"));
    EXPECT_EQ(ask(rrq(1, {"GiaoBan"})).body().chosen("rejectReason"), "duplicateAlias");
    const auto id = registered({"a"});
    const auto acf = ask(arq(id, {"giaoban"}));
    EXPECT_EQ(ras::addressOf(*acf.body().find("destCallSignalAddress")), at("192.0.2.1:1720"));
}

TEST_F(GatekeeperStage, OnlyListedRoomsWhereThatIsAsked) {
    auto with = settings();
    with.listedOnly = true;
    make(with);
    gatekeeper->setListed(
        {{"x.03985", {"x.03985", {}}}, {"9203985", {"x.03985", {}}}, {"x.2", {"x.2", {}}}});
    EXPECT_EQ(ask(rrq(1, {"other"})).body().chosen("rejectReason"), "invalidAlias");
    EXPECT_EQ(ask(rrq(2, {})).body().chosen("rejectReason"), "invalidAlias");
    EXPECT_EQ(ask(rrq(3, {"9203985", "x.2"})).body().chosen("rejectReason"), "invalidAlias");
    (void)registered({"9203985", "any other"});
    EXPECT_EQ(eventsOf<RoomRegistered>()[0].room.user, "x.03985");
    // The same address is complained of once in five minutes.
    EXPECT_EQ(eventsOf<RoomRefused>().size(), 1U);
    EXPECT_EQ(gatekeeper->counters().refused, 3U);
}

TEST_F(GatekeeperStage, LimitsRegistrationsAltogetherAndOfAnAddress) {
    auto with = settings();
    with.maxRegistrations = 3;
    with.maxPerAddress = 2;
    make(with);
    const auto other = [&](std::uint16_t number, int port, const std::string& from) {
        return ask(rrq(number,
                       {"n" + std::to_string(number)},
                       from,
                       [&](Value& body) {
                           body.set("callSignalAddress.0.ipAddress.port", std::int64_t{port});
                       }),
                   from + ":" + std::to_string(port));
    };
    EXPECT_EQ(other(1, 2001, "192.0.2.50").name, "registrationConfirm");
    EXPECT_EQ(other(2, 2002, "192.0.2.50").name, "registrationConfirm");
    EXPECT_EQ(other(3, 2003, "192.0.2.50").body().chosen("rejectReason"), "resourceUnavailable");
    EXPECT_EQ(other(4, 2001, "192.0.2.51").name, "registrationConfirm");
    EXPECT_EQ(other(5, 2001, "192.0.2.52").body().chosen("rejectReason"), "resourceUnavailable");
    EXPECT_EQ(other(6, 2001, "192.0.2.50").name, "registrationConfirm");  // who is in stays in
}

TEST_F(GatekeeperStage, ASourceThatFloodsIsNotAnswered) {
    auto with = settings();
    with.messagesPerSecond = 2;  // ten at once
    make(with);
    int answered = 0;
    for (std::uint16_t i = 1; i <= 50; ++i) {
        answered += gatekeeper->receive(at("192.0.2.50:1719"), rrq(i, {"a"})).sends.empty() ? 0 : 1;
    }
    EXPECT_EQ(answered, 10);
    EXPECT_EQ(gatekeeper->counters().limited, 40U);
    EXPECT_FALSE(
        gatekeeper->receive(at("192.0.2.51:1719"), rrq(1, {"b"}, "192.0.2.51")).sends.empty());
    clock.set(clock.now() + 1s);
    EXPECT_FALSE(gatekeeper->receive(at("192.0.2.50:1719"), rrq(60, {"a"})).sends.empty());
}

TEST_F(GatekeeperStage, ARepeatedRequestGetsTheSameReply) {
    make(settings());
    const auto request = rrq(1, {"a"});
    const auto first = gatekeeper->receive(at("192.0.2.50:1719"), request);
    const auto again = gatekeeper->receive(at("192.0.2.50:1719"), request);
    ASSERT_EQ(again.sends.size(), 1U);
    EXPECT_EQ(first.sends[0].octets, again.sends[0].octets);
    EXPECT_TRUE(again.events.empty());
    EXPECT_EQ(gatekeeper->counters().repeated, 1U);
    // The number alone is not enough: a room that started anew counts from the beginning.
    EXPECT_EQ(gatekeeper->receive(at("192.0.2.50:1719"), rrq(1, {"b"})).events.size(), 1U);
    clock.set(clock.now() + 31s);
    EXPECT_FALSE(gatekeeper->receive(at("192.0.2.50:1719"), request).events.empty());
}

TEST_F(GatekeeperStage, UnregistersRoomsAndNames) {
    make(settings());
    const auto id = registered({"a", "b"});
    const auto urq = [&](std::uint16_t number, const ras::Names& names, const std::string& whose) {
        Made made("unregistrationRequest", number);
        made.body().at("callSignalAddress");
        made.body().setText("endpointIdentifier", whose);
        if (!names.empty()) {
            ras::putNames(made.body().at("endpointAlias"), names);
        }
        return made.octets();
    };
    EXPECT_EQ(ask(urq(1, {}, id), "198.51.100.3:1719").name, "unregistrationReject");
    EXPECT_EQ(ask(urq(2, {"a"}, id)).name, "unregistrationConfirm");
    EXPECT_FALSE(gatekeeper->locate("a").isSet());
    EXPECT_TRUE(gatekeeper->locate("b").isSet());
    EXPECT_EQ(ask(urq(3, {}, id)).name, "unregistrationConfirm");
    EXPECT_EQ(gatekeeper->registry().size(), 0U);
    EXPECT_EQ(eventsOf<RoomGone>().size(), 1U);
    EXPECT_EQ(ask(urq(4, {}, id)).name, "unregistrationReject");
}

TEST_F(GatekeeperStage, BehindNatRoomsAreWhereTheyComeFrom) {
    auto with = settings();
    with.behindNat = true;
    make(with);
    (void)ask(rrq(1, {"a"}, "10.0.0.5"), "203.0.113.7:40000");
    EXPECT_EQ(gatekeeper->locate("a"), at("203.0.113.7:1720"));
    EXPECT_EQ(to, at("203.0.113.7:40000"));
    auto drop = gatekeeper->drop("a", "dropped by an operator");
    ASSERT_EQ(drop.sends.size(), 1U);
    EXPECT_EQ(drop.sends[0].to, at("203.0.113.7:40000"));
}

TEST_F(GatekeeperStage, AdmitsCallsToRoomsInDirectMode) {
    make(settings());
    const auto a = registered({"a"});
    (void)registered({"b"}, "192.0.2.51");
    const auto acf = ask(arq(a, {"B"}));
    EXPECT_EQ(acf.name, "admissionConfirm");
    EXPECT_EQ(acf.body().chosen("callModel"), "direct");
    EXPECT_EQ(acf.body().number("bandWidth"), 20000);
    EXPECT_EQ(ras::addressOf(*acf.body().find("destCallSignalAddress")), at("192.0.2.51:1720"));
    EXPECT_EQ(gatekeeper->calls(), 1U);
    EXPECT_EQ(ask(arq(a, {"nobody"})).body().chosen("rejectReason"), "calledPartyNotRegistered");
    EXPECT_EQ(ask(arq(a, {})).body().chosen("rejectReason"), "incompleteAddress");
    EXPECT_EQ(ask(arq("x", {"b"})).body().chosen("rejectReason"), "callerNotRegistered");
    EXPECT_EQ(ask(arq(a, {"b"}), "198.51.100.3:1719").body().chosen("rejectReason"),
              "callerNotRegistered");
    const auto direct = ask(arq(a, {}, [](Value& body) {
        ras::putAddress(body.at("destCallSignalAddress"), at("198.51.100.9:1720"));
    }));
    EXPECT_EQ(ras::addressOf(*direct.body().find("destCallSignalAddress")),
              at("198.51.100.9:1720"));
    Made drq("disengageRequest", 900);
    drq.body().setText("endpointIdentifier", a);
    drq.body().set("conferenceID", sixteen(3));
    drq.body().set("callReferenceValue", std::int64_t{7});
    drq.body().at("disengageReason.normalDrop");
    drq.body().set("callIdentifier.guid", sixteen(4));
    drq.body().set("answeredCall", false);
    EXPECT_EQ(ask(drq.octets()).name, "disengageConfirm");
    EXPECT_EQ(gatekeeper->calls(), 0U);
}

TEST_F(GatekeeperStage, LimitsCallsAndTheirBandwidth) {
    auto with = settings();
    with.maxCallsPerRoom = 2;
    with.maxKbps = 500;
    make(with);
    const auto a = registered({"a"});
    const auto numbered = [&](std::uint8_t id) {
        return arq(a, {"a"}, [&](Value& body) { body.set("callIdentifier.guid", sixteen(id)); });
    };
    EXPECT_EQ(ask(numbered(1)).body().number("bandWidth"), 10000);
    EXPECT_EQ(ask(numbered(2)).name, "admissionConfirm");
    EXPECT_EQ(ask(numbered(3)).body().chosen("rejectReason"), "resourceUnavailable");
    Made brq("bandwidthRequest", 901);
    brq.body().setText("endpointIdentifier", a);
    brq.body().set("conferenceID", sixteen(3));
    brq.body().set("callReferenceValue", std::int64_t{7});
    brq.body().set("bandWidth", std::int64_t{12000});
    brq.body().set("callIdentifier.guid", sixteen(1));
    brq.body().set("answeredCall", false);
    const auto reject = ask(brq.octets());
    EXPECT_EQ(reject.body().chosen("rejectReason"), "insufficientResources");
    EXPECT_EQ(reject.body().number("allowedBandWidth"), 10000);
    brq.body().set("requestSeqNum", std::int64_t{902});
    brq.body().set("bandWidth", std::int64_t{8000});
    EXPECT_EQ(ask(brq.octets()).name, "bandwidthConfirm");
}

TEST_F(GatekeeperStage, TellsWhereARoomIsToRoomsOnly) {
    make(settings());
    const auto lrq = [&](std::uint16_t number) {
        Made made("locationRequest", number);
        ras::putNames(made.body().at("destinationInfo"), {"a"});
        ras::putAddress(made.body().at("replyAddress"), at("198.51.100.3:1719"));
        made.body().set("canMapAlias", false);
        return made.octets();
    };
    (void)registered({"a"});
    EXPECT_EQ(ask(lrq(1), "198.51.100.3:1719").body().chosen("rejectReason"), "notRegistered");
    EXPECT_EQ(ask(lrq(2)).name, "locationConfirm");
}

TEST_F(GatekeeperStage, AnswersTheRest) {
    make(settings());
    const auto id = registered({"a"});
    Made rai("resourcesAvailableIndicate", 1);
    rai.body().setOid("protocolIdentifier", ras::kProtocol);
    rai.body().setText("endpointIdentifier", id);
    rai.body().at("protocols");
    rai.body().set("almostOutOfResources", false);
    EXPECT_EQ(ask(rai.octets()).name, "resourcesAvailableConfirm");
    EXPECT_EQ(ask({0xA8, 0x03, 0x00, 0x00, 0x41}).name, "unknownMessageResponse");
    // Never to one of the same kind.
    Made xrs("unknownMessageResponse", 2);
    xrs.body().set("messageNotUnderstood", Octets{1, 2});
    EXPECT_TRUE(gatekeeper->receive(at("192.0.2.50:1719"), xrs.octets()).sends.empty());
    EXPECT_TRUE(gatekeeper->receive(at("192.0.2.50:1719"), Octets{0x0E}).sends.empty());
    EXPECT_EQ(gatekeeper->counters().malformed, 1U);
}

TEST_F(GatekeeperStage, TellsItsRoomsThatItStops) {
    make(settings());
    (void)registered({"a"});
    (void)registered({"b"}, "192.0.2.51");
    const auto output = gatekeeper->stop();
    EXPECT_EQ(output.sends.size(), 2U);
    EXPECT_EQ(read(output.sends[0].octets).body().chosen("reason"), "maintenance");
    EXPECT_EQ(gatekeeper->registry().size(), 0U);
}

}  // namespace mcu::h323
