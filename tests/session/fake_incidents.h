// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "incident/exchange.h"
#include "incident/service.h"

namespace mcu::session::fakes {

/// Incidents as the test puts them.
class FakeIncidents final : public incident::Service, public incident::Exchange {
public:
    explicit FakeIncidents(McuId self) : self_(std::move(self)) {}

    /// One that is new or has changed.
    void put(const incident::Incident& incident) {
        known[incident.id] = incident;
        if (tell_) {
            tell_(incident, {});
        }
    }

    void execute(const conference::Actor& /*actor*/,
                 const incident::Act& /*act*/,
                 Done done) override {
        done(Error(ErrorCode::refused, "not here"));
    }

    [[nodiscard]] std::vector<incident::Incident> list(
        const incident::Filter& /*filter*/) const override {
        return recent();
    }

    [[nodiscard]] Result<incident::Incident> find(const std::string& /*word*/) const override {
        return Error(ErrorCode::notFound, "not here");
    }

    [[nodiscard]] std::string nameOf(const incident::IncidentId& id) const override {
        return incident::textOf(id, self_);
    }

    void quality(std::function<void(std::vector<incident::SiteQuality>)> done) const override {
        done({});
    }

    [[nodiscard]] const incident::Profile& profile() const override { return profile_; }

    [[nodiscard]] std::vector<incident::Incident> recent() const override {
        std::vector<incident::Incident> all;
        for (const auto& [id, incident] : known) {
            all.push_back(incident);
        }
        return all;
    }

    void merge(const incident::Incident& /*theirs*/, const McuId& /*from*/) override {}

    void onChange(
        std::function<void(const incident::Incident&, const McuId& from)> handler) override {
        tell_ = std::move(handler);
    }

    std::map<incident::IncidentId, incident::Incident> known;

private:
    McuId self_;
    incident::Profile profile_;
    std::function<void(const incident::Incident&, const McuId&)> tell_;
};

/// Of a room of the conference "hop".
inline incident::Incident incidentOf(const std::string& mcu,
                                     std::uint64_t number,
                                     const std::string& site,
                                     const std::string& kind,
                                     WallTime opened) {
    incident::Incident made;
    made.id = {{mcu}, number};
    made.version = 1;
    made.kind = kind;
    made.severity = "error";
    made.conference = {"hop"};
    made.site = {site};
    made.owner = "vnpt";
    made.opened = opened;
    made.cause = kind == "drop" ? "media-timeout" : "loss 4.1 %";
    return made;
}

}  // namespace mcu::session::fakes
