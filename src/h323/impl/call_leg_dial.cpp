// SPDX-License-Identifier: GPL-3.0-or-later
#include <system_error>
#include <utility>

#include "h323/impl/call_leg.h"

// How a call out is let through, finds the far end and reaches it; incoming ones are let through
// here too.

namespace mcu::h323 {

namespace {

constexpr std::uint32_t kSoundKbps = 64;

}  // namespace

void CallLeg::dial(const DialAddress& to,
                   const call::DialTarget& target,
                   const media::LocalMedia& local,
                   const call::MediaPolicy& policy) {
    outgoing_ = true;
    to_ = to;
    target_ = target;
    local_ = local;
    policy_ = policy;
    gateCall_.call = id_;
    gateCall_.reference = static_cast<std::uint16_t>(owner_.random() % 0x7FFEU + 1);
    gateCall_.callIdentifier = owner_.newIdentifier();
    gateCall_.conferenceIdentifier = owner_.newIdentifier();
    gateCall_.kbps = policy.maxKbps + kSoundKbps;
    if (!target.fromUser.empty()) {
        gateCall_.from.push_back(target.fromUser);
    }
    for (const auto& alias : owner_.settings().aliases) {
        if (alias != target.fromUser) {
            gateCall_.from.push_back(alias);
        }
    }
    if (!to.alias.empty()) {
        gateCall_.to.push_back(to.alias);
    }
    if (const auto address = NetAddress::parse(to.host, to.port); !to.host.empty() && address) {
        gateCall_.peer = *address;
    }
    if (policy.encryption != media::Encryption::disabled) {
        keys_ = std::make_shared<security::KeyAgreement>();
        keys_->offer();
    }
    askGate();
}

void CallLeg::askGate() {
    auto* gate = owner_.settings().gate;
    if (gate == nullptr) {
        admitted({});
        return;
    }
    askedGate_ = true;
    gate->ask(gateCall_, [this, alive = alive_, &context = owner_.context()](const GateAnswer& a) {
        asio::post(context, [this, alive, a] {
            if (*alive && !ended_) {
                admitted(a);
            }
        });
    });
}

void CallLeg::admitted(const GateAnswer& answer) {
    if (!answer.admitted) {
        hangUp(answer.refusal);
        return;
    }
    if (!outgoing_) {
        reportIncoming();
        return;
    }
    if (!answer.to.empty()) {
        gateCall_.to = answer.to;
    }
    if (answer.destination.isSet()) {
        gateCall_.peer = answer.destination;
    }
    if (gateCall_.peer.isSet()) {
        connectTo(gateCall_.peer);
    } else if (!to_.host.empty()) {
        resolve();
    } else {
        hangUp({call::CauseCode::notFound,
                0,
                "\"" + to_.alias +
                    "\" is an alias alone: without a gatekeeper, write h323:" + to_.alias + "@host",
                false});
    }
}

void CallLeg::resolve() {
    connectBy_ = now() + owner_.settings().connectTimeout;
    armTimer();
    resolver_.async_resolve(
        to_.host,
        std::to_string(to_.port),
        [this, alive = alive_](std::error_code error,
                               const asio::ip::tcp::resolver::results_type& found) {
            if (!*alive || ended_) {
                return;
            }
            if (error || found.empty()) {
                hangUp({call::CauseCode::notFound,
                        0,
                        "cannot find the host \"" + to_.host + "\"",
                        false});
                return;
            }
            gateCall_.peer = fromAsio(found.begin()->endpoint());
            connectTo(gateCall_.peer);
        });
}

void CallLeg::connectTo(const NetAddress& peer) {
    connectBy_ = now() + owner_.settings().connectTimeout;
    armTimer();
    dialling_.async_connect(toAsio(peer), [this, alive = alive_](std::error_code error) {
        if (!*alive || ended_) {
            return;
        }
        connectBy_.reset();
        if (error) {
            hangUp({call::CauseCode::unreachable,
                    0,
                    gateCall_.peer.toString() + ": " + error.message(),
                    false});
            return;
        }
        auto wire = to_.tls ? owner_.secureWire(std::move(dialling_), to_.host)
                            : plainWire(std::move(dialling_));
        if (wire == nullptr) {
            hangUp({call::CauseCode::unreachable,
                    0,
                    "H.323 over TLS is not configured: h323.tls",
                    false});
            return;
        }
        signalOn(std::move(wire));
    });
}

/// The connection is there: Setup goes out on it.
void CallLeg::signalOn(std::unique_ptr<Wire> wire) {
    use(std::make_shared<Connection>(std::move(wire), owner_.settings().maxPduBytes));
    h225::SetupContent content;
    content.from = gateCall_.from;
    content.to = gateCall_.to;
    content.display = target_.displayName;
    content.peer = gateCall_.peer;
    content.local = connection_->local();
    content.kbps = gateCall_.kbps;
    if (keys_) {
        content.halfKeys = keys_->halfKeys();
    }
    h225::CallIdentity identity;
    identity.reference = gateCall_.reference;
    identity.callIdentifier = gateCall_.callIdentifier;
    identity.conferenceIdentifier = gateCall_.conferenceIdentifier;
    call_.dial(std::move(identity), content, now(), signals_);
    pump();
}

}  // namespace mcu::h323
