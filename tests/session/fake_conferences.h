// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cascade/service.h"
#include "conference/service.h"
#include "session/journal.h"
#include "session/notice.h"

namespace mcu::session::fakes {

/// Conferences that record what they are asked and answer what they are told.
class FakeConferences final : public conference::Service {
public:
    FakeConferences() {
        all.emplace_back().id = {"hop"};
        all.front().encryption = media::Encryption::required;
    }

    void execute(const conference::Actor& /*actor*/,
                 const conference::Command& command,
                 Done done) override {
        commands.push_back(command);
        done(answer);
    }

    void examine(const conference::Actor& /*actor*/,
                 const conference::Examine& command,
                 Examined done) override {
        examined.push_back(command.site);
        waiting.emplace_back(command.site, std::move(done));
        if (!held) {
            answerOne();
        }
    }

    /// The room that has waited longest is measured: as told, else without a fault.
    void answerOne() {
        auto [site, done] = std::move(waiting.front());
        waiting.erase(waiting.begin());
        const auto told = rooms.find(site);
        auto result = told == rooms.end() ? goodRoom() : told->second;
        result.site = {site};
        done(std::move(result));
    }

    static conference::Examination goodRoom() {
        conference::Examination room;
        room.connected = true;
        room.connectSeconds = 0;
        room.protocol = "SIP";
        for (auto* stream : {&room.sound, &room.picture}) {
            stream->agreed = true;
            stream->packetsIn = 500;
            stream->packetsOut = 500;
            stream->kbpsIn = 600;
            stream->jitterMs = 4;
            stream->roundTripMs = 20;
            stream->secured = true;
        }
        room.pictureCame = true;
        room.width = 1280;
        room.height = 720;
        room.framesPerSecond = 25;
        room.brightness = 110;
        room.contrast = 30;
        room.stillMs = 80;
        room.loudestDbfs = -23;
        return room;
    }

    void status(const ConferenceId& conference,
                std::function<void(Result<conference::ServerStatus>)> done) override {
        conference::ServerStatus wanted;
        for (const auto& each : all) {
            if (!conference || each.id == conference) {
                wanted.conferences.push_back(each);
            }
        }
        done(wanted);
    }

    [[nodiscard]] std::vector<conference::RequestStatus> requests(
        const ConferenceId& conference) const override {
        auto wanted = calls;
        std::erase_if(wanted, [&](const auto& call) { return call.conference != conference; });
        return wanted;
    }

    [[nodiscard]] std::vector<conference::SiteRecord> sites() const override { return listed; }

    [[nodiscard]] std::vector<std::string> layouts() const override {
        return {"1x1", "1+1", "2x2", "pip"};
    }

    std::uint64_t subscribe(std::function<void(const conference::Event&)> handler) override {
        listener = std::move(handler);
        return 1;
    }

    void unsubscribe(std::uint64_t /*subscription*/) override { listener = {}; }

    /// The room presses keys, one event each.
    void press(const std::string& site, const std::string& keys) {
        for (const char key : keys) {
            conference::Event event;
            event.kind = "site.dtmf";
            event.conference = {"hop"};
            event.site = {site};
            event.fields = {{"digit", std::string(1, key)}};
            if (listener) {
                listener(event);
            }
        }
    }

    /// A site comes, goes, or changes its state.
    void set(const std::string& site, conference::SiteState state, const std::string& cause = "") {
        for (auto& each : all.front().sites) {
            if (each.id.value == site) {
                each.state = state;
                each.cause = cause;
                return;
            }
        }
        conference::SiteStatus made;
        made.id = {site};
        made.state = state;
        made.cause = cause;
        made.encrypted = true;
        all.front().sites.push_back(std::move(made));
    }

    /// What is measured of a site's line.
    void line(const std::string& site, double loss, double jitter, double roundTrip) {
        for (auto& each : all.front().sites) {
            if (each.id.value == site) {
                media::StreamStats stream;
                stream.kind = media::Kind::video;
                stream.received.lossPercent = loss;
                stream.received.jitterMs = jitter;
                stream.received.kbps = 2000;
                stream.sent.kbps = 1500;
                stream.roundTripMs = roundTrip;
                each.streams = {stream};
            }
        }
    }

    std::function<void(const conference::Event&)> listener;
    std::vector<conference::SiteRecord> listed;
    std::vector<conference::ConferenceStatus> all;
    std::vector<conference::RequestStatus> calls;
    std::vector<conference::Command> commands;
    bool held = false;  ///< rooms are measured when the test says so
    std::map<std::string, conference::Examination> rooms;
    std::vector<std::string> examined;
    std::vector<std::pair<std::string, Examined>> waiting;
    Result<conference::Outcome> answer = conference::Outcome{};
};

/// Links that are as the test says.
class FakeCascade final : public cascade::Service {
public:
    void execute(const conference::Actor& /*actor*/,
                 const cascade::Command& /*command*/,
                 Done done) override {
        done(Error(ErrorCode::refused, "no link"));
    }

    void status(std::function<void(cascade::CascadeStatus)> done) override { done(now); }

    void set(const std::string& mcu, cascade::LinkState state) {
        cascade::LinkStatus link;
        link.mcu = {mcu};
        link.state = state;
        now.links = {link};
    }

    cascade::CascadeStatus now;
};

/// A disk that writes when the test says so; what is written can be loaded by another server.
class FakeJournal final : public Journal {
public:
    Result<StoredSessions> loadSessions() override { return stored; }

    void saveSessions(SessionChange change, Done done) override {
        waiting.emplace_back(std::move(change), std::move(done));
        if (!held) {
            flush();
        }
    }

    void flush() {
        for (auto& [change, done] : std::exchange(waiting, {})) {
            stored.registry = change.registry.value_or(stored.registry);
            stored.plans.insert(stored.plans.end(), change.plans.begin(), change.plans.end());
            stored.records.insert(
                stored.records.end(), change.records.begin(), change.records.end());
            done({});
        }
    }

    bool held = false;
    StoredSessions stored;
    std::vector<std::pair<SessionChange, Done>> waiting;
};

/// Keeps what it is to send; every third one fails when told so.
class FakeSender final : public NoticeSender {
public:
    [[nodiscard]] bool ready() const override { return configured; }

    void send(Notice notice, std::function<void(Status)> sent) override {
        notices.push_back(notice);
        if (failing.contains(notice.recipient)) {
            sent(Error(ErrorCode::refused, failing.at(notice.recipient)));
        } else {
            sent({});
        }
    }

    bool configured = true;
    std::map<std::string, std::string> failing;
    std::vector<Notice> notices;
};

}  // namespace mcu::session::fakes
