// SPDX-License-Identifier: GPL-3.0-or-later
#include <utility>

#include "base/log.h"
#include "h323/h245/messages.h"
#include "h323/impl/call_leg.h"
#include "h323/per/per.h"

// The way of H.245: within call signalling or on a connection of its own, and when it begins.

namespace mcu::h323 {

namespace {

constexpr std::size_t kMostEarly = 64;
constexpr auto kControlWithin = std::chrono::seconds(20);

}  // namespace

bool CallLeg::settleControl() {
    if (connection_ == nullptr || !connection_->secure() || call_.tunnels()) {
        return true;
    }
    hangUp({call::CauseCode::encryptionRequired,
            0,
            "over TLS H.245 goes within the call signalling, and the far end does not tunnel it",
            false});
    return false;
}

void CallLeg::useControl(std::shared_ptr<Connection> connection) {
    control_ = std::move(connection);
    Connection::Handlers handlers;
    handlers.onPacket = [this, alive = alive_](const Octets& packet) {
        if (*alive) {
            onControl(packet);
            pump();
        }
    };
    handlers.onClosed = [this, alive = alive_](const std::string& why) {
        if (*alive) {
            control_.reset();
            hangUp({connected_ ? call::CauseCode::unreachable : call::CauseCode::protocolError,
                    0,
                    "H.245 connection: " + why,
                    false});
        }
    };
    control_->start(std::move(handlers));
    maybeStartSession();
    pump();
}

void CallLeg::onControl(const Octets& octets) {
    if (!guard_.pass(now())) {
        hangUp({call::CauseCode::protocolError, 0, "it floods us with messages", false});
        return;
    }
    if (!session_) {
        if (early_.size() < kMostEarly) {
            early_.push_back(octets);
        }
        maybeStartSession();
        return;
    }
    const auto message = decodePer(h245::kMessage, octets);
    if (!message) {
        logger("h323").warn("H.245 not read call={} why={}", id_.value, message.error().message);
        onMalformed();
        return;
    }
    if (logger("h323").should_log(spdlog::level::debug)) {
        logger("h323").debug("h245 in call={} {}", id_.value, print(*message));
    }
    session_->onPdu(*message, now(), pdus_);
}

/// H.245 begins once both ends are known and there is a way for it.
void CallLeg::maybeStartSession() {
    if (session_ || ended_ || !local_) {
        return;
    }
    if (outgoing_ && !connected_ && keys_) {
        return;  // the answer decides on encryption, and capabilities follow it
    }
    const bool wanted = connected_ || !early_.empty();
    if (!control_ && !(call_.tunnels() && wanted)) {
        return;
    }
    if (!outgoing_ && call_.state() != h225::Call::State::connected) {
        return;
    }
    controlBy_.reset();
    h245::SessionSettings settings;
    settings.terminalType = owner_.settings().terminalType;
    settings.roundTrip =
        quirksOf(call_.peer()).noRoundTripRequests ? Duration::zero() : owner_.settings().roundTrip;
    settings.draw = [this] { return owner_.random(); };
    settings.terminalNumber = settings.terminalType >= 160 ? owner_.newTerminalNumber() : 0;
    settings.keys = keys_;
    settings.keyLife = owner_.settings().keyLife;
    session_.emplace(std::move(settings), *local_, policy_);
    session_->start(now(), pdus_);
    for (const auto& octets : std::exchange(early_, {})) {
        onControl(octets);
    }
}

ControlLink& CallLeg::controlLink() {
    if (!controlLink_) {
        controlLink_ = std::make_shared<ControlLink>(
            owner_.context(),
            owner_.settings().maxPduBytes,
            [this, alive = alive_](std::shared_ptr<Connection> connection) {
                if (*alive && !ended_) {
                    useControl(std::move(connection));
                } else {
                    connection->abort();
                }
            });
    }
    return *controlLink_;
}

/// After Connect: H.245 is tunnelled, or has a connection, or the peer is told where to make one.
void CallLeg::ensureControl() {
    controlBy_ = now() + kControlWithin;
    if (call_.tunnels() || control_ ||
        (controlLink_ && (controlLink_->connecting() || controlLink_->listening().isSet()))) {
        return;
    }
    const auto& settings = owner_.settings();
    const auto at = controlLink().listen(connection_->local(),
                                         connection_->remote(),
                                         {settings.firstH245Port, settings.lastH245Port});
    if (!at) {
        hangUp({call::CauseCode::unreachable, 0, at.error().message, false});
        return;
    }
    call_.startH245(*at, signals_);
}

void CallLeg::sendPdus() {
    for (const auto& pdu : std::exchange(pdus_, {})) {
        auto octets = encodePer(pdu);
        if (!octets) {
            logger("h323").error(
                "H.245 not sent call={} why={}", id_.value, octets.error().message);
            continue;
        }
        if (logger("h323").should_log(spdlog::level::debug)) {
            logger("h323").debug("h245 out call={} {}", id_.value, print(pdu));
        }
        if (control_) {
            control_->send(*octets);
        } else {
            call_.sendControl(std::move(*octets), signals_);
        }
    }
}

}  // namespace mcu::h323
