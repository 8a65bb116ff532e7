// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/ras/client.h"

#include <algorithm>
#include <utility>

#include "h323/per/per.h"

// What all parts of the client share: receiving, sending, timers.

namespace mcu::h323::ras {

namespace {

constexpr auto kFirstPause = std::chrono::seconds(5);
constexpr auto kLongestDelay = std::chrono::seconds(60);

}  // namespace

std::string_view nameOf(ClientState state) {
    switch (state) {
        case ClientState::off:
            return "off";
        case ClientState::discovering:
            return "discovering";
        case ClientState::registering:
            return "registering";
        case ClientState::registered:
            return "registered";
        case ClientState::waiting:
            return "waiting";
        case ClientState::leaving:
            return "leaving";
    }
    return "off";
}

RasClient::RasClient(ClientSettings settings, const Clock& clock)
    : settings_(std::move(settings)),
      clock_(clock),
      transactions_(static_cast<std::uint16_t>(randomNumber())),
      since_(clock.now()),
      scheme_(settings_.scheme),
      pause_(kFirstPause) {
    for (const auto& address : settings_.gatekeepers) {
        candidates_.push_back({address, settings_.gatekeeperId, 0});
    }
    if (settings_.user.empty() && !settings_.names.empty()) {
        settings_.user = settings_.names.front();
    }
}

Actions RasClient::take() {
    return std::exchange(actions_, {});
}

Actions RasClient::start() {
    if (state_ == ClientState::off && !candidates_.empty()) {
        begin();
    }
    return take();
}

ClientStatus RasClient::status() const {
    ClientStatus status;
    status.state = state_;
    status.gatekeeper = gatekeeper_.address;
    status.gatekeeperId = gatekeeper_.id;
    status.endpointId = endpointId_;
    status.cause = cause_;
    status.since = since_;
    status.timeToLive = timeToLive_;
    status.calls = calls_.size();
    status.alternates = candidates_.empty() ? 0 : candidates_.size() - 1;
    return status;
}

bool RasClient::isGatekeeper(const NetAddress& from) const {
    // The port is not compared: some gatekeepers send from another one than they listen on.
    return gatekeeper_.address.isSet() && from.host() == gatekeeper_.address.host();
}

Signer RasClient::signer() const {
    Signer signer;
    if (settings_.password.reveal().empty()) {
        return signer;
    }
    signer.scheme = scheme_;
    signer.password = settings_.password;
    signer.general = gatekeeper_.id;
    signer.sender =
        scheme_ == PasswordScheme::hmacSha1 && !endpointId_.empty() ? endpointId_ : settings_.user;
    return signer;
}

void RasClient::request(NewRas& message, Duration interval, int retries, std::uint64_t about) {
    const bool secured = message.message.chosen() != "gatekeeperRequest";
    auto octets = secured ? encodeSigned(message.message, *message.body, signer(), clock_.wallNow())
                          : encodePer(message.message);
    // Only names or passwords of the configuration that PER cannot carry.
    if (!octets) {
        cause_ = octets.error().message;
        return;
    }
    Request request;
    request.sequence = static_cast<std::uint16_t>(*message.body->number("requestSeqNum"));
    request.name = message.message.chosen();
    request.octets = *octets;
    request.to = gatekeeper_.address;
    request.about = about;
    request.interval = interval;
    request.left = retries;
    actions_.emplace_back(Send{gatekeeper_.address, std::move(*octets)});
    transactions_.open(std::move(request), clock_.now());
}

void RasClient::reply(NewRas& message, const NetAddress& to) {
    auto octets = encodeSigned(message.message, *message.body, signer(), clock_.wallNow());
    if (octets) {
        actions_.emplace_back(Send{to, std::move(*octets)});
    }
}

Actions RasClient::receive(const NetAddress& from, std::span<const std::uint8_t> octets) {
    if (state_ == ClientState::off) {
        return {};
    }
    const auto message = readRas(octets);
    if (!message) {
        ++ignored_;
        return {};
    }
    // A multicast discovery is answered by whoever feels it is for him.
    const bool discovery =
        state_ == ClientState::discovering && message->name.starts_with("gatekeeper");
    if (!isGatekeeper(from) && !discovery) {
        ++ignored_;
        return {};
    }
    if (!message->name.empty() && !settings_.password.reveal().empty()) {
        const auto token = findToken(message->body());
        if (token && token->scheme == PasswordScheme::hmacSha1 &&
            !provesPassword(*token, settings_.password, octets)) {
            ++ignored_;
            return {};
        }
    }
    handle(*message, from, octets);
    return take();
}

void RasClient::handle(const RasMessage& message,
                       const NetAddress& from,
                       std::span<const std::uint8_t> octets) {
    if (message.name == "unknownMessageResponse") {
        // Ours was not understood: as if it had not been answered, at once.
        if (const auto* request = transactions_.find(message.sequence)) {
            const Request copy = *request;
            transactions_.close(message.sequence);
            expired(copy);
        }
        return;
    }
    if (message.name.empty() || message.name == "nonStandardMessage") {
        if (auto answer = unknownMessage(message, octets)) {
            actions_.emplace_back(Send{from, std::move(*answer)});
        }
        return;
    }
    if (!onRequest(message, from)) {
        onAnswer(message, from);
    }
}

void RasClient::onAnswer(const RasMessage& message, const NetAddress& from) {
    const auto* open = transactions_.find(message.sequence);
    if (open == nullptr) {
        return;  // late, or not ours
    }
    const Request request = *open;
    if (message.name == "requestInProgress") {
        const auto delay = std::chrono::milliseconds(message.body().number("delay").value_or(0));
        transactions_.postpone(
            message.sequence, std::min<Duration>(delay, kLongestDelay), clock_.now());
        return;
    }
    const auto is = [&](std::string_view asked, std::string_view answer) {
        if (request.name == asked && message.name == answer) {
            transactions_.close(message.sequence);
            return true;
        }
        return false;
    };
    if (is("gatekeeperRequest", "gatekeeperConfirm")) {
        onGatekeeperConfirm(message, from);
    } else if (is("gatekeeperRequest", "gatekeeperReject")) {
        tryNext("the gatekeeper does not want us: " + reasonOf(message.body(), "rejectReason"));
    } else if (is("registrationRequest", "registrationConfirm")) {
        onRegistrationConfirm(message);
    } else if (is("registrationRequest", "registrationReject")) {
        onRegistrationReject(message);
    } else if (is("unregistrationRequest", "unregistrationConfirm") ||
               is("unregistrationRequest", "unregistrationReject")) {
        setState(ClientState::off);
    } else if (is("admissionRequest", "admissionConfirm")) {
        onAdmissionConfirm(message, request.about);
    } else if (is("admissionRequest", "admissionReject")) {
        onAdmissionReject(message, request.about);
    } else if (is("disengageRequest", "disengageConfirm") ||
               is("disengageRequest", "disengageReject")) {
        calls_.erase(request.about);
    } else if (is("bandwidthRequest", "bandwidthConfirm") ||
               is("bandwidthRequest", "bandwidthReject")) {
        onBandwidthAnswer(message, request.about);
    } else if (is("infoRequestResponse", "infoRequestNak")) {
        if (reasonOf(message.body(), "nakReason") == "notRegistered") {
            registerFully();
        }
    } else {
        (void)is("infoRequestResponse", "infoRequestAck");
    }
}

void RasClient::expired(const Request& request) {
    if (request.name == "gatekeeperRequest") {
        if (!settings_.discover && !settings_.password.reveal().empty()) {
            registerFully();  // some know no discovery
        } else {
            tryNext("no gatekeeper answers");
        }
    } else if (request.name == "registrationRequest") {
        tryNext("the gatekeeper does not answer");
    } else if (request.name == "unregistrationRequest") {
        setState(ClientState::off);
    } else if (request.name == "admissionRequest") {
        admissionFailed(request.about, "the gatekeeper does not answer");
        if (state_ == ClientState::registered) {
            tryNext("the gatekeeper does not answer");
        }
    } else if (request.name == "disengageRequest") {
        calls_.erase(request.about);
    }
}

Actions RasClient::tick() {
    auto due = transactions_.due(clock_.now());
    for (auto& each : due.again) {
        actions_.emplace_back(Send{each.to, std::move(each.octets)});
    }
    for (const auto& each : due.expired) {
        expired(each);
    }
    if (refresh_ && *refresh_ <= clock_.now()) {
        refresh_.reset();
        if (state_ == ClientState::registered) {
            registerLightly();
        } else if (state_ == ClientState::waiting) {
            begin();
        }
    }
    reportDueCalls();
    return take();
}

std::optional<SteadyTime> RasClient::nextTimer() const {
    auto next = transactions_.nextTimer();
    const auto earlier = [&](const std::optional<SteadyTime>& time) {
        if (time && (!next || *time < *next)) {
            next = time;
        }
    };
    earlier(refresh_);
    if (state_ == ClientState::registered) {
        for (const auto& [key, call] : calls_) {
            earlier(call.report);
        }
    }
    return next;
}

void RasClient::setState(ClientState state, const std::string& cause) {
    if (state_ == state && cause_ == cause) {
        return;
    }
    if (state_ != state) {
        since_ = clock_.now();
    }
    state_ = state;
    cause_ = cause;
    if (state == ClientState::off) {
        transactions_.closeAll();
        refresh_.reset();
        endpointId_.clear();
    }
    actions_.emplace_back(StateChanged{});
}

}  // namespace mcu::h323::ras
