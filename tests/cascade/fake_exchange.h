// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <vector>

#include "incident/exchange.h"

namespace mcu::cascade::test {

/// Incidents of a server, merged as the real ones are. Control thread of its node.
class FakeExchange final : public incident::Exchange {
public:
    [[nodiscard]] std::vector<incident::Incident> recent() const override {
        std::vector<incident::Incident> all;
        for (const auto& [id, incident] : known) {
            all.push_back(incident);
        }
        return all;
    }

    void merge(const incident::Incident& theirs, const McuId& from) override {
        ++merges;
        const auto [mine, fresh] = known.try_emplace(theirs.id, theirs);
        if (incident::merge(mine->second, theirs) || fresh) {
            ++changes;
            tell(mine->second, from);
        }
    }

    void onChange(
        std::function<void(const incident::Incident&, const McuId& from)> handler) override {
        tell_ = std::move(handler);
    }

    /// A fault of a site of this server.
    void open(const McuId& self, std::uint64_t number, const std::string& site) {
        incident::Incident incident;
        incident.id = {self, number};
        incident.version = 1;
        incident.kind = "drop";
        incident.severity = "error";
        incident.conference = {"hop"};
        incident.site = {site};
        incident.siteName = "Điểm cầu " + site;
        incident.owner = "vnpt";
        incident.opened = WallTime(std::chrono::seconds(1'800'000'000));
        incident.cause = "media-timeout";
        known[incident.id] = incident;
        tell(incident, {});
    }

    void heal(const incident::IncidentId& id) {
        auto& incident = known.at(id);
        ++incident.version;
        incident.closed = incident.opened + std::chrono::seconds(9);
        incident.healed = "connected again";
        tell(incident, {});
    }

    void note(const incident::IncidentId& id, const McuId& by, const std::string& text) {
        auto& incident = known.at(id);
        incident.entries.push_back(
            {by, ++entry_, incident.opened + std::chrono::seconds(1), "note", "lan", "", text});
        tell(incident, {});
    }

    std::map<incident::IncidentId, incident::Incident> known;
    int merges = 0;
    int changes = 0;

private:
    void tell(const incident::Incident& incident, const McuId& from) {
        if (tell_) {
            tell_(incident, from);
        }
    }

    std::function<void(const incident::Incident&, const McuId&)> tell_;
    std::uint64_t entry_ = 0;
};

}  // namespace mcu::cascade::test
