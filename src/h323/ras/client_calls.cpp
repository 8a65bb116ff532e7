// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "h323/ras/client.h"

// Admission, bandwidth, disengage (H.225.0 clauses 7.11 to 7.13).

namespace mcu::h323::ras {

namespace {

constexpr auto kInterval = std::chrono::seconds(3);
constexpr int kRetries = 2;
constexpr std::uint32_t kMostKbps = 1'000'000;

/// BandWidth counts 100 bit/s, both directions together.
std::int64_t bandwidthOf(std::uint32_t kbps) {
    return std::int64_t{std::min(kbps, kMostKbps)} * 20;
}

std::uint32_t kbpsOf(std::int64_t bandwidth) {
    return static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(bandwidth / 20, 0, std::int64_t{kMostKbps}));
}

call::CauseCode causeOf(std::string_view reason) {
    if (reason == "calledPartyNotRegistered" || reason == "incompleteAddress" ||
        reason == "unallocatedNumber" || reason == "noRouteToDestination") {
        return call::CauseCode::notFound;
    }
    if (reason == "resourceUnavailable" || reason == "exceedsCallCapacity") {
        return call::CauseCode::busy;
    }
    return call::CauseCode::forbidden;
}

/// ARJ reasons in words; the name of the standard for the rest.
std::string wordsOf(const std::string& reason) {
    if (reason == "calledPartyNotRegistered") {
        return "the gatekeeper knows no room of that name";
    }
    if (reason == "resourceUnavailable" || reason == "exceedsCallCapacity") {
        return "the gatekeeper has no bandwidth left for the call";
    }
    return "the gatekeeper refuses the call: " + reason;
}

}  // namespace

bool RasClient::admitWithoutAsking(Call& call) {
    const auto& about = call.about;
    if (state_ != ClientState::registered) {
        if (!settings_.callsWithoutGatekeeper || (!about.answer && !about.peer.isSet())) {
            return false;
        }
        call.state = Call::State::admitted;
        actions_.emplace_back(Admitted{about.call, about.peer, {}, about.kbps});
        return true;
    }
    const bool routed = preGranted_.throughGatekeeper && gatekeeperSignalling_.isSet();
    const bool granted = about.answer ? preGranted_.answerCall
                                      : preGranted_.makeCall && (routed || about.peer.isSet());
    if (!granted) {
        return false;
    }
    call.state = Call::State::admitted;
    call.reportEvery = preGranted_.reportEvery;
    const auto destination = !about.answer && routed ? gatekeeperSignalling_ : about.peer;
    actions_.emplace_back(Admitted{about.call, destination, {}, about.kbps});
    return true;
}

Actions RasClient::ask(const AdmissionCall& about) {
    const auto refuse = [&](call::CauseCode code, std::string text) {
        actions_.emplace_back(Refused{about.call, {code, 0, std::move(text), false}});
        return take();
    };
    if (calls_.size() >= settings_.maxCalls) {
        return refuse(call::CauseCode::busy, "too many calls at the gatekeeper");
    }
    auto& call = calls_[about.call];
    call.about = about;
    call.kbps = about.kbps;
    if (admitWithoutAsking(call)) {
        return take();
    }
    if (state_ != ClientState::registered) {
        calls_.erase(about.call);
        return refuse(call::CauseCode::unreachable,
                      "not registered with the gatekeeper" + (cause_.empty() ? "" : ": " + cause_));
    }
    sendAdmission(call);
    return take();
}

void RasClient::sendAdmission(Call& call) {
    const auto& about = call.about;
    call.sequence = transactions_.nextSequence();
    NewRas message("admissionRequest", call.sequence);
    auto& body = *message.body;
    body.at("callType.pointToPoint");
    body.setText("endpointIdentifier", endpointId_);
    if (!about.to.empty()) {
        putNames(body.at("destinationInfo"), about.to);
    }
    if (about.peer.isSet()) {
        putAddress(body.at(about.answer ? "srcCallSignalAddress" : "destCallSignalAddress"),
                   about.peer);
    }
    if (about.answer) {
        putAddress(body.at("destCallSignalAddress"), settings_.callSignalAddress);
    } else {
        putAddress(body.at("srcCallSignalAddress"), settings_.callSignalAddress);
    }
    // Mandatory, and some gatekeepers refuse an empty one.
    const Names fallback = {"unknown"};
    const Names& ours = settings_.names.empty() ? fallback : settings_.names;
    const Names& from = about.from.empty() ? (about.answer ? fallback : ours) : about.from;
    putNames(body.at("srcInfo"), from);
    body.set("bandWidth", bandwidthOf(about.kbps));
    body.set("callReferenceValue", std::int64_t{about.reference & 0x7FFF});
    body.set("conferenceID", about.conferenceIdentifier);
    body.set("activeMC", false);
    body.set("answerCall", about.answer);
    body.set("canMapAlias", true);
    body.set("callIdentifier.guid", about.callIdentifier);
    if (!gatekeeper_.id.empty()) {
        body.setText("gatekeeperIdentifier", gatekeeper_.id);
    }
    body.set("willSupplyUUIEs", false);
    body.set("canMapSrcAlias", false);
    request(message, kInterval, kRetries, about.call);
}

void RasClient::onAdmissionConfirm(const RasMessage& message, std::uint64_t key) {
    const auto found = calls_.find(key);
    if (found == calls_.end()) {
        return;
    }
    auto& call = found->second;
    const auto& body = message.body();
    call.admittedByArq = true;
    call.state = Call::State::admitted;
    if (call.ended) {
        disengage(key, call, false);
        return;
    }
    call.reportEvery = std::chrono::seconds(body.number("irrFrequency").value_or(0));
    call.kbps = std::min(call.about.kbps, kbpsOf(body.number("bandWidth").value_or(0)));
    Admitted admitted;
    admitted.call = key;
    admitted.kbps = call.kbps;
    if (call.about.answer) {
        admitted.destination = call.about.peer;
    } else {
        admitted.destination = addressOf(*body.find("destCallSignalAddress"));
        admitted.to = namesOf(body.find("destinationInfo"));
    }
    actions_.emplace_back(std::move(admitted));
}

void RasClient::onAdmissionReject(const RasMessage& message, std::uint64_t key) {
    const auto reason = reasonOf(message.body(), "rejectReason");
    const auto found = calls_.find(key);
    if (found != calls_.end()) {
        const bool ended = found->second.ended;
        calls_.erase(found);
        if (!ended) {
            actions_.emplace_back(Refused{key, {causeOf(reason), 0, wordsOf(reason), true}});
        }
    }
    // It has forgotten us.
    if (reason == "callerNotRegistered" || reason == "invalidEndpointIdentifier") {
        registerFully();
    }
}

/// No answer: the call goes on where that is allowed, or not.
void RasClient::admissionFailed(std::uint64_t key, const std::string& why) {
    const auto found = calls_.find(key);
    if (found == calls_.end() || found->second.state != Call::State::asking) {
        return;
    }
    auto& call = found->second;
    const bool reachable = call.about.answer || call.about.peer.isSet();
    if (call.ended) {
        calls_.erase(found);
    } else if (settings_.callsWithoutGatekeeper && reachable) {
        call.state = Call::State::admitted;
        actions_.emplace_back(Admitted{key, call.about.peer, {}, call.about.kbps});
    } else {
        calls_.erase(found);
        actions_.emplace_back(Refused{key, {call::CauseCode::unreachable, 0, why, false}});
    }
}

Actions RasClient::connected(std::uint64_t key) {
    const auto found = calls_.find(key);
    if (found != calls_.end() && found->second.reportEvery > Duration::zero()) {
        found->second.report = clock_.now() + found->second.reportEvery;
    }
    return take();
}

Actions RasClient::end(std::uint64_t key, bool forced) {
    const auto found = calls_.find(key);
    if (found == calls_.end()) {
        return {};
    }
    auto& call = found->second;
    call.report.reset();
    if (call.state == Call::State::admitted) {
        transactions_.closeAbout(key);  // reports
    }
    if (call.state == Call::State::asking) {
        call.ended = true;  // the answer decides whether there is something to give back
    } else if (call.state == Call::State::admitted && call.admittedByArq &&
               state_ == ClientState::registered) {
        disengage(key, call, forced);
    } else if (call.state != Call::State::ending) {
        calls_.erase(found);
    }
    return take();
}

void RasClient::disengage(std::uint64_t key, Call& call, bool forced) {
    call.state = Call::State::ending;
    NewRas message("disengageRequest", transactions_.nextSequence());
    auto& body = *message.body;
    body.setText("endpointIdentifier", endpointId_);
    body.set("conferenceID", call.about.conferenceIdentifier);
    body.set("callReferenceValue", std::int64_t{call.about.reference & 0x7FFF});
    body.at(forced ? "disengageReason.forcedDrop" : "disengageReason.normalDrop");
    body.set("callIdentifier.guid", call.about.callIdentifier);
    body.set("answeredCall", call.about.answer);
    if (!gatekeeper_.id.empty()) {
        body.setText("gatekeeperIdentifier", gatekeeper_.id);
    }
    request(message, kInterval, kRetries, key);
}

Actions RasClient::changeBandwidth(std::uint64_t key, std::uint32_t kbps) {
    const auto found = calls_.find(key);
    if (found == calls_.end() || found->second.state != Call::State::admitted) {
        return {};
    }
    auto& call = found->second;
    if (!call.admittedByArq || state_ != ClientState::registered) {
        call.kbps = kbps;
        actions_.emplace_back(Bandwidth{key, kbps});
        return take();
    }
    call.about.kbps = kbps;
    NewRas message("bandwidthRequest", transactions_.nextSequence());
    auto& body = *message.body;
    body.setText("endpointIdentifier", endpointId_);
    body.set("conferenceID", call.about.conferenceIdentifier);
    body.set("callReferenceValue", std::int64_t{call.about.reference & 0x7FFF});
    body.set("bandWidth", bandwidthOf(kbps));
    body.set("callIdentifier.guid", call.about.callIdentifier);
    body.set("answeredCall", call.about.answer);
    if (!gatekeeper_.id.empty()) {
        body.setText("gatekeeperIdentifier", gatekeeper_.id);
    }
    request(message, kInterval, kRetries, key);
    return take();
}

void RasClient::onBandwidthAnswer(const RasMessage& message, std::uint64_t key) {
    const auto found = calls_.find(key);
    if (found == calls_.end()) {
        return;
    }
    auto& call = found->second;
    const auto& body = message.body();
    if (message.name == "bandwidthConfirm") {
        call.kbps = std::min(call.about.kbps, kbpsOf(body.number("bandWidth").value_or(0)));
    }
    // A rejected one leaves what was there (allowedBandWidth is only an offer).
    actions_.emplace_back(Bandwidth{key, call.kbps});
}

std::map<std::uint64_t, RasClient::Call>::iterator RasClient::callOf(const Value& body) {
    const auto id = body.octets("callIdentifier.guid");
    const auto reference = body.number("callReferenceValue").value_or(0) & 0x7FFF;
    return std::find_if(calls_.begin(), calls_.end(), [&](const auto& each) {
        const auto& about = each.second.about;
        // Version 1 has no call identifier.
        return id.empty() ? about.reference == reference && reference != 0
                          : std::equal(id.begin(),
                                       id.end(),
                                       about.callIdentifier.begin(),
                                       about.callIdentifier.end());
    });
}

}  // namespace mcu::h323::ras
