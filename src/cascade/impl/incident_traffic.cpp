// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/incident_traffic.h"

#include <chrono>
#include <utility>

#include "cascade/impl/incident_wire.h"
#include "cascade/impl/validate.h"

namespace mcu::cascade {

namespace {

/// Half of what a peer lets pass (rateOf()).
constexpr auto kPause = std::chrono::milliseconds(250);
constexpr int kAtOnce = 50;
constexpr std::size_t kBytesAtOnce = 256 * 1024;

}  // namespace

IncidentTraffic::IncidentTraffic(Hub& hub, McuId peer, Toward toward)
    : hub_(hub), peer_(std::move(peer)), toward_(toward) {}

void IncidentTraffic::begin(bool understood, const ConferenceId& conference) {
    understood_ = understood;
    conference_ = conference;
    sent_ = {};
    tellAll();
}

void IncidentTraffic::end() {
    understood_ = false;
    waiting_.clear();
}

void IncidentTraffic::tellAll() {
    waiting_.clear();
    if (!understood_ || hub_.exchange() == nullptr) {
        return;
    }
    for (const auto& incident : hub_.exchange()->recent()) {
        put(incident);
    }
}

bool IncidentTraffic::isForPeer(const incident::Incident& incident) const {
    return toward_ == Toward::master || hub_.routeTo(incident.id.origin) == peer_;
}

bool IncidentTraffic::isOfPeer(const McuId& origin) const {
    const auto& self = hub_.settings().self;
    const auto route = hub_.routeTo(origin);
    if (toward_ == Toward::master) {
        return origin == self || (!route.value.empty() && route != peer_);
    }
    // An MCU below the slave may be away just now, and its incidents are still told.
    return origin != self && (route.value.empty() || route == peer_);
}

void IncidentTraffic::put(const incident::Incident& incident) {
    if (understood_ && isForPeer(incident)) {
        waiting_.insert_or_assign(incident.id, incident);
    }
}

std::optional<wire::Incidents> IncidentTraffic::due(SteadyTime now) {
    if (waiting_.empty() || now - sent_ < kPause) {
        return std::nullopt;
    }
    sent_ = now;
    wire::Incidents message;
    std::size_t bytes = 0;
    while (!waiting_.empty() && message.incidents_size() < kAtOnce) {
        wire::Incident next;
        toWire(waiting_.begin()->second, next);
        bytes += next.ByteSizeLong();
        if (message.incidents_size() > 0 && bytes > kBytesAtOnce) {
            break;
        }
        *message.add_incidents() = std::move(next);
        waiting_.erase(waiting_.begin());
    }
    return message;
}

void IncidentTraffic::take(const wire::Incidents& message) {
    if (!understood_ || hub_.exchange() == nullptr) {
        hub_.count("cascade.ignored");
        return;
    }
    for (const auto& each : message.incidents()) {
        if (isOfPeer(McuId{each.origin()})) {
            hub_.exchange()->merge(fromWire(each, conference_), peer_);
        } else {
            hub_.count("cascade.incidents-not-theirs");
        }
    }
}

}  // namespace mcu::cascade
