// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/lower_link.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "cascade/impl/incident_log.h"
#include "cascade/impl/talkback.h"
#include "cascade/impl/wire_codec.h"

namespace mcu::cascade {

namespace {

constexpr Duration kFirstBackOff = std::chrono::milliseconds(200);
constexpr Duration kLongestBackOff = std::chrono::seconds(2);
constexpr auto kWelcomeWithin = std::chrono::seconds(5);
constexpr auto kRosterEvery = std::chrono::milliseconds(200);
constexpr auto kFiguresEvery = std::chrono::seconds(5);
constexpr auto kTrunkCheck = std::chrono::milliseconds(500);
constexpr auto kCertificateCheck = std::chrono::seconds(5);

/// What is wrong with our own certificate, if that is why nobody wants us.
std::string ownTrouble(const Settings& settings, WallTime now) {
    const auto pem = pemFile(settings.certificate, "certificate");
    const auto authority = pemFile(settings.authority, "authority");
    if (!pem || !authority) {
        return (pem ? authority.error() : pem.error()).message;
    }
    const auto good = pki::chainsTo(*pem, *authority, now);
    return good ? "" : "our own certificate is not good: " + good.error().message;
}

}  // namespace

LowerLink::LowerLink(Hub& hub, MasterSettings settings)
    : hub_(hub),
      settings_(std::move(settings)),
      incidents_(hub, settings_.mcu, IncidentTraffic::Toward::master),
      book_(settings_.mcu,
            hub.loop().clock(),
            roster_,
            {[this](const wire::OrderReport& report) {
                 wire::FromSlave message;
                 *message.mutable_order_report() = report;
                 send(message);
             },
             [this](int trunk, const conference::Selection& selection) {
                 return hub_.host().select(
                     settings_.conference, trunkSite(settings_.mcu, trunk), selection);
             },
             [this](Notice notice) {
                 notice.conference = settings_.conference;
                 hub_.tell(notice);
             }}) {
    book_.setPolicy(settings_.policy);
    facts_.enter(LinkState::down, "not asked for yet", hub_.loop().clock().now());
    wanted_ = settings_.connectAtStart;
}

LowerLink::~LowerLink() {
    if (stream_) {
        stream_->setListener(nullptr);
    }
}

std::string LowerLink::name() const {
    return facts_.name.empty() ? settings_.mcu.value : facts_.name;
}

void LowerLink::tell(const std::string& kind,
                     const std::string& severity,
                     const std::string& text,
                     std::map<std::string, std::string> fields) {
    fields["link"] = settings_.mcu.value;
    fields["toward"] = "master";
    fields["cause"] = facts_.cause;
    hub_.tell({settings_.conference, {}, kind, severity, text, std::move(fields)});
}

Status LowerLink::connect() {
    wanted_ = true;
    backOff_ = {};
    dialAt_ = {};
    facts_.refusal.clear();
    if (!stream_) {
        facts_.enter(
            LinkState::connecting, "calling " + settings_.address, hub_.loop().clock().now());
    }
    return {};
}

Status LowerLink::disconnect(const std::string& reason) {
    wanted_ = false;
    const std::string why = reason.empty() ? "ended by the technician" : reason;
    if (stream_) {
        wire::FromSlave message;
        toWire(Error(ErrorCode::refused, fitted(why, 1000), {}, "cascade.disconnected"),
               *message.mutable_bye());
        send(message);
        stream_->finish();
    }
    drop(LinkState::down, why);
    removeTrunks();
    tell("cascade.down", "info", "the link to " + name() + " was ended: " + why);
    return {};
}

void LowerLink::stop() {
    wanted_ = false;
    if (stream_) {
        wire::FromSlave message;
        toWire(Error(ErrorCode::unavailable,
                     hub_.settings().self.value + " is stopping",
                     {},
                     "cascade.stopping"),
               *message.mutable_bye());
        send(message);
        stream_->finish();
        stream_->setListener(nullptr);
    }
}

void LowerLink::waitEnded() {
    if (stream_) {
        stream_->waitEnded(std::chrono::milliseconds(300));
        stream_->cut();
        stream_->waitEnded(std::chrono::seconds(2));
    }
}

void LowerLink::dialNow() {
    const auto now = hub_.loop().clock().now();
    backOff_ = std::clamp(backOff_ * 2, kFirstBackOff, kLongestBackOff);
    dialAt_ = now + backOff_;
    if (!hub_.host().hasConference(settings_.conference)) {
        if (facts_.state != LinkState::controlLost) {
            facts_.enter(LinkState::connecting,
                         "there is no conference " + settings_.conference.value + " here yet",
                         now);
        }
        return;
    }
    auto dialled = dial(hub_.settings(), settings_.address, hub_.loop(), *this);
    if (!dialled) {
        drop(LinkState::refused, dialled.error().message);
        return;
    }
    if (facts_.state == LinkState::down) {
        facts_.enter(LinkState::connecting, "calling " + settings_.address, now);
    }
    stream_ = dialled->stream;
    handshake_ = dialled->handshake;
    dialledAt_ = now;
    session_ = 0;
}

void LowerLink::onOpen(const Peer& peer) {
    peer_ = peer;
    const auto good = hub_.checkPeer(peer.certificate, settings_.mcu);
    if (!good) {
        refuse(good.error());
        return;
    }
    facts_.certificate = *good;
    facts_.address = settings_.address;
    hello();
}

void LowerLink::hello() {
    wire::FromSlave message;
    auto& hello = *message.mutable_hello();
    *hello.mutable_identity() = hub_.identity();
    hello.set_conference(settings_.conference.value);
    hello.set_uplinks(static_cast<std::uint32_t>(std::clamp(settings_.uplinks, 1, 4)));
    const auto below = hub_.below({});
    hello.set_depth_below(static_cast<std::uint32_t>(below.depth));
    for (const auto& mcu : below.mcus) {
        hello.add_below(mcu.value);
    }
    hello.mutable_policy()->set_kind(toWire(book_.policy()));
    hello.mutable_policy()->set_hold(book_.held());
    hello.mutable_policy()->set_hold_reason(fitted(book_.holdReason(), 1000));
    for (const auto& carried : book_.carried()) {
        *hello.add_carries() = carried;
    }
    rates_ = {};
    send(message);
}

void LowerLink::onEnded(const std::string& why) {
    const bool wasUp = session_ != 0;
    const auto refusal = handshake_ ? handshake_->refusal() : Error();
    logger("cascade").debug("stream ended link={} why={}", settings_.mcu.value, why);
    if (!refusal.message.empty()) {
        hub_.count("cascade.refused");
        drop(LinkState::refused, refusal.message);
        return;
    }
    if (wasUp) {
        drop(LinkState::controlLost, "the connection broke");
        return;
    }
    const auto own = ownTrouble(hub_.settings(), hub_.loop().clock().wallNow());
    if (!own.empty()) {
        drop(LinkState::refused, own);
        return;
    }
    drop(LinkState::connecting, name() + " cannot be reached at " + settings_.address);
}

void LowerLink::drop(LinkState state, const std::string& cause) {
    if (stream_) {
        stream_->setListener(nullptr);
        stream_ = nullptr;
    }
    const auto now = hub_.loop().clock().now();
    const bool wasUp = std::exchange(session_, 0) != 0;
    heartbeat_.reset();
    incidents_.end();
    checks_.end();
    answers_.end();
    plans_.forget();
    dialAt_ = now + backOff_;
    // Media go on while we call again, whatever comes of one try.
    if (state == LinkState::connecting && facts_.state == LinkState::controlLost) {
        return;
    }
    // A refusal stays to be read while we call again.
    if (state == LinkState::connecting && facts_.state == LinkState::refused) {
        facts_.enter(LinkState::connecting, cause, now);
        return;
    }
    facts_.enter(state, cause, now);
    if (state == LinkState::controlLost && wasUp) {
        tell("cascade.control-lost",
             "error",
             "the control channel to " + name() + " is lost: " + cause +
                 "; pictures and sound go on");
    }
    if (state == LinkState::refused && facts_.refusal != cause) {
        facts_.refusal = cause;
        tell("cascade.refused", "error", "the link to " + name() + " was refused: " + cause);
    }
}

void LowerLink::refuse(const Error& why) {
    hub_.count("cascade.refused");
    if (stream_) {
        wire::FromSlave message;
        toWire(why, *message.mutable_bye());
        send(message);
        stream_->finish();
    }
    drop(LinkState::refused, why.message);
    removeTrunks();
}

void LowerLink::cutFor(const Error& why) {
    hub_.count("cascade.cut");
    wire::FromSlave message;
    toWire(why, *message.mutable_bye());
    send(message);
    stream_->finish();
    drop(session_ != 0 ? LinkState::controlLost : LinkState::refused, why.message);
}

void LowerLink::send(const wire::FromSlave& message) {
    if (stream_) {
        stream_->send(message);
    }
}

void LowerLink::tick() {
    const auto& clock = hub_.loop().clock();
    const auto now = clock.now();
    book_.tick();
    if (now - trunksChecked_ >= kTrunkCheck) {
        checkTrunks();
    }
    if (!stream_) {
        if (wanted_ && now >= dialAt_) {
            dialNow();
        }
        return;
    }
    if (session_ == 0) {
        if (now - dialledAt_ >= kWelcomeWithin) {
            stream_->cut();
            drop(LinkState::connecting, name() + " does not answer at " + settings_.address);
        }
        return;
    }
    if (!heartbeat_) {
        return;
    }
    if (heartbeat_->lost(now)) {
        stream_->cut();
        drop(LinkState::controlLost, "no answer for 3 s");
        return;
    }
    if (const auto ping = heartbeat_->due(clock)) {
        wire::FromSlave message;
        *message.mutable_ping() = *ping;
        send(message);
    }
    sendEvents();
    if (auto due = incidents_.due(now)) {
        wire::FromSlave message;
        *message.mutable_incidents() = std::move(*due);
        send(message);
    }
    if (auto due = checks_.due(now)) {
        wire::FromSlave message;
        *message.mutable_check_results() = std::move(*due);
        send(message);
    }
    if (auto due = answers_.due(now)) {
        wire::FromSlave message;
        *message.mutable_session_answers() = std::move(*due);
        send(message);
    }
    if ((rosterDue_ && now - rosterAt_ >= kRosterEvery) || now - rosterAt_ >= kFiguresEvery) {
        readRoster();
    }
    if (now - certificateChecked_ >= kCertificateCheck) {
        certificateChecked_ = now;
        if (const auto good = hub_.checkPeer(peer_.certificate, settings_.mcu); !good) {
            refuse(good.error());
        }
    }
}

void LowerLink::onTrunkState(const ConferenceId& conference, const SiteId& trunk) {
    const bool ours = std::any_of(
        trunks_.begin(), trunks_.end(), [&](const auto& spec) { return spec.id == trunk; });
    if (ours && conference == settings_.conference) {
        checkTrunks();
    }
}

void LowerLink::checkTrunks() {
    trunksChecked_ = hub_.loop().clock().now();
    if (trunks_.empty()) {
        return;
    }
    hub_.host().trunkStatus(
        settings_.conference,
        [this, alive = std::weak_ptr(alive_)](std::vector<conference::TrunkStatus> all) {
            if (alive.expired()) {
                return;
            }
            std::erase_if(all, [this](const auto& status) {
                return std::none_of(trunks_.begin(), trunks_.end(), [&](const auto& spec) {
                    return spec.id == status.id;
                });
            });
            trunkStates_ = std::move(all);
            if (!controlled()) {
                return;
            }
            const auto now = hub_.loop().clock().now();
            const auto trouble = troubleOf(trunkStates_, static_cast<int>(trunks_.size()));
            const auto before = facts_.state;
            facts_.enter(trouble.empty() ? LinkState::up : LinkState::degraded, trouble, now);
            if (trouble.empty() && before != LinkState::up) {
                wasUp_ = true;
                tell("cascade.up", "info", "the link to " + name() + " is up");
            } else if (!trouble.empty() &&
                       (before == LinkState::up ||
                        (!wasUp_ && now - upSince_ > std::chrono::seconds(10)))) {
                wasUp_ = true;
                tell("cascade.degraded", "warning", "the link to " + name() + ": " + trouble);
            }
        });
}

void LowerLink::onSelection(const ConferenceId& conference,
                            const SiteId& trunk,
                            const SiteId& site,
                            conference::SelectionStep step,
                            const std::string& why) {
    if (conference != settings_.conference) {
        return;
    }
    for (const auto& spec : trunks_) {
        if (spec.id == trunk) {
            book_.onStep(spec.number, site, step, why);
        }
    }
}

LinkStatus LowerLink::status() const {
    LinkStatus out;
    out.mcu = settings_.mcu;
    out.name = name();
    out.toMaster = true;
    out.conference = settings_.conference;
    facts_.fill(out, hub_.loop().clock());
    if (out.address.empty()) {
        out.address = settings_.address;
    }
    if (heartbeat_) {
        out.roundTripMs = heartbeat_->roundTripMs();
        out.clockOffsetMs = heartbeat_->clockOffsetMs();
    }
    out.depth = std::max(1, reach_.depth);
    out.policy = book_.policy();
    out.held = book_.held();
    out.holdReason = book_.holdReason();
    out.rosterVersion = roster_.version();
    out.sites = static_cast<int>(roster_.size());
    out.sitesReady = static_cast<int>(roster_.ready());
    out.trunks = trunkStates_;
    return out;
}

}  // namespace mcu::cascade
