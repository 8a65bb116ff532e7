// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents on the control channel: known at both ends after whatever happened to it (MON-03).
#include "cascade/impl/incident_traffic.h"
#include "cascade/impl/incident_wire.h"
#include "cascade/impl/validate.h"
#include "cascade/node.h"
#include "cascade/relay.h"

namespace mcu::cascade::test {
namespace {

using incident::IncidentId;

const McuId kTinh{"mcu.tinh"};
const McuId kVnpt{"mcu.vnpt"};
const McuId kViettel{"mcu.viettel"};
const IncidentId kFirst{kVnpt, 1};

std::size_t entriesOf(const Node& node, const IncidentId& id) {
    const auto found = node.exchange.known.find(id);
    return found == node.exchange.known.end() ? 0 : found->second.entries.size();
}

class CascadeIncidents : public testing::Test {
protected:
    CascadeIncidents() {
        master.withSlave("mcu.vnpt").withSlave("mcu.viettel").start();
        relay = std::make_unique<Relay>(master.port());
        vnpt.withMaster("mcu.tinh", relay->port());
        viettel.withMaster("mcu.tinh", master.port());
    }

    void begin() {
        vnpt.start();
        viettel.start();
        EXPECT_TRUE(master.reaches("mcu.vnpt", LinkState::up));
        EXPECT_TRUE(master.reaches("mcu.viettel", LinkState::up));
    }

    bool masterKnows(const IncidentId& id) {
        return master.eventually([&] { return master.exchange.known.contains(id); });
    }

    Province province;
    Node master{"mcu.tinh", province.enrol("mcu.tinh")};
    std::unique_ptr<Relay> relay;
    Node vnpt{"mcu.vnpt", province.enrol("mcu.vnpt")};
    Node viettel{"mcu.viettel", province.enrol("mcu.viettel")};
};

TEST_F(CascadeIncidents, GoUpAndNotesComeDownToTheirOwnerAlone) {
    vnpt.exchange.open(kVnpt, 1, "x.1");  // before there is a link
    begin();
    ASSERT_TRUE(masterKnows(kFirst));
    const auto there = master.on([&] { return master.exchange.known.at(kFirst); });
    EXPECT_EQ(there, vnpt.on([&] { return vnpt.exchange.known.at(kFirst); }));
    viettel.on([&] { viettel.exchange.open(kViettel, 1, "y.1"); });
    master.on([&] {
        master.exchange.open(kTinh, 1, "t.1");
        master.exchange.note(kFirst, kTinh, "đã gọi VNPT");
    });
    ASSERT_TRUE(vnpt.eventually([&] { return entriesOf(vnpt, kFirst) == 1; }));
    vnpt.on([&] { vnpt.exchange.heal(kFirst); });
    ASSERT_TRUE(master.eventually([&] { return !master.exchange.known.at(kFirst).open(); }));
    ASSERT_TRUE(masterKnows({kViettel, 1}));
    EXPECT_EQ(vnpt.on([&] { return vnpt.exchange.known.size(); }), 1U);
    EXPECT_EQ(viettel.on([&] { return viettel.exchange.known.size(); }), 1U);
}

TEST_F(CascadeIncidents, ALossOfControlLosesAndDoublesNothing) {
    begin();
    vnpt.on([&] { vnpt.exchange.open(kVnpt, 1, "x.1"); });
    ASSERT_TRUE(masterKnows(kFirst));
    relay->refuse(true);
    relay->kill();
    ASSERT_TRUE(master.reaches("mcu.vnpt", LinkState::controlLost));
    ASSERT_TRUE(vnpt.reaches("mcu.tinh", LinkState::controlLost));
    vnpt.on([&] {
        vnpt.exchange.note(kFirst, kVnpt, "UPS hỏng");
        vnpt.exchange.heal(kFirst);
        vnpt.exchange.open(kVnpt, 2, "x.2");
    });
    master.on([&] { master.exchange.note(kFirst, kTinh, "đã gọi"); });
    relay->refuse(false);
    ASSERT_TRUE(master.reaches("mcu.vnpt", LinkState::up));
    ASSERT_TRUE(masterKnows({kVnpt, 2}));
    ASSERT_TRUE(master.eventually([&] { return entriesOf(master, kFirst) == 2; }));
    ASSERT_TRUE(vnpt.eventually([&] { return entriesOf(vnpt, kFirst) == 2; }));
    EXPECT_FALSE(master.on([&] { return master.exchange.known.at(kFirst).open(); }));
    EXPECT_EQ(master.on([&] { return master.exchange.changes; }), 3)
        << "opened; healed with its note; the second";
    EXPECT_EQ(vnpt.on([&] { return vnpt.exchange.changes; }), 1) << "the master's note";
}

TEST_F(CascadeIncidents, AStormOfThemIsNoneOnTheLink) {
    begin();
    vnpt.on([&] {
        for (std::uint64_t i = 1; i <= 400; ++i) {
            vnpt.exchange.open(kVnpt, i, "x." + std::to_string(i));
        }
    });
    ASSERT_TRUE(master.eventually([&] { return master.exchange.known.size() == 400; }));
    EXPECT_EQ(master.link("mcu.vnpt").state, LinkState::up);
    EXPECT_EQ(master.on([&] { return master.host.count("cascade.control-lost"); }), 0U);
}

TEST_F(CascadeIncidents, OthersIncidentsAreNotASlavesToTell) {
    begin();
    master.on([&] { master.exchange.open(kTinh, 1, "t.1"); });
    vnpt.on([&] {
        vnpt.exchange.open(kTinh, 1, "forged");
        vnpt.exchange.open(kViettel, 5, "forged");
        vnpt.exchange.open({"mcu.xa"}, 3, "x.9");  // once below it, away just now
        vnpt.exchange.open(kVnpt, 9, "x.1");
    });
    ASSERT_TRUE(masterKnows({kVnpt, 9}));
    ASSERT_TRUE(masterKnows({{"mcu.xa"}, 3}));
    EXPECT_FALSE(master.on([&] { return master.exchange.known.contains({kViettel, 5}); }));
    EXPECT_EQ(master.on([&] { return master.exchange.known.at({kTinh, 1}).site.value; }), "t.1");
    EXPECT_EQ(
        master.on([&] { return master.service->counters().at("cascade.incidents-not-theirs"); }),
        2U);
}

TEST(CascadeIncidentChain, PassTheMiddleBothWays) {
    Province province;
    Node top{"mcu.gov", province.enrol("mcu.gov")};
    Node middle{"mcu.tinh", province.enrol("mcu.tinh")};
    Node bottom{"mcu.vnpt", province.enrol("mcu.vnpt")};
    top.settings.maxDepth = middle.settings.maxDepth = bottom.settings.maxDepth = 2;
    top.withSlave("mcu.tinh").start();
    middle.withSlave("mcu.vnpt").withMaster("mcu.gov", top.port()).start();
    bottom.withMaster("mcu.tinh", middle.port()).start();
    ASSERT_TRUE(middle.reaches("mcu.vnpt", LinkState::up));
    bottom.on([&] { bottom.exchange.open(kVnpt, 1, "x.1"); });
    ASSERT_TRUE(top.eventually([&] { return top.exchange.known.contains(kFirst); }));
    ASSERT_TRUE(top.eventually([&] {
        int depth = 0;
        top.service->status([&](const CascadeStatus& status) { depth = status.links[0].depth; });
        return depth == 2;
    }));
    top.on([&] { top.exchange.note(kFirst, McuId{"mcu.gov"}, "VPCP hỏi"); });
    ASSERT_TRUE(bottom.eventually([&] { return entriesOf(bottom, kFirst) == 1; }));
    EXPECT_EQ(middle.on([&] { return entriesOf(middle, kFirst); }), 1U);
}

wire::Incident wireIncident() {
    incident::Incident incident;
    incident.id = kFirst;
    incident.version = 1;
    incident.kind = "drop";
    incident.severity = "error";
    incident.site = {"x.1"};
    incident.entries = {{kTinh, 1, WallTime{}, "note", "lan", "vp-ubnd", "mất điện"}};
    wire::Incident out;
    toWire(incident, out);
    return out;
}

TEST(CascadeIncidentMessage, HasLimitsOfEachField) {
    const auto wrong = [](const std::function<void(wire::Incident&)>& spoil) {
        wire::FromSlave message;
        auto& incident = *message.mutable_incidents()->add_incidents();
        incident = wireIncident();
        spoil(incident);
        const auto good = validate(message);
        return good ? std::string("good") : good.error().message;
    };
    EXPECT_EQ(wrong([](auto&) {}), "good");
    EXPECT_EQ(wrong([](auto& i) { i.set_origin(""); }), "a message is malformed: incident.origin");
    EXPECT_EQ(wrong([](auto& i) { i.set_number(0); }), "a message is malformed: incident.number");
    EXPECT_EQ(wrong([](auto& i) { i.set_version(1ULL << 60U); }),
              "a message is malformed: incident.version");
    EXPECT_EQ(wrong([](auto& i) { i.set_opened_us(-1); }),
              "a message is malformed: incident.opened");
    EXPECT_EQ(wrong([](auto& i) { i.set_cause("a\nb"); }),
              "a message is malformed: incident.cause");
    EXPECT_EQ(wrong([](auto& i) { i.set_site_name(std::string(257, 'x')); }),
              "a message is malformed: incident.site_name");
    EXPECT_EQ(wrong([](auto& i) { i.mutable_entries(0)->set_text(std::string(1025, 'x')); }),
              "a message is malformed: incident.entry.text");
    EXPECT_EQ(wrong([](auto& i) {
                  while (i.entries_size() <= 400) {
                      *i.add_entries() = i.entries(0);
                  }
              }),
              "a message is malformed: incident.entries");
    wire::FromMaster many;
    for (int i = 0; i <= 100; ++i) {
        *many.mutable_incidents()->add_incidents() = wireIncident();
    }
    EXPECT_EQ(validate(many).error().message, "a message is malformed: incidents");
}

TEST(CascadeIncidentMessage, CarriesWhatIsKnownWithinItsLimits) {
    incident::Incident incident = fromWire(wireIncident(), {"hop"});
    incident.siteName = std::string(300, 'x');
    incident.cause = "hai\ndòng";
    incident.redials = 7;
    incident.closed = WallTime(std::chrono::seconds(5));
    wire::FromSlave message;
    toWire(incident, *message.mutable_incidents()->add_incidents());
    ASSERT_TRUE(validate(message));
    const auto back = fromWire(message.incidents().incidents(0), {"hop"});
    EXPECT_EQ(back.siteName, std::string(256, 'x'));
    EXPECT_EQ(back.cause, "hai dòng");
    EXPECT_EQ(back.redials, 7);
    EXPECT_EQ(back.closed, incident.closed);
    EXPECT_EQ(back.entries, incident.entries);
}

}  // namespace
}  // namespace mcu::cascade::test
