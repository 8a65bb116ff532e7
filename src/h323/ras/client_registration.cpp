// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iterator>

#include "h323/ras/client.h"

// Discovery and registration (H.225.0 clauses 7.7 to 7.10).

namespace mcu::h323::ras {

namespace {

constexpr auto kGrqInterval = std::chrono::seconds(5);
constexpr auto kRrqInterval = std::chrono::seconds(3);
constexpr int kRetries = 2;
constexpr auto kFirstPause = std::chrono::seconds(5);
constexpr auto kLongestPause = std::chrono::seconds(60);
constexpr auto kBeforeTheEnd = std::chrono::seconds(20);
constexpr auto kShortestLife = std::chrono::seconds(10);
constexpr std::size_t kMostCandidates = 8;

}  // namespace

void RasClient::begin() {
    dropTransactions(cause_);
    gatekeeper_ = candidates_[candidate_];
    refresh_.reset();
    // With a password the gatekeeper is asked first how it wants to see it.
    if (settings_.discover || !settings_.password.reveal().empty()) {
        discover();
    } else {
        registerFully();
    }
}

/// What waits for an answer of the gatekeeper that is left gets none.
void RasClient::dropTransactions(const std::string& cause) {
    transactions_.closeAll();
    endpointId_.clear();
    for (auto each = calls_.begin(); each != calls_.end();) {
        const auto next = std::next(each);
        if (each->second.state == Call::State::asking) {
            admissionFailed(each->first, cause);
        } else if (each->second.state == Call::State::ending) {
            calls_.erase(each);
        }
        each = next;
    }
}

void RasClient::discover() {
    setState(ClientState::discovering, cause_);
    NewRas message("gatekeeperRequest", transactions_.nextSequence());
    auto& body = *message.body;
    body.setOid("protocolIdentifier", kProtocol);
    putAddress(body.at("rasAddress"), settings_.rasAddress);
    putMcuType(body.at("endpointType"), settings_.product, settings_.version);
    if (!settings_.gatekeeperId.empty()) {
        body.setText("gatekeeperIdentifier", settings_.gatekeeperId);
    }
    if (!settings_.names.empty()) {
        putNames(body.at("endpointAlias"), settings_.names);
    }
    if (!settings_.password.reveal().empty()) {
        body.append("authenticationCapability").at("pwdHash");
        body.append("algorithmOIDs").setOid({}, kOidHmacSha1);
        body.append("algorithmOIDs").setOid({}, kOidMd5);
    }
    body.at("supportsAltGK");
    body.set("supportsAssignedGK", false);
    request(message, kGrqInterval, kRetries);
}

void RasClient::onGatekeeperConfirm(const RasMessage& message, const NetAddress& from) {
    const auto& body = message.body();
    auto address = addressOf(*body.find("rasAddress"));
    // One that does not know its own address is where it answered from.
    gatekeeper_.address =
        address.isSet() && !address.isAny() && address.port() != 0 ? address : from;
    gatekeeper_.id = body.text("gatekeeperIdentifier");
    const auto algorithm = body.oid("algorithmOID");
    if (algorithm == kOidMd5) {
        scheme_ = PasswordScheme::md5;
    } else if (algorithm == kOidHmacSha1) {
        scheme_ = PasswordScheme::hmacSha1;
    } else {
        scheme_ = settings_.scheme;
    }
    takeAlternates(body.find("alternateGatekeeper"));
    registerFully();
}

void RasClient::takeAlternates(const Value* list) {
    if (list == nullptr || list->children().empty()) {
        return;
    }
    std::vector<Gatekeeper> told;
    for (const auto& each : list->children()) {
        Gatekeeper gatekeeper;
        gatekeeper.address = addressOf(*each.find("rasAddress"));
        gatekeeper.id = each.text("gatekeeperIdentifier");
        gatekeeper.priority = static_cast<int>(each.number("priority").value_or(127));
        if (gatekeeper.address.isSet() && told.size() < kMostCandidates) {
            told.push_back(std::move(gatekeeper));
        }
    }
    std::stable_sort(told.begin(), told.end(), [](const auto& a, const auto& b) {
        return a.priority < b.priority;
    });
    candidates_.clear();
    for (const auto& address : settings_.gatekeepers) {
        candidates_.push_back({address, settings_.gatekeeperId, 0});
    }
    candidate_ = std::min(candidate_, candidates_.size() - 1);
    for (auto& each : told) {
        const bool known =
            std::any_of(candidates_.begin(), candidates_.end(), [&](const auto& other) {
                return other.address == each.address;
            });
        if (!known) {
            candidates_.push_back(std::move(each));
        }
    }
}

void RasClient::putRegistration(Value& body) {
    body.setOid("protocolIdentifier", kProtocol);
    body.set("discoveryComplete", !gatekeeper_.id.empty());
    putAddress(body.append("callSignalAddress"), settings_.callSignalAddress);
    putAddress(body.append("rasAddress"), settings_.rasAddress);
    putMcuType(body.at("terminalType"), settings_.product, settings_.version);
    if (!gatekeeper_.id.empty()) {
        body.setText("gatekeeperIdentifier", gatekeeper_.id);
    }
    putVendor(body.at("endpointVendor"), settings_.product, settings_.version);
    body.set("timeToLive", std::int64_t{settings_.timeToLive.count()});
    body.set("willSupplyUUIEs", false);
    body.set("maintainConnection", false);
    body.at("supportsAltGK");
    body.set("multipleCalls", false);
    body.set("supportsAssignedGK", false);
}

void RasClient::registerFully() {
    setState(ClientState::registering, cause_);
    refresh_.reset();
    NewRas message("registrationRequest", transactions_.nextSequence());
    auto& body = *message.body;
    // The last registration is over, whatever comes of this one.
    endpointId_.clear();
    putRegistration(body);
    if (!settings_.names.empty()) {
        putNames(body.at("terminalAlias"), settings_.names);
    }
    body.set("keepAlive", false);
    request(message, kRrqInterval, kRetries);
}

void RasClient::registerLightly() {
    NewRas message("registrationRequest", transactions_.nextSequence());
    auto& body = *message.body;
    putRegistration(body);
    body.set("keepAlive", true);
    body.setText("endpointIdentifier", endpointId_);
    request(message, kRrqInterval, kRetries);
}

void RasClient::onRegistrationConfirm(const RasMessage& message) {
    const auto& body = message.body();
    endpointId_ = body.text("endpointIdentifier");
    if (const auto id = body.text("gatekeeperIdentifier"); !id.empty()) {
        gatekeeper_.id = id;
    }
    timeToLive_ =
        std::chrono::seconds(body.number("timeToLive").value_or(settings_.timeToLive.count()));
    timeToLive_ =
        std::clamp<std::chrono::seconds>(timeToLive_, kShortestLife, std::chrono::hours(24));
    const auto early = std::min<std::chrono::seconds>(kBeforeTheEnd, timeToLive_ / 3);
    refresh_ = clock_.now() + timeToLive_ - early;
    willRespondToReports_ = body.flag("willRespondToIRR");
    gatekeeperSignalling_ = firstAddress(body.find("callSignalAddress"));
    takeAlternates(body.find("alternateGatekeeper"));
    // A light registration's answer may leave out what has not changed.
    if (const auto* granted = body.find("preGrantedARQ")) {
        preGranted_.makeCall = granted->flag("makeCall");
        preGranted_.answerCall =
            granted->flag("answerCall") && !granted->flag("useGKCallSignalAddressToAnswer");
        preGranted_.throughGatekeeper = granted->flag("useGKCallSignalAddressToMakeCall");
        preGranted_.reportEvery =
            std::chrono::seconds(granted->number("irrFrequencyInCall").value_or(0));
    } else if (state_ != ClientState::registered) {
        preGranted_ = {};
    }
    tried_ = 0;
    pause_ = kFirstPause;
    setState(ClientState::registered);
}

void RasClient::onRegistrationReject(const RasMessage& message) {
    const auto reason = reasonOf(message.body(), "rejectReason");
    takeAlternates(message.body().find("altGKInfo.alternateGatekeeper"));
    const bool light = state_ == ClientState::registered;
    if (reason == "discoveryRequired" && state_ != ClientState::discovering &&
        !gatekeeper_.id.empty() && !light) {
        tryNext("the gatekeeper wants to be discovered again and again");
    } else if (reason == "discoveryRequired") {
        discover();
    } else if (light || reason == "fullRegistrationRequired") {
        if (!light) {
            tryNext("the gatekeeper takes no registration: " + reason);
            return;
        }
        registerFully();
    } else {
        tryNext("the gatekeeper refuses the registration: " + reason);
    }
}

/// The next gatekeeper at once; after the last of them, all again after a pause.
void RasClient::tryNext(const std::string& cause) {
    if (state_ == ClientState::leaving || state_ == ClientState::off) {
        setState(ClientState::off);
        return;
    }
    cause_ = cause;
    candidate_ = (candidate_ + 1) % candidates_.size();
    if (++tried_ < candidates_.size()) {
        begin();
        return;
    }
    wait(cause);
}

void RasClient::wait(const std::string& cause) {
    dropTransactions(cause);
    tried_ = 0;
    refresh_ = clock_.now() + pause_;
    pause_ = std::min<Duration>(pause_ * 2, kLongestPause);
    setState(ClientState::waiting, cause);
}

void RasClient::onUnregistrationRequest(const RasMessage& message, const NetAddress& from) {
    NewRas confirm("unregistrationConfirm", message.sequence);
    reply(confirm, from);
    if (state_ != ClientState::registered && state_ != ClientState::registering) {
        return;
    }
    takeAlternates(message.body().find("alternateGatekeeper"));
    const auto reason = reasonOf(message.body(), "reason");
    // Calls go on: a registration is no call. The pause keeps two who disagree from chatting.
    wait("the gatekeeper ended the registration: " + reason);
    if (reason == "reregistrationRequired" || reason == "ttlExpired") {
        refresh_ = clock_.now() + std::chrono::seconds(1);
    }
}

Actions RasClient::stop() {
    if (state_ != ClientState::registered) {
        setState(ClientState::off);
        return take();
    }
    refresh_.reset();
    NewRas message("unregistrationRequest", transactions_.nextSequence());
    auto& body = *message.body;
    putAddress(body.append("callSignalAddress"), settings_.callSignalAddress);
    body.setText("endpointIdentifier", endpointId_);
    if (!gatekeeper_.id.empty()) {
        body.setText("gatekeeperIdentifier", gatekeeper_.id);
    }
    request(message, kRrqInterval, 1);
    setState(ClientState::leaving);
    return take();
}

}  // namespace mcu::h323::ras
