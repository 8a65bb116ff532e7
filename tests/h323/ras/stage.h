// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "fakes/manual_loop.h"
#include "h323/gatekeeper/gatekeeper.h"
#include "h323/per/per.h"
#include "h323/ras/client.h"
#include "h323/ras/pdu_record.h"

namespace mcu::h323 {

inline NetAddress at(const std::string& text) {
    return *NetAddress::parseHostPort(text);
}

inline Octets sixteen(std::uint8_t fill) {
    return Octets(16, fill);
}

/// A message made by hand.
class Made {
public:
    Made(std::string_view name, std::uint16_t sequence) : ras_(name, sequence) {}

    Value& body() { return *ras_.body; }

    [[nodiscard]] Octets octets() const {
        auto octets = encodePer(ras_.message);
        EXPECT_TRUE(octets) << (octets ? "" : octets.error().message);
        return octets ? *octets : Octets();
    }

private:
    ras::NewRas ras_;
};

inline ras::RasMessage read(std::span<const std::uint8_t> octets) {
    auto message = ras::readRas(octets);
    EXPECT_TRUE(message) << (message ? "" : message.error().message);
    return *message;
}

/// A client and what it wants done; time moved by hand.
class ClientStage : public ::testing::Test {
protected:
    static ras::ClientSettings settings() {
        ras::ClientSettings settings;
        settings.gatekeepers = {at("192.0.2.9:1719")};
        settings.names = {"mcu.tinh", "0212"};
        settings.rasAddress = at("192.0.2.1:1719");
        settings.callSignalAddress = at("192.0.2.1:1720");
        return settings;
    }

    void make(ras::ClientSettings with) {
        client = std::make_unique<ras::RasClient>(std::move(with), clock);
    }

    /// Sorts what it wants done into the lists below.
    void take(ras::Actions actions) {
        for (auto& each : actions) {
            if (auto* send = std::get_if<ras::Send>(&each)) {
                record.add(send->octets);
                sent.push_back(std::move(*send));
            } else if (auto* admitted = std::get_if<ras::Admitted>(&each)) {
                admissions.push_back(std::move(*admitted));
            } else if (auto* refused = std::get_if<ras::Refused>(&each)) {
                refusals.push_back(std::move(*refused));
            } else if (auto* end = std::get_if<ras::EndCall>(&each)) {
                ends.push_back(std::move(*end));
            } else if (auto* bandwidth = std::get_if<ras::Bandwidth>(&each)) {
                bandwidths.push_back(*bandwidth);
            }
        }
    }

    void advance(Duration by) {
        const auto end = clock.now() + by;
        for (auto next = client->nextTimer(); next && *next <= end; next = client->nextTimer()) {
            clock.set(std::max(clock.now(), *next));
            take(client->tick());
        }
        clock.set(end);
    }

    /// The last message sent, read; fails when it is not of this kind.
    ras::RasMessage last(std::string_view name) {
        EXPECT_FALSE(sent.empty());
        auto message = read(sent.empty() ? Octets() : sent.back().octets);
        EXPECT_EQ(message.name, name);
        return message;
    }

    void receive(const Octets& octets, const std::string& from = "192.0.2.9:1719") {
        record.add(octets);
        take(client->receive(at(from), octets));
    }

    static Octets rcf(
        std::uint16_t sequence, const std::function<void(Value&)>& change = [](Value&) {}) {
        Made made("registrationConfirm", sequence);
        auto& body = made.body();
        body.setOid("protocolIdentifier", ras::kProtocol);
        body.at("callSignalAddress");
        body.setText("gatekeeperIdentifier", "gk");
        body.setText("endpointIdentifier", "ep-1");
        body.set("timeToLive", std::int64_t{120});
        body.set("willRespondToIRR", false);
        body.set("maintainConnection", false);
        change(body);
        return made.octets();
    }

    void SetUp() override { record.beginTest(); }

    static Octets rejected(const std::string& name,
                           std::uint16_t sequence,
                           const std::string& reason) {
        Made made(name, sequence);
        if (made.body().type().indexOf("protocolIdentifier") >= 0) {
            made.body().setOid("protocolIdentifier", ras::kProtocol);
        }
        made.body().at("rejectReason").at(reason);
        return made.octets();
    }

    void registerNow(const std::function<void(Value&)>& change = [](Value&) {}) {
        take(client->start());
        receive(rcf(last("registrationRequest").sequence, change));
        ASSERT_EQ(client->status().state, ras::ClientState::registered);
        sent.clear();
    }

    static ras::AdmissionCall call(std::uint64_t key, const std::string& peer = "192.0.2.50:1720") {
        ras::AdmissionCall about;
        about.call = key;
        about.to = {"9203985"};
        about.peer = peer.empty() ? NetAddress() : at(peer);
        about.reference = static_cast<std::uint16_t>(100 + key);
        about.callIdentifier = sixteen(static_cast<std::uint8_t>(key));
        about.conferenceIdentifier = sixteen(static_cast<std::uint8_t>(0x80 + key));
        about.kbps = 1000;
        return about;
    }

    static Octets acf(
        std::uint16_t sequence,
        const std::string& destination,
        const std::function<void(Value&)>& change = [](Value&) {}) {
        Made made("admissionConfirm", sequence);
        auto& body = made.body();
        body.set("bandWidth", std::int64_t{20000});
        body.at("callModel.direct");
        ras::putAddress(body.at("destCallSignalAddress"), at(destination));
        body.set("willRespondToIRR", false);
        for (const char* kind : {"setup",
                                 "callProceeding",
                                 "connect",
                                 "alerting",
                                 "information",
                                 "releaseComplete",
                                 "facility",
                                 "progress",
                                 "empty"}) {
            body.at("uuiesRequested").set(kind, false);
        }
        for (const char* kind : {"status", "statusInquiry", "setupAcknowledge", "notify"}) {
            body.at("uuiesRequested").set(kind, false);
        }
        change(body);
        return made.octets();
    }

    /// Once for all tests of the suite.
    static void TearDownTestSuite() { EXPECT_EQ(record.complaints(), ""); }

    fakes::ManualClock clock;
    std::unique_ptr<ras::RasClient> client;
    std::vector<ras::Send> sent;
    std::vector<ras::Admitted> admissions;
    std::vector<ras::Refused> refusals;
    std::vector<ras::EndCall> ends;
    std::vector<ras::Bandwidth> bandwidths;
    static inline PduRecord record;
};

}  // namespace mcu::h323
