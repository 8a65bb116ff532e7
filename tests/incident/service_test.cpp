// SPDX-License-Identifier: GPL-3.0-or-later
// Incidents from the first look to the answer of a technician, over a restart and between MCUs.
#include <deque>

#include <gtest/gtest.h>

#include "fakes/manual_loop.h"
#include "incident/incident_service.h"

namespace mcu::incident {
namespace {

using conference::SiteState;
using std::chrono::seconds;

/// Conferences of one room.
class OneRoom final : public conference::Service {
public:
    OneRoom() {
        conference::ConferenceStatus hall;
        hall.id = {"hop"};
        conference::SiteStatus room;
        room.id = {"x.1"};
        room.name = "Một";
        hall.sites = {room};
        now.conferences = {hall};
    }

    void set(SiteState state) { now.conferences[0].sites[0].state = state; }

    void execute(const conference::Actor& /*actor*/,
                 const conference::Command& /*command*/,
                 Done done) override {
        done(conference::Outcome{});
    }

    void status(const ConferenceId& /*conference*/,
                std::function<void(Result<conference::ServerStatus>)> done) override {
        done(now);
    }

    [[nodiscard]] std::vector<conference::RequestStatus> requests(
        const ConferenceId& /*conference*/) const override {
        return {};
    }

    [[nodiscard]] std::vector<conference::SiteRecord> sites() const override { return {}; }

    [[nodiscard]] std::vector<std::string> layouts() const override { return {}; }

    std::uint64_t subscribe(std::function<void(const conference::Event&)> handler) override {
        tell = std::move(handler);
        return 1;
    }

    void unsubscribe(std::uint64_t /*subscription*/) override { tell = nullptr; }

    conference::ServerStatus now;
    std::function<void(const conference::Event&)> tell;
};

/// A disk.
class Shelf final : public Journal {
public:
    Result<std::vector<StoredIncident>> loadIncidents(std::size_t /*atMost*/) override {
        std::vector<StoredIncident> all;
        for (const auto& [id, stored] : kept) {
            all.push_back(stored);
        }
        return all;
    }

    void saveIncident(StoredIncident incident, Done done) override {
        kept[incident.incident.id] = incident;
        done({});
    }

    std::map<IncidentId, StoredIncident> kept;
};

class Post final : public Notifier {
public:
    [[nodiscard]] bool ready() const override { return true; }

    void tell(const std::string& name,
              const Incident& incident,
              std::function<void(Status)> sent) override {
        told.push_back(subjectOf(name, incident));
        sent({});
    }

    std::vector<std::string> told;
};

/// A server: its clock is moved by hand.
class Server {
public:
    explicit Server(const std::string& id, Shelf* shelf = nullptr) : self{id} {
        disk = shelf != nullptr ? shelf : &own;
        start();
    }

    void start() {
        Settings settings;
        settings.self = self;
        settings.organisation = "vp-ubnd";
        service.emplace(Surroundings{loop, *disk, rooms, post}, settings);
        service->onAlarm([this](const auto& alarm) { alarms.push_back(alarm.text); });
        service->ownersFrom([](const SiteId&) { return Owner{"vnpt", "Hùng", "0900000002"}; });
        EXPECT_TRUE(service->restore());
    }

    void set(SiteState state) {
        rooms.set(state);
        loop.advance(seconds(2));
    }

    std::string act(const Act& what) {
        std::string said = "not answered";
        service->execute({"lan", "unix", "vp-ubnd"}, what, [&](const Result<Outcome>& outcome) {
            said = outcome ? outcome->message : "! " + outcome.error().message;
        });
        return said;
    }

    [[nodiscard]] Incident only() const {
        const auto all = service->list({});
        EXPECT_EQ(all.size(), 1U);
        return all.empty() ? Incident() : all.front();
    }

    McuId self;
    fakes::ManualLoop loop;
    OneRoom rooms;
    Shelf own;
    Shelf* disk = nullptr;
    Post post;
    std::vector<std::string> alarms;
    std::optional<IncidentService> service;
};

TEST(Incidents, OpenTellAndCloseThemselves) {
    Server server("mcu.test");
    server.set(SiteState::connected);
    server.set(SiteState::lost);
    const auto open = server.only();
    EXPECT_TRUE(open.open());
    EXPECT_EQ(open.owner, "vnpt");
    EXPECT_EQ(open.phone, "0900000002");
    ASSERT_EQ(server.alarms.size(), 1U);
    EXPECT_EQ(server.alarms[0], "incident I-1 Một (x.1), owner vnpt: media-timeout");
    server.set(SiteState::connected);
    EXPECT_FALSE(server.only().open());
    EXPECT_EQ(server.alarms[1],
              "incident I-1 Một (x.1), owner vnpt: over after 2 s, connected again");
    EXPECT_EQ(server.post.told,
              (std::vector<std::string>{"SỰ CỐ I-1: Một - mất kết nối",
                                        "ĐÃ KHẮC PHỤC I-1: Một - mất kết nối"}));
}

TEST(Incidents, AnEventOfASiteIsLookedAtSoon) {
    Server server("mcu.test");
    server.set(SiteState::connected);
    server.rooms.set(SiteState::lost);
    conference::Event lost;
    lost.kind = "site.lost";
    server.rooms.tell(lost);
    server.loop.advance(std::chrono::milliseconds(250));
    EXPECT_EQ(server.alarms.size(), 1U);
}

TEST(Incidents, NotesAndClosingByHand) {
    Server server("mcu.test");
    server.set(SiteState::connected);
    server.set(SiteState::lost);
    EXPECT_EQ(server.act(AddNote{"I-1", "mất điện"}), "incident I-1: note kept");
    EXPECT_EQ(server.act(AddNote{"I-9", "x"}), "! there is no incident \"I-9\"");
    EXPECT_EQ(server.act(AddNote{"1", ""}), "! the note is empty");
    EXPECT_EQ(server.act(AddNote{"1", std::string(1001, 'x')}),
              "! a note has at most 1000 bytes and no line breaks");
    EXPECT_EQ(server.act(Close{"I-1", ""}), "incident I-1 is closed");
    EXPECT_EQ(server.act(Close{"I-1", ""}), "! incident I-1 is closed already");
    server.set(SiteState::waiting);
    EXPECT_EQ(server.only().healed, "closed by lan") << "what was closed by hand stays so";
    server.set(SiteState::connected);
    server.set(SiteState::lost);
    EXPECT_EQ(server.service->list({}).size(), 2U) << "the next fault is another one";
    EXPECT_EQ(server.service->list({true, {}, {}, 0}).size(), 1U);
}

TEST(Incidents, ARestartForgetsNothingAndTellsNothingTwice) {
    Shelf shelf;
    {
        Server before("mcu.test", &shelf);
        before.set(SiteState::connected);
        before.set(SiteState::lost);
        EXPECT_EQ(before.post.told.size(), 1U);
    }
    Server after("mcu.test", &shelf);
    after.set(SiteState::dialling);
    EXPECT_TRUE(after.only().open());
    EXPECT_TRUE(after.post.told.empty());
    after.set(SiteState::connected);
    EXPECT_FALSE(after.only().open());
    EXPECT_EQ(after.post.told.size(), 1U) << "its end";
    after.set(SiteState::lost);
    EXPECT_TRUE(shelf.kept.contains({{"mcu.test"}, 2})) << "numbers go on";
}

/// What two servers know, told each other again and again.
void exchange(Server& one, Server& other) {
    for (int i = 0; i < 2; ++i) {
        for (const auto& each : one.service->recent()) {
            other.service->merge(each, one.self);
        }
        for (const auto& each : other.service->recent()) {
            one.service->merge(each, other.self);
        }
    }
}

TEST(IncidentExchange, BothKnowTheSameAfterALossOfControl) {
    Server slave("mcu.vnpt");
    Server master("mcu.tinh");
    slave.set(SiteState::connected);
    slave.set(SiteState::lost);
    exchange(slave, master);
    EXPECT_EQ(master.alarms.size(), 1U) << "told once";
    EXPECT_EQ(master.act(AddNote{"mcu.vnpt/I-1", "đã gọi VNPT"}),
              "incident mcu.vnpt/I-1: note kept");
    EXPECT_EQ(slave.act(AddNote{"I-1", "UPS hỏng"}), "incident I-1: note kept");
    slave.set(SiteState::connected);
    exchange(slave, master);
    EXPECT_EQ(slave.only(), master.only());
    EXPECT_EQ(master.only().entries.size(), 2U);
    EXPECT_FALSE(master.only().open());
    EXPECT_EQ(master.post.told.size(), 2U) << "the master's office is told too";
}

TEST(IncidentExchange, ClosedByHandAtTheMasterIsClosedAtItsOrigin) {
    Server slave("mcu.vnpt");
    Server master("mcu.tinh");
    slave.set(SiteState::connected);
    slave.set(SiteState::lost);
    exchange(slave, master);
    EXPECT_EQ(master.act(Close{"mcu.vnpt/1", "phòng họp đã nghỉ"}),
              "incident mcu.vnpt/I-1 is closed");
    exchange(slave, master);
    EXPECT_FALSE(slave.only().open());
    EXPECT_EQ(slave.only(), master.only());
}

TEST(IncidentExchange, WhatTheOriginMakesOfAClosingGoesBack) {
    Server slave("mcu.vnpt");
    slave.set(SiteState::connected);
    slave.set(SiteState::lost);
    std::vector<std::pair<std::uint64_t, std::string>> told;
    slave.service->onChange([&](const Incident& incident, const McuId& from) {
        told.emplace_back(incident.version, from.value);
    });
    auto noted = slave.only();
    noted.entries = {{{"mcu.tinh"}, 1, WallTime{}, "note", "lan", "vp-ubnd", "đã gọi"}};
    slave.service->merge(noted, {"mcu.tinh"});
    auto closed = noted;
    closed.entries.push_back({{"mcu.tinh"}, 2, WallTime{}, "closed", "lan", "vp-ubnd", ""});
    slave.service->merge(closed, {"mcu.tinh"});
    slave.service->merge(closed, {"mcu.tinh"});
    EXPECT_EQ(told, (std::vector<std::pair<std::uint64_t, std::string>>{{1, "mcu.tinh"}, {2, ""}}));
    EXPECT_EQ(slave.alarms.at(1), "incident I-1, note by lan: đã gọi");
    EXPECT_EQ(slave.alarms.at(2), "incident I-1 Một (x.1), owner vnpt: over, closed by lan");
    EXPECT_EQ(slave.alarms.size(), 3U);
}

/// Of a slave, over since `ago`.
Incident past(std::uint64_t number, WallTime now, std::chrono::seconds ago) {
    Incident incident;
    incident.id = {{"mcu.vnpt"}, number};
    incident.version = 2;
    incident.kind = "drop";
    incident.severity = "error";
    incident.site = {"x.7"};
    incident.opened = now - ago;
    incident.closed = now - ago;
    incident.healed = "connected again";
    return incident;
}

TEST(IncidentExchange, TheWeeksBeforeAreKeptAndNotToldAsNews) {
    Server master("mcu.tinh");
    const auto now = master.loop.clock().wallNow();
    master.service->merge(past(1, now, std::chrono::hours(30)), {"mcu.vnpt"});
    EXPECT_TRUE(master.alarms.empty());
    master.service->merge(past(2, now, std::chrono::minutes(5)), {"mcu.vnpt"});
    EXPECT_EQ(master.alarms.size(), 1U) << "while the link was down";
    EXPECT_EQ(master.service->list({}).size(), 2U);
    EXPECT_TRUE(master.post.told.empty()) << "nobody is called for what is over";
}

TEST(IncidentExchange, OneMcuDoesNotPushOutWhatIsKnownOfOthers) {
    Server master("mcu.tinh");
    const auto now = master.loop.clock().wallNow();
    auto other = past(1, now, std::chrono::hours(50));
    other.id.origin = {"mcu.viettel"};
    master.service->merge(other, {"mcu.viettel"});
    for (std::uint64_t number = 1; number <= 2001; ++number) {
        master.service->merge(past(number, now, std::chrono::hours(30) - seconds(number)),
                              {"mcu.vnpt"});
    }
    EXPECT_EQ(master.service->list({}).size(), 2001U);
    EXPECT_TRUE(master.service->find("mcu.viettel/I-1"));
    EXPECT_FALSE(master.service->find("mcu.vnpt/I-1")) << "its own oldest gives way";
    master.service->merge(past(9000, now, std::chrono::hours(40)), {"mcu.vnpt"});
    EXPECT_FALSE(master.service->find("mcu.vnpt/I-9000")) << "older than all that is kept";
    EXPECT_LE(master.service->recent().size(), 1000U);
}

TEST(IncidentExchange, OpenOnesAndTheLatestAreToldToALinkThatComesUp) {
    Server master("mcu.tinh");
    const auto now = master.loop.clock().wallNow();
    auto open = past(5000, now, std::chrono::hours(90));
    open.closed.reset();
    master.service->merge(open, {"mcu.vnpt"});
    for (std::uint64_t number = 1; number <= 1200; ++number) {
        master.service->merge(past(number, now, std::chrono::hours(30)), {"mcu.vnpt"});
    }
    auto noted = past(1200, now, std::chrono::hours(30));
    noted.entries = {{{"mcu.vnpt"}, 1, now, "note", "hung", "vnpt", "x"}};
    master.service->merge(noted, {"mcu.vnpt"});
    const auto told = master.service->recent();
    ASSERT_EQ(told.size(), 1000U);
    EXPECT_EQ(told[0].id.number, 5000U);
    EXPECT_EQ(told[1].id.number, 1200U);
}

TEST(IncidentExchange, WhatOthersRememberOfALostDiskHealsToo) {
    Server slave("mcu.vnpt");
    slave.set(SiteState::connected);
    auto remembered = past(4, slave.loop.clock().wallNow(), std::chrono::minutes(5));
    remembered.closed.reset();
    remembered.conference = {"hop"};
    remembered.site = {"x.1"};
    slave.service->merge(remembered, {"mcu.tinh"});
    EXPECT_TRUE(slave.only().open());
    slave.set(SiteState::connected);
    EXPECT_FALSE(slave.only().open());
    EXPECT_EQ(slave.only().version, 3U);
}

TEST(IncidentExchange, NobodyElseChangesWhatTheOriginSaw) {
    Server slave("mcu.vnpt");
    slave.set(SiteState::connected);
    slave.set(SiteState::lost);
    auto forged = slave.only();
    forged.version = 99;
    forged.cause = "forged";
    slave.service->merge(forged, {"mcu.tinh"});
    EXPECT_EQ(slave.only().cause, "media-timeout");
    EXPECT_TRUE(slave.only().open());
}

TEST(IncidentExchange, ANumberIsNotGivenAgainWhenTheDiskIsLost) {
    Server slave("mcu.vnpt");
    Incident old;
    old.id = {slave.self, 7};
    old.version = 3;
    old.closed = WallTime{};
    slave.service->merge(old, {"mcu.tinh"});
    slave.set(SiteState::connected);
    slave.set(SiteState::lost);
    EXPECT_EQ(slave.service->list({true, {}, {}, 0}).at(0).id.number, 8U);
}

}  // namespace
}  // namespace mcu::incident
