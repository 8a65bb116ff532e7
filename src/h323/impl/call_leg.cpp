// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/impl/call_leg.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "h323/capability/describe.h"
#include "h323/h245/messages.h"
#include "h323/per/per.h"

namespace mcu::h323 {

namespace {

constexpr std::size_t kMostEarly = 64;
constexpr int kMostMalformed = 10;
constexpr int kMostMessagesASecond = 400;
constexpr auto kControlWithin = std::chrono::seconds(20);
constexpr std::uint32_t kSoundKbps = 64;

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

/// Text of a peer for a log line or an address: no blanks or control characters.
std::string tidy(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x21; }, '_');
    return text;
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

void CallLeg::accept(std::shared_ptr<Connection> connection, const h225::Signal& setup) {
    gateCall_.call = id_;
    gateCall_.incoming = true;
    gateCall_.peer = connection->remote();
    use(std::move(connection));
    call_.onSignal(setup, now(), signals_);
    pump();
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

/// Counts a message of the peer; false: it floods us and the call has ended.
bool CallLeg::withinRate() {
    const auto at = now();
    if (at - windowBegan_ >= std::chrono::seconds(1)) {
        windowBegan_ = at;
        inWindow_ = 0;
    }
    if (++inWindow_ <= kMostMessagesASecond) {
        return true;
    }
    hangUp({call::CauseCode::protocolError, 0, "it floods us with messages", false});
    return false;
}

void CallLeg::onPacket(const Octets& packet) {
    if (!withinRate()) {
        return;
    }
    bool unreadable = false;
    const auto signal = h225::parseSignal(packet, &unreadable);
    if (!signal || unreadable) {
        ++owner_.counters().malformed;
        if (++malformed_ >= kMostMalformed) {
            hangUp({call::CauseCode::protocolError, 0, "too many messages without sense", false});
        }
        return;
    }
    logger("h323").debug("signal in call={} {}", id_.value, nameOf(signal->q931.type));
    call_.onSignal(*signal, now(), signals_);
    pump();
}

void CallLeg::onControl(const Octets& octets) {
    if (!withinRate()) {
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
        ++owner_.counters().malformed;
        logger("h323").warn("H.245 not read call={} why={}", id_.value, message.error().message);
        if (++malformed_ >= kMostMalformed) {
            hangUp({call::CauseCode::protocolError, 0, "too many messages without sense", false});
        }
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
