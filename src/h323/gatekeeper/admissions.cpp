// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "h323/gatekeeper/gatekeeper.h"

// Admission in direct mode, bandwidth, disengage, location (H.225.0 clauses 7.11 to 7.16).

namespace mcu::h323::gatekeeper {

namespace {

std::string keyOf(const Registration& room, const Value& body) {
    const auto id = body.octets("callIdentifier.guid");
    const auto conference = body.octets("conferenceID");
    std::string key = room.id + "/";
    // Version 1 has no call identifier. Two ends of a call on one endpoint are two calls.
    const auto octets = id.empty() ? conference : id;
    key.append(octets.begin(), octets.end());
    const bool admission = body.type().indexOf("answerCall") >= 0;
    key += body.flag(admission ? "answerCall" : "answeredCall") ? "<" : ">";
    return key;
}

/// UUIEsRequested, none.
void putNoUuies(Value& body) {
    for (const char* kind : {"setup",
                             "callProceeding",
                             "connect",
                             "alerting",
                             "information",
                             "releaseComplete",
                             "facility",
                             "progress",
                             "empty",
                             "status",
                             "statusInquiry",
                             "setupAcknowledge",
                             "notify"}) {
        body.at("uuiesRequested").set(kind, false);
    }
}

}  // namespace

const Registration* Gatekeeper::senderOf(const Received& in) const {
    const auto* room = registry_.find(in.body().text("endpointIdentifier"));
    return room != nullptr && room->source.host() == in.from.host() ? room : nullptr;
}

std::int64_t Gatekeeper::allowed(std::int64_t bandwidth) const {
    return settings_.maxKbps == 0 ? bandwidth
                                  : std::min(bandwidth, std::int64_t{settings_.maxKbps} * 20);
}

NetAddress Gatekeeper::destinationOf(const Received& in) const {
    const auto& body = in.body();
    const auto names = ras::namesOf(body.find("destinationInfo"));
    for (const auto& name : names) {
        if (const auto address = locate(name); address.isSet()) {
            return address;
        }
        if (own_.contains(ras::foldedName(name))) {
            auto ours = ownSignalling_;
            if (ours.isSet() && ours.isAny() && in.local.isSet()) {
                const auto port = ours.port();
                ours = in.local;
                ours.setPort(port);
            }
            return ours;
        }
    }
    const auto* said = body.find("destCallSignalAddress");
    return said == nullptr ? NetAddress() : ras::addressOf(*said);
}

void Gatekeeper::rejectAdmission(const Received& in, const char* reason) {
    ++counters_.admissionsRefused;
    ras::NewRas reject("admissionReject", in.message.sequence);
    reject.body->at("rejectReason").at(reason);
    answer(in, reject);
}

void Gatekeeper::onAdmissionRequest(const Received& in) {
    const auto& body = in.body();
    const auto* room = senderOf(in);
    if (room == nullptr) {
        rejectAdmission(in, "callerNotRegistered");
        return;
    }
    if (room->authenticated) {
        bool shown = false;
        const auto listed = listed_.find(ras::foldedName(room->user));
        const auto refusal =
            checkToken(in, *room, listed == listed_.end() ? nullptr : &listed->second, shown);
        if (refusal || !shown) {
            rejectAdmission(in, "securityDenial");
            return;
        }
    }
    const auto mine = std::count_if(calls_.begin(), calls_.end(), [&](const auto& each) {
        return each.second.endpoint == room->id;
    });
    if (static_cast<std::size_t>(mine) >= settings_.maxCallsPerRoom) {
        rejectAdmission(in, "resourceUnavailable");
        return;
    }
    const bool answering = body.flag("answerCall");
    const auto destination = answering ? room->signalling : destinationOf(in);
    if (!destination.isSet() || destination.port() == 0) {
        rejectAdmission(
            in,
            body.size("destinationInfo") == 0 ? "incompleteAddress" : "calledPartyNotRegistered");
        return;
    }
    const auto bandwidth = allowed(body.number("bandWidth").value_or(0));
    const auto identifier = body.octets("callIdentifier.guid");
    calls_.insert_or_assign(
        keyOf(*room, body),
        Call{room->id,
             Octets(identifier.begin(), identifier.end()),
             static_cast<std::uint16_t>(body.number("callReferenceValue").value_or(0)),
             static_cast<std::uint32_t>(bandwidth / 20),
             clock_.now()});
    ++counters_.admissions;
    ras::NewRas confirm("admissionConfirm", in.message.sequence);
    auto& reply = *confirm.body;
    reply.set("bandWidth", bandwidth);
    reply.at("callModel.direct");
    ras::putAddress(reply.at("destCallSignalAddress"), destination);
    reply.set("willRespondToIRR", false);
    putNoUuies(reply);
    answer(in, confirm);
}

void Gatekeeper::onBandwidthRequest(const Received& in) {
    const auto& body = in.body();
    const auto* room = senderOf(in);
    const auto call = room == nullptr ? calls_.end() : calls_.find(keyOf(*room, body));
    const auto wanted = body.number("bandWidth").value_or(0);
    if (room == nullptr || call == calls_.end() || allowed(wanted) < wanted) {
        ras::NewRas reject("bandwidthReject", in.message.sequence);
        reject.body->at("rejectReason")
            .at(room == nullptr        ? "notBound"
                : call == calls_.end() ? "invalidConferenceID"
                                       : "insufficientResources");
        reject.body->set("allowedBandWidth", room == nullptr ? std::int64_t{0} : allowed(wanted));
        answer(in, reject);
        return;
    }
    call->second.kbps = static_cast<std::uint32_t>(wanted / 20);
    ras::NewRas confirm("bandwidthConfirm", in.message.sequence);
    confirm.body->set("bandWidth", wanted);
    answer(in, confirm);
}

void Gatekeeper::onDisengageRequest(const Received& in) {
    const auto* room = senderOf(in);
    if (room == nullptr) {
        ras::NewRas reject("disengageReject", in.message.sequence);
        reject.body->at("rejectReason.notRegistered");
        answer(in, reject);
        return;
    }
    calls_.erase(keyOf(*room, in.body()));
    ras::NewRas confirm("disengageConfirm", in.message.sequence);
    answer(in, confirm);
}

void Gatekeeper::forget(const Octets& callIdentifier) {
    if (!callIdentifier.empty()) {
        std::erase_if(calls_,
                      [&](const auto& each) { return each.second.identifier == callIdentifier; });
    }
}

/// Only for rooms that are registered: the list of rooms is nobody else's business.
void Gatekeeper::onLocationRequest(const Received& in) {
    const bool known = registry_.countFrom(in.from.host()) > 0;
    const auto destination = known ? destinationOf(in) : NetAddress();
    if (!destination.isSet()) {
        ras::NewRas reject("locationReject", in.message.sequence);
        reject.body->at("rejectReason").at(known ? "requestDenied" : "notRegistered");
        answer(in, reject);
        return;
    }
    ras::NewRas confirm("locationConfirm", in.message.sequence);
    ras::putAddress(confirm.body->at("callSignalAddress"), destination);
    ras::putAddress(confirm.body->at("rasAddress"), settings_.ras);
    answer(in, confirm);
}

void Gatekeeper::onInfoRequestResponse(const Received& in) {
    if (!in.body().flag("needResponse")) {
        return;
    }
    if (senderOf(in) == nullptr) {
        ras::NewRas reject("infoRequestNak", in.message.sequence);
        reject.body->at("nakReason.notRegistered");
        answer(in, reject);
        return;
    }
    ras::NewRas confirm("infoRequestAck", in.message.sequence);
    answer(in, confirm);
}

void Gatekeeper::onResourcesAvailable(const Received& in) {
    ras::NewRas confirm("resourcesAvailableConfirm", in.message.sequence);
    confirm.body->setOid("protocolIdentifier", ras::kProtocol);
    answer(in, confirm);
}

}  // namespace mcu::h323::gatekeeper
