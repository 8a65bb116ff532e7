// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h225/call.h"

#include <utility>

#include "base/clean_text.h"
#include "h323/h225/causes.h"
#include "h323/h245/messages.h"

namespace mcu::h323::h225 {

namespace {

constexpr std::size_t kMostControls = 64;  // in one message
constexpr std::size_t kIdentifierOctets = 16;

/// The UUIE of the message: the alternative of h323-message-body.
const Value* bodyOf(const Signal& signal) {
    if (!signal.info) {
        return nullptr;
    }
    const auto name = signal.info->chosen("h323-uu-pdu.h323-message-body");
    return name.empty() ? nullptr
                        : signal.info->find("h323-uu-pdu.h323-message-body." + std::string(name));
}

/// A component of a body that may be another message's, of a type without it.
const Value* part(const Value* body, std::string_view name) {
    return body == nullptr || body->type().indexOf(name) < 0 ? nullptr : body->find(name);
}

Octets identifier(const Value* body, std::string_view path) {
    const auto name = path.substr(0, path.find('.'));
    if (part(body, name) == nullptr) {
        return {};
    }
    const auto octets = body->octets(path);
    return octets.size() == kIdentifierOctets ? Octets(octets.begin(), octets.end()) : Octets{};
}

}  // namespace

Call::Call(CallSettings settings) : settings_(std::move(settings)) {}

void Call::dial(CallIdentity id, const SetupContent& content, SteadyTime now, Signals& out) {
    id_ = std::move(id);
    id_.weCalled = true;
    state_ = State::calling;
    deadline_ = now + settings_.connectTimeout;
    out.push_back(h225::setup(id_, settings_.who, content, settings_.tunnelling));
}

void Call::onSignal(const Signal& signal, SteadyTime now, Signals& out) {
    if (state_ == State::released) {
        return;
    }
    if (state_ == State::idle) {
        if (signal.q931.type == Q931Type::setup) {
            onSetup(signal, out);
        }
        return;
    }
    if (signal.q931.callReference != id_.reference) {
        return;  // of no call we know
    }
    peerSpoke_ = true;
    switch (signal.q931.type) {
        case Q931Type::callProceeding:
        case Q931Type::progress:
        case Q931Type::alerting:
        case Q931Type::setupAcknowledge:
            onProgress(signal, now);
            break;
        case Q931Type::connect:
            onConnect(signal);
            break;
        case Q931Type::releaseComplete:
            onRelease(signal);
            return;
        case Q931Type::statusInquiry:
            out.push_back(status(id_, callState()));
            break;
        default:  // Facility, Information, Notify, Status: nothing but what all share
            break;
    }
    readShared(signal, out);
}

void Call::onSetup(const Signal& signal, Signals& out) {
    const auto* body = bodyOf(signal);
    id_.reference = signal.q931.callReference;
    id_.weCalled = false;
    id_.callIdentifier = identifier(body, "callIdentifier.guid");
    id_.conferenceIdentifier = identifier(body, "conferenceID");
    id_.callIdentifier.resize(kIdentifierOctets);
    id_.conferenceIdentifier.resize(kIdentifierOctets);
    peerSpoke_ = true;
    if (body == nullptr || part(body, "sourceInfo") == nullptr) {
        const call::HangupCause cause{
            call::CauseCode::protocolError, 0, "Setup cannot be read", false};
        out.push_back(releaseComplete(id_, cause));
        end(cause);
        return;
    }
    setup_.from = aliases(body->find("sourceAddress"));
    setup_.to = aliases(body->find("destinationAddress"));
    const auto add = [](std::vector<Alias>& list, std::string number) {
        if (!number.empty() && isDigits(number)) {
            list.push_back(std::move(number));
        }
    };
    add(setup_.from, signal.q931.number(Ie::callingNumber));
    add(setup_.to, signal.q931.number(Ie::calledNumber));
    setup_.display = cleanText(signal.q931.display());
    product_ = readProduct(body->find("sourceInfo"));
    readHalfKeys(body);
    state_ = State::offered;
    peerTunnels_ = signal.info->flag("h323-uu-pdu.h245Tunneling");
    out.push_back(callProceeding(id_, settings_.who, tunnels()));
    events_.push_back({CallEvent::Kind::incoming, {}, {}, {}});
    readShared(signal, out);
}

/// What any message may carry: tunnelling, tunnelled H.245, an address for it.
void Call::readShared(const Signal& signal, Signals& out) {
    if (!signal.info) {
        return;
    }
    const auto* pdu = signal.info->find("h323-uu-pdu");
    if (pdu == nullptr) {
        return;
    }
    const bool tunnelled = pdu->flag("h245Tunneling");
    peerTunnels_ = peerTunnels_ || tunnelled;
    if (const auto* body = bodyOf(signal)) {
        const auto address = h245::readAddress(part(body, "h245Address"));
        if (address.isSet() && signal.q931.type != Q931Type::setup) {
            events_.push_back({CallEvent::Kind::h245At, address, {}, {}});
        }
    }
    if (settings_.tunnelling) {
        const auto* controls = pdu->find("h245Control");
        for (std::size_t i = 0;
             controls != nullptr && i < controls->children().size() && i < kMostControls;
             ++i) {
            events_.push_back(
                {CallEvent::Kind::control, {}, controls->children()[i].rawOctets(), {}});
        }
    }
    while (tunnels() && !waiting_.empty()) {
        out.push_back(facilityWithControl(id_, waiting_.front()));
        waiting_.pop_front();
    }
}

void Call::onProgress(const Signal& signal, SteadyTime now) {
    if (state_ == State::calling) {
        state_ = State::proceeding;
        deadline_ = now + settings_.answerTimeout;
    }
    if (signal.q931.type == Q931Type::alerting && state_ == State::proceeding) {
        state_ = State::ringing;
        deadline_ = now + settings_.answerTimeout;
        events_.push_back({CallEvent::Kind::ringing, {}, {}, {}});
    }
    if (product_.product.empty()) {
        product_ = readProduct(part(bodyOf(signal), "destinationInfo"));
    }
    readHalfKeys(bodyOf(signal));
}

/// The first message that has any counts.
void Call::readHalfKeys(const Value* body) {
    if (halfKeys_.empty()) {
        halfKeys_ = security::readHalfKeys(part(body, "tokens"));
    }
}

void Call::onConnect(const Signal& signal) {
    if (state_ != State::calling && state_ != State::proceeding && state_ != State::ringing) {
        return;
    }
    state_ = State::connected;
    deadline_.reset();
    const auto* body = bodyOf(signal);
    if (auto product = readProduct(part(body, "destinationInfo")); !product.product.empty()) {
        product_ = std::move(product);
    }
    readHalfKeys(body);
    // An MCU may say which conference the call became part of.
    if (auto conference = identifier(body, "conferenceID"); !conference.empty()) {
        id_.conferenceIdentifier = std::move(conference);
    }
    if (signal.info) {
        peerTunnels_ = signal.info->flag("h323-uu-pdu.h245Tunneling");
    }
    events_.push_back({CallEvent::Kind::connected, {}, {}, {}});
}

void Call::onRelease(const Signal& signal) {
    const auto* body = bodyOf(signal);
    const auto* reason = part(body, "reason");
    call::HangupCause cause;
    cause.protocolStatus = signal.q931.cause();
    cause.code = codeFor(reason == nullptr ? std::string_view() : reason->chosen(),
                         cause.protocolStatus,
                         state_ == State::connected);
    cause.text = cleanText(signal.q931.display());
    if (cause.text.empty() && reason != nullptr && cause.code != call::CauseCode::normal) {
        cause.text = std::string(reason->chosen());
    }
    cause.byRemote = true;
    end(cause);
}

void Call::alert(Signals& out) {
    if (state_ == State::offered) {
        out.push_back(alerting(id_, settings_.who, tunnels()));
    }
}

void Call::answer(const NetAddress& h245, const HalfKeys& halfKeys, Signals& out) {
    if (state_ != State::offered) {
        return;
    }
    state_ = State::connected;
    out.push_back(connect(id_, settings_.who, h245, halfKeys, tunnels()));
    events_.push_back({CallEvent::Kind::connected, {}, {}, {}});
}

void Call::release(const call::HangupCause& cause, Signals& out) {
    if (state_ == State::released) {
        return;
    }
    if (state_ != State::idle) {
        out.push_back(releaseComplete(id_, cause));
    }
    end(cause);
}

void Call::onTime(SteadyTime now, Signals& out) {
    if (!deadline_ || now < *deadline_) {
        return;
    }
    const bool answered = state_ != State::calling;
    release({answered ? call::CauseCode::noAnswer : call::CauseCode::unreachable,
             answered ? 19 : 18,
             answered ? "not answered" : "no answer to Setup",
             false},
            out);
}

void Call::sendControl(Octets control, Signals& out) {
    if (state_ == State::released) {
        return;
    }
    if (!tunnels() || !peerSpoke_) {
        waiting_.push_back(std::move(control));
        return;
    }
    out.push_back(facilityWithControl(id_, control));
}

void Call::startH245(const NetAddress& h245, Signals& out) {
    if (state_ != State::released && state_ != State::idle) {
        out.push_back(facilityStartH245(id_, h245));
    }
}

void Call::end(const call::HangupCause& cause) {
    state_ = State::released;
    deadline_.reset();
    waiting_.clear();
    events_.push_back({CallEvent::Kind::released, {}, {}, cause});
}

/// Q.931 table 4-8.
std::uint8_t Call::callState() const {
    switch (state_) {
        case State::calling:
            return 1;
        case State::proceeding:
            return 3;
        case State::ringing:
            return 4;
        case State::offered:
            return 9;
        case State::connected:
            return 10;
        default:
            return 0;
    }
}

std::vector<CallEvent> Call::takeEvents() {
    return std::exchange(events_, {});
}

}  // namespace mcu::h323::h225
