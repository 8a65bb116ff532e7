// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "h323/capability/describe.h"
#include "h323/impl/call_leg.h"

// What the machines of a call tell, and what control is told of it.

namespace mcu::h323 {

namespace {

/// Text of a peer for a log line or an address: no blanks or control characters.
std::string tidy(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x21; }, '_');
    return text;
}

}  // namespace

void CallLeg::reportIncoming() {
    const auto& setup = call_.setup();
    call::IncomingCall incoming;
    incoming.id = id_;
    incoming.protocol = call::Protocol::h323;
    const auto host = gateCall_.peer.host();
    const auto name = setup.from.empty() ? tidy(setup.display) : tidy(setup.from.front());
    incoming.fromUri = "h323:" + name + "@" + host;
    incoming.fromName = setup.display.empty() ? name : setup.display;
    incoming.fromAliases = setup.from;
    const auto& own = owner_.settings().aliases;
    const auto called = std::find_if(setup.to.begin(), setup.to.end(), [&own](const Alias& alias) {
        return std::find(own.begin(), own.end(), alias) == own.end();
    });
    incoming.toUser = called == setup.to.end() ? "" : *called;
    incoming.toUri = "h323:" + tidy(incoming.toUser);
    incoming.remoteAddress = gateCall_.peer.toString();
    incoming.transport = connection_->secure() ? "tls" : "tcp";
    incoming.offersEncryption = !call_.halfKeys().empty();
    owner_.outbox().tell([incoming](call::CallListener& l) { l.onIncoming(incoming); });
}

void CallLeg::onCallEvent(const h225::CallEvent& event) {
    using What = h225::CallEvent::Kind;
    switch (event.kind) {
        case What::incoming:
            gateCall_.from = call_.setup().from;
            gateCall_.to = call_.setup().to;
            gateCall_.reference = call_.id().reference;
            gateCall_.callIdentifier = call_.id().callIdentifier;
            gateCall_.conferenceIdentifier = call_.id().conferenceIdentifier;
            askGate();
            break;
        case What::ringing:
            owner_.outbox().tell([id = id_](call::CallListener& l) { l.onRinging(id); });
            break;
        case What::connected:
            if (outgoing_ && keys_) {
                keys_->complete(call_.halfKeys());
            }
            if (!settleEncryption() || !settleControl()) {
                break;
            }
            connected_ = true;
            ++owner_.counters().connectedCalls;
            if (askedGate_) {
                owner_.settings().gate->connected(gateCall_);
            }
            owner_.outbox().tell([id = id_, product = call_.product()](call::CallListener& l) {
                l.onConnected(id, product);
            });
            ensureControl();
            maybeStartSession();
            break;
        case What::h245At:
            if (!call_.tunnels() && !control_ && !session_ && connection_ != nullptr &&
                !connection_->secure()) {
                // "Any" is what a room says that does not know its own address.
                const auto own = NetAddress::parse(gateCall_.peer.host(), event.address.port());
                controlLink().connect(event.address.isAny() && own ? *own : event.address);
            }
            break;
        case What::control:
            if (!control_) {
                onControl(event.octets);
            }
            break;
        case What::released:
            end(event.cause);
            break;
    }
}

void CallLeg::onSessionEvent(const h245::SessionEvent& event) {
    using What = h245::SessionEvent::Kind;
    switch (event.kind) {
        case What::media:
            onMediaChanged();
            break;
        case What::fastUpdate:
            owner_.outbox().tell([id = id_](call::CallListener& l) { l.onFastUpdate(id); });
            break;
        case What::userInput:
            onUserInput(event.text);
            break;
        case What::newKey:
            ++owner_.counters().newKeys;
            break;
        case What::peer:
            onPeerSet();
            break;
        case What::ended:
            hangUp({call::CauseCode::normal, 0, "", true});
            break;
        case What::failed:
            hangUp(event.cause);
            break;
    }
}

void CallLeg::onMediaChanged() {
    owner_.outbox().tell(
        [id = id_, agreed = session_->agreed()](call::CallListener& l) { l.onMedia(id, agreed); });
}

/// What it can do, and what of it is treated otherwise.
void CallLeg::onPeerSet() {
    call::PeerDescription peer;
    peer.product = call_.product();
    peer.vendor = vendorOf(call_.peer());
    peer.quirks = quirkTexts(call_.peer());
    peer.abilities = capability::describe(*session_->exchange().peer());
    for (const auto& half : call_.halfKeys()) {
        const bool longer = half.group == security::DhGroup::dh2048;
        peer.abilities.push_back(
            {call::Ability::Kind::control, "H.235.6", longer ? "DH2048" : "DH1024", {}});
    }
    if (peer != toldPeer_) {
        toldPeer_ = peer;
        owner_.outbox().tell([id = id_, peer](call::CallListener& l) { l.onPeer(id, peer); });
    }
}

void CallLeg::onUserInput(const std::string& characters) {
    ++owner_.counters().userInputs;
    std::string keys;
    for (const char key : characters) {
        if (media::isKey(key) && keyPace_.pass(now())) {
            keys += key;
        }
    }
    if (!keys.empty()) {
        owner_.outbox().tell([id = id_, keys](call::CallListener& l) { l.onUserInput(id, keys); });
    }
}

}  // namespace mcu::h323
