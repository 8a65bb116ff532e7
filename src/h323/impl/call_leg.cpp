// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/impl/call_leg.h"

#include <utility>

#include "base/log.h"

// The life of a call: its connections, its machines, its timers and its end.

namespace mcu::h323 {

namespace {

h225::CallSettings callSettings(const H323Settings& from) {
    h225::CallSettings out;
    out.who.product = from.product;
    out.who.version = from.version;
    out.who.mcu = from.terminalType >= 160;
    out.tunnelling = from.tunnelling;
    out.connectTimeout = from.connectTimeout;
    out.answerTimeout = from.answerTimeout;
    return out;
}

}  // namespace

CallLeg::CallLeg(Owner& owner, CallId id)
    : owner_(owner),
      id_(id),
      call_(callSettings(owner.settings())),
      resolver_(owner.context()),
      dialling_(owner.context()),
      timer_(owner.context()) {}

CallLeg::~CallLeg() {
    *alive_ = false;
    if (controlLink_) {
        controlLink_->close();
    }
}

bool CallLeg::settleEncryption() {
    if (keys_ && !keys_->algorithms().empty()) {
        return true;
    }
    keys_.reset();
    if (policy_.encryption != media::Encryption::required) {
        return true;
    }
    hangUp({call::CauseCode::encryptionRequired,
            0,
            "encryption is required and the far end offers none that fits (H.235.6, AES); turn its "
            "encryption on, or set the site's to preferred",
            false});
    return false;
}

void CallLeg::accept(std::shared_ptr<Connection> connection, const h225::Signal& setup) {
    gateCall_.call = id_;
    gateCall_.incoming = true;
    gateCall_.peer = connection->remote();
    use(std::move(connection));
    call_.onSignal(setup, now(), signals_);
    pump();
}

void CallLeg::use(std::shared_ptr<Connection> connection) {
    connection_ = std::move(connection);
    Connection::Handlers handlers;
    handlers.onPacket = [this, alive = alive_](const Octets& packet) {
        if (*alive) {
            onPacket(packet);
        }
    };
    handlers.onClosed = [this, alive = alive_](const std::string& why) {
        if (*alive) {
            connection_.reset();
            hangUp({call::CauseCode::unreachable, 0, "signalling connection: " + why, false});
        }
    };
    connection_->start(std::move(handlers));
}

void CallLeg::onPacket(const Octets& packet) {
    if (!guard_.pass(now())) {
        hangUp({call::CauseCode::protocolError, 0, "it floods us with messages", false});
        return;
    }
    bool unreadable = false;
    const auto signal = h225::parseSignal(packet, &unreadable);
    if (!signal || unreadable) {
        onMalformed();
        return;
    }
    logger("h323").debug("signal in call={} {}", id_.value, nameOf(signal->q931.type));
    call_.onSignal(*signal, now(), signals_);
    pump();
}

void CallLeg::onMalformed() {
    ++owner_.counters().malformed;
    if (!guard_.passMalformed()) {
        hangUp({call::CauseCode::protocolError, 0, "too many messages without sense", false});
    }
}

void CallLeg::answer(const media::LocalMedia& local, const call::MediaPolicy& policy) {
    if (ended_ || call_.state() != h225::Call::State::offered) {
        return;
    }
    local_ = local;
    policy_ = policy;
    if (policy.encryption != media::Encryption::disabled) {
        keys_ = std::make_shared<security::KeyAgreement>();
        keys_->answer(call_.halfKeys());
    }
    if (!settleEncryption() || !settleControl()) {
        return;
    }
    NetAddress at;
    if (!call_.tunnels()) {
        const auto& settings = owner_.settings();
        const auto listening =
            controlLink().listen(connection_->local(),
                                 connection_->remote(),
                                 {settings.firstH245Port, settings.lastH245Port});
        if (!listening) {
            hangUp({call::CauseCode::unreachable, 0, listening.error().message, false});
            return;
        }
        at = *listening;
    }
    call_.answer(at, keys_ ? keys_->halfKeys() : h225::HalfKeys{}, signals_);
    pump();
}

void CallLeg::setHold(bool hold) {
    if (session_) {
        session_->setHold(hold, now(), pdus_);
        pump();
    }
}

void CallLeg::requestFastUpdate() {
    if (session_) {
        session_->requestFastUpdate(now(), pdus_);
        pump();
    }
}

void CallLeg::limitIncomingVideo(std::uint32_t kbps) {
    if (session_) {
        session_->limitIncomingVideo(kbps, pdus_);
        pump();
    }
}

void CallLeg::announce(const call::MediaPolicy& policy) {
    policy_ = policy;
    if (session_) {
        session_->setPolicy(policy, now(), pdus_);
        pump();
    }
}

void CallLeg::hangUp(const call::HangupCause& cause) {
    if (ended_) {
        return;
    }
    if (session_) {
        session_->end(pdus_);
        sendPdus();
    }
    call_.release(cause, signals_);
    sendSignals();
    end(cause);
}

/// Sends what the machines want sent and acts on what they tell, until there is nothing more.
void CallLeg::pump() {
    if (std::exchange(pumping_, true)) {
        return;
    }
    while (!ended_ && pumpOnce()) {
    }
    pumping_ = false;
    if (!ended_) {
        armTimer();
    }
}

bool CallLeg::pumpOnce() {
    sendPdus();
    sendSignals();
    const auto callEvents = call_.takeEvents();
    for (const auto& event : callEvents) {
        if (!ended_) {
            onCallEvent(event);
        }
    }
    const auto sessionEvents =
        session_ && !ended_ ? session_->takeEvents() : std::vector<h245::SessionEvent>{};
    for (const auto& event : sessionEvents) {
        if (!ended_) {
            onSessionEvent(event);
        }
    }
    return !callEvents.empty() || !sessionEvents.empty() || !pdus_.empty() || !signals_.empty();
}

void CallLeg::sendSignals() {
    for (const auto& signal : std::exchange(signals_, {})) {
        const auto octets = h225::encodeSignal(signal);
        if (!octets) {
            logger("h323").error(
                "signal not sent call={} why={}", id_.value, octets.error().message);
            continue;
        }
        logger("h323").debug("signal out call={} {}", id_.value, nameOf(signal.q931.type));
        if (connection_) {
            connection_->send(*octets);
        }
    }
}

void CallLeg::sendUserInput(const std::string& keys) {
    if (session_) {
        session_->sendUserInput(keys, pdus_);
        pump();
    }
}

void CallLeg::armTimer() {
    std::optional<SteadyTime> next = call_.deadline();
    const auto consider = [&next](std::optional<SteadyTime> other) {
        if (other && (!next || *other < *next)) {
            next = other;
        }
    };
    consider(connectBy_);
    consider(controlBy_);
    if (session_) {
        consider(session_->deadline());
    }
    if (!next) {
        timer_.cancel();
        return;
    }
    timer_.expires_at(*next);
    timer_.async_wait([this, alive = alive_](std::error_code error) {
        if (!error && *alive && !ended_) {
            onTimer();
        }
    });
}

void CallLeg::onTimer() {
    const auto at = now();
    if (connectBy_ && at >= *connectBy_) {
        hangUp({call::CauseCode::unreachable,
                0,
                gateCall_.peer.isSet() ? gateCall_.peer.toString() + " does not answer"
                                       : "the host is not found in time",
                false});
        return;
    }
    if (controlBy_ && at >= *controlBy_) {
        hangUp({call::CauseCode::protocolError, 0, "the far end begins no H.245", false});
        return;
    }
    call_.onTime(at, signals_);
    if (session_) {
        session_->onTime(at, pdus_);
    }
    pump();
}

void CallLeg::end(const call::HangupCause& cause) {
    if (std::exchange(ended_, true)) {
        return;
    }
    timer_.cancel();
    resolver_.cancel();
    std::error_code ignored;
    dialling_.close(ignored);
    if (controlLink_) {
        controlLink_->close();
    }
    if (control_) {
        control_->close();
    }
    if (connection_) {
        connection_->close();
    }
    if (askedGate_) {
        owner_.settings().gate->ended(gateCall_, cause);
    }
    ++owner_.counters().endedCalls;
    if (!outgoing_ && !connected_) {
        ++owner_.counters().refused;
    }
    owner_.outbox().tell([id = id_, cause](call::CallListener& l) { l.onEnded(id, cause); });
    owner_.release(id_);
}

}  // namespace mcu::h323
