// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/gatekeeper/gatekeeper.h"

#include <algorithm>
#include <utility>

#include "h323/per/per.h"
#include "h323/ras/signing.h"

// Receiving, answering, time.

namespace mcu::h323::gatekeeper {

namespace {

constexpr double kBurst = 5;
constexpr auto kLongestCall = std::chrono::hours(24);

}  // namespace

Gatekeeper::Gatekeeper(GatekeeperSettings settings, const Clock& clock)
    : settings_(std::move(settings)),
      clock_(clock),
      limit_(settings_.messagesPerSecond, settings_.messagesPerSecond * kBurst),
      tokens_(settings_.clockTolerance),
      transactions_(static_cast<std::uint16_t>(ras::randomNumber())) {}

void Gatekeeper::setOwn(const ras::Names& names, const NetAddress& signalling) {
    own_.clear();
    for (const auto& name : names) {
        own_.insert(ras::foldedName(name));
    }
    ownSignalling_ = signalling;
}

Output Gatekeeper::take() {
    return std::exchange(output_, {});
}

Output Gatekeeper::receive(const NetAddress& from,
                           std::span<const std::uint8_t> octets,
                           const NetAddress& local,
                           bool multicast) {
    if (!limit_.admit(from.host(), clock_.now())) {
        ++counters_.limited;
        return {};
    }
    const auto message = ras::readRas(octets);
    if (!message) {
        ++counters_.malformed;
        return {};
    }
    if (const auto* known = cache_.find(from, message->sequence, octets, clock_.now())) {
        ++counters_.repeated;
        output_.sends.push_back({from, *known});
        return take();
    }
    const Received in{*message, from, octets, local, multicast};
    if (!dispatch(in)) {
        if (auto unknown = ras::unknownMessage(*message, octets); unknown && !multicast) {
            output_.sends.push_back({from, std::move(*unknown)});
        }
    }
    return take();
}

/// False: the message is none for a gatekeeper.
bool Gatekeeper::dispatch(const Received& in) {
    using Handler = void (Gatekeeper::*)(const Received&);
    static const std::map<std::string_view, Handler> kHandlers = {
        {"gatekeeperRequest", &Gatekeeper::onGatekeeperRequest},
        {"registrationRequest", &Gatekeeper::onRegistrationRequest},
        {"unregistrationRequest", &Gatekeeper::onUnregistrationRequest},
        {"admissionRequest", &Gatekeeper::onAdmissionRequest},
        {"bandwidthRequest", &Gatekeeper::onBandwidthRequest},
        {"disengageRequest", &Gatekeeper::onDisengageRequest},
        {"locationRequest", &Gatekeeper::onLocationRequest},
        {"infoRequestResponse", &Gatekeeper::onInfoRequestResponse},
        {"resourcesAvailableIndicate", &Gatekeeper::onResourcesAvailable}};
    const auto handler = kHandlers.find(in.message.name);
    if (handler != kHandlers.end()) {
        // Multicast is for finding us, nothing else.
        if (!in.multicast || in.message.name == "gatekeeperRequest") {
            (this->*handler->second)(in);
        }
        return true;
    }
    if (in.message.name == "unregistrationConfirm" || in.message.name == "unregistrationReject") {
        transactions_.close(in.message.sequence);
        return true;
    }
    if (in.message.name == "serviceControlIndication") {
        ras::NewRas reply("serviceControlResponse", in.message.sequence);
        reply.body->at("result.notAvailable");
        answer(in, reply);
        return true;
    }
    // Answers nobody asked for, and what says that we were not understood.
    return !in.message.name.empty() && in.message.name != "nonStandardMessage" &&
           !in.message.name.ends_with("Request");
}

void Gatekeeper::answer(const Received& in, ras::NewRas& message) {
    answerTo(in, message, in.from);
}

void Gatekeeper::answerTo(const Received& in, ras::NewRas& message, const NetAddress& to) {
    const auto octets = encodePer(message.message);
    if (!octets) {
        ++counters_.malformed;
        return;
    }
    cache_.put(in.from, in.message.sequence, in.octets, *octets, clock_.now());
    output_.sends.push_back({to, *octets});
}

Output Gatekeeper::tick() {
    auto due = transactions_.due(clock_.now());
    for (auto& each : due.again) {
        output_.sends.push_back({each.to, std::move(each.octets)});
    }
    for (auto& room : registry_.expire(clock_.now())) {
        tellGone(std::move(room), "did not register again in time", "ttlExpired");
    }
    std::erase_if(calls_, [&](const auto& each) {
        return each.second.at + kLongestCall <= clock_.now() ||
               registry_.find(each.second.endpoint) == nullptr;
    });
    std::erase_if(toldRefused_, [&](const auto& each) { return each.second <= clock_.now(); });
    return take();
}

std::optional<SteadyTime> Gatekeeper::nextTimer() const {
    auto next = transactions_.nextTimer();
    if (const auto end = registry_.nextEnd(); end && (!next || *end < *next)) {
        next = end;
    }
    return next;
}

NetAddress Gatekeeper::locate(std::string_view name) const {
    const auto* room = registry_.byName(name);
    return room == nullptr ? NetAddress() : room->signalling;
}

Output Gatekeeper::drop(std::string_view name, const std::string& why) {
    if (const auto* room = registry_.byName(name)) {
        tellGone(*registry_.remove(room->id), why, "undefinedReason");
    }
    return take();
}

Output Gatekeeper::stop() {
    while (registry_.size() > 0) {
        tellGone(
            *registry_.remove(registry_.all().begin()->first), "the server stops", "maintenance");
    }
    return take();
}

}  // namespace mcu::h323::gatekeeper
