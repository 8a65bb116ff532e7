// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "h323/ras/client.h"

// What the gatekeeper asks of us, and reports it wants (H.225.0 clauses 7.12 to 7.16).

namespace mcu::h323::ras {

namespace {

/// So that a report still fits a datagram.
constexpr std::size_t kCallsInReport = 40;
constexpr auto kInterval = std::chrono::seconds(3);

std::int64_t bandwidthOf(std::uint32_t kbps) {
    return std::int64_t{kbps} * 20;
}

}  // namespace

bool RasClient::onRequest(const RasMessage& message, const NetAddress& from) {
    if (message.name == "unregistrationRequest") {
        onUnregistrationRequest(message, from);
    } else if (message.name == "disengageRequest") {
        onDisengageRequest(message, from);
    } else if (message.name == "bandwidthRequest") {
        onBandwidthRequest(message, from);
    } else if (message.name == "infoRequest") {
        onInfoRequest(message, from);
    } else if (message.name == "serviceControlIndication") {
        NewRas answer("serviceControlResponse", message.sequence);
        answer.body->at("result.notAvailable");
        reply(answer, from);
    } else if (message.name == "locationRequest") {
        NewRas answer("locationReject", message.sequence);
        answer.body->at("rejectReason.requestDenied");
        reply(answer, from);
    } else {
        return false;
    }
    return true;
}

void RasClient::onDisengageRequest(const RasMessage& message, const NetAddress& from) {
    const auto found = callOf(message.body());
    if (found == calls_.end() || found->second.state == Call::State::ending) {
        // Gone already: that is what was asked for.
        NewRas confirm("disengageConfirm", message.sequence);
        reply(confirm, from);
        return;
    }
    NewRas confirm("disengageConfirm", message.sequence);
    reply(confirm, from);
    const auto key = found->first;
    calls_.erase(found);
    actions_.emplace_back(
        EndCall{key, {call::CauseCode::forbidden, 0, "ended by the gatekeeper", true}});
}

void RasClient::onBandwidthRequest(const RasMessage& message, const NetAddress& from) {
    const auto found = callOf(message.body());
    const auto wanted = message.body().number("bandWidth").value_or(0);
    if (found == calls_.end()) {
        NewRas reject("bandwidthReject", message.sequence);
        reject.body->at("rejectReason.invalidConferenceID");
        reject.body->set("allowedBandWidth", std::int64_t{0});
        reply(reject, from);
        return;
    }
    NewRas confirm("bandwidthConfirm", message.sequence);
    confirm.body->set("bandWidth", wanted);
    reply(confirm, from);
    found->second.kbps = static_cast<std::uint32_t>(std::min<std::int64_t>(wanted / 20, 1'000'000));
    actions_.emplace_back(Bandwidth{found->first, found->second.kbps});
}

void RasClient::putReportHead(Value& body) const {
    putMcuType(body.at("endpointType"), settings_.product, settings_.version);
    body.setText("endpointIdentifier", endpointId_.empty() ? std::string("none") : endpointId_);
    putAddress(body.at("rasAddress"), settings_.rasAddress);
    putAddress(body.append("callSignalAddress"), settings_.callSignalAddress);
    if (!settings_.names.empty()) {
        putNames(body.at("endpointAlias"), settings_.names);
    }
}

void RasClient::putReport(Value& body, const Call& call) const {
    auto& report = body.append("perCallInfo");
    report.set("callReferenceValue", std::int64_t{call.about.reference & 0x7FFF});
    report.set("conferenceID", call.about.conferenceIdentifier);
    report.set("originator", !call.about.answer);
    report.at("h245");
    auto& signalling = report.at("callSignaling");
    if (call.about.peer.isSet()) {
        putAddress(signalling.at("sendAddress"), call.about.peer);
    }
    putAddress(signalling.at("recvAddress"), settings_.callSignalAddress);
    report.at("callType.pointToPoint");
    report.set("bandWidth", bandwidthOf(call.kbps));
    report.at("callModel.direct");
    report.set("callIdentifier.guid", call.about.callIdentifier);
    report.at("substituteConfIDs");
}

void RasClient::onInfoRequest(const RasMessage& message, const NetAddress& from) {
    const auto& asked = message.body();
    NewRas answer("infoRequestResponse", message.sequence);
    auto& body = *answer.body;
    putReportHead(body);
    // 0: of all calls.
    const bool all = asked.number("callReferenceValue").value_or(0) == 0;
    const auto segment = static_cast<std::size_t>(asked.number("nextSegmentRequested").value_or(0));
    std::size_t place = 0;
    std::size_t reported = 0;
    bool more = false;
    const auto one = all ? calls_.end() : callOf(asked);
    for (auto each = calls_.begin(); each != calls_.end(); ++each) {
        const bool wanted = (all || each == one) && each->second.state == Call::State::admitted;
        if (!wanted || place++ < segment * kCallsInReport) {
            continue;
        }
        if (reported == kCallsInReport) {
            more = true;
            break;
        }
        putReport(body, each->second);
        ++reported;
    }
    body.set("needResponse", false);
    if (!all && one == calls_.end()) {
        body.at("irrStatus.invalidCall");
    } else if (!more) {
        body.at("irrStatus.complete");
    } else if (asked.has("segmentedResponseSupported")) {
        body.set("irrStatus.segment", static_cast<std::int64_t>(segment + 1));
    } else {
        body.at("irrStatus.incomplete");
    }
    body.set("unsolicited", false);
    // Elsewhere only within the gatekeeper's own machine.
    const auto* where = asked.find("replyAddress");
    const auto to = where == nullptr ? NetAddress() : addressOf(*where);
    reply(answer, to.isSet() && to.port() != 0 && isGatekeeper(to) ? to : from);
}

void RasClient::reportDueCalls() {
    if (state_ != ClientState::registered) {
        return;
    }
    for (auto& [key, call] : calls_) {
        if (!call.report || *call.report > clock_.now()) {
            continue;
        }
        call.report = clock_.now() + call.reportEvery;
        NewRas report("infoRequestResponse", transactions_.nextSequence());
        putReportHead(*report.body);
        putReport(*report.body, call);
        report.body->set("needResponse", willRespondToReports_);
        report.body->set("unsolicited", true);
        if (willRespondToReports_) {
            request(report, kInterval, 2, key);
        } else {
            reply(report, gatekeeper_.address);
        }
    }
}

}  // namespace mcu::h323::ras
