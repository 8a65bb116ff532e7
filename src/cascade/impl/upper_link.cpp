// SPDX-License-Identifier: GPL-3.0-or-later
#include "cascade/impl/upper_link.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "cascade/impl/session_wire.h"
#include "cascade/impl/talkback.h"
#include "cascade/impl/validate.h"
#include "cascade/impl/wire_codec.h"

namespace mcu::cascade {

using conference::FarWish;

namespace {

constexpr auto kTrunkCheck = std::chrono::milliseconds(500);
constexpr auto kCertificateCheck = std::chrono::seconds(5);
constexpr auto kTimeToCome = std::chrono::seconds(10);  ///< for trunks, before it is a fault

}  // namespace

UpperLink::UpperLink(Hub& hub, SlaveSettings settings)
    : hub_(hub),
      settings_(std::move(settings)),
      name_(settings_.name.empty() ? settings_.mcu.value : settings_.name),
      incidents_(hub, settings_.mcu, IncidentTraffic::Toward::slave),
      orders_(settings_.mcu,
              name_,
              hub.loop().clock(),
              roster_,
              {[this](const wire::Order& order) {
                   wire::FromMaster message;
                   *message.mutable_order() = order;
                   send(message);
               },
               [this](int trunk, const SiteId& site) {
                   hub_.host().carry(conference_, trunkSite(settings_.mcu, trunk), site);
               },
               [this](const SiteId& site, conference::SelectionStep step) {
                   hub_.host().noteFarStep(conference_, site, step);
               },
               [this](const SiteId& site, const Error& why) {
                   hub_.host().refuseFar(conference_, site, why);
               },
               [this](Notice notice) {
                   notice.conference = conference_;
                   hub_.tell(notice);
               }}) {
    conference_ = settings_.conference;
    facts_.enter(LinkState::connecting, "waits for its call", hub_.loop().clock().now());
}

UpperLink::~UpperLink() {
    if (stream_) {
        stream_->setListener(nullptr);
    }
}

void UpperLink::tell(const std::string& kind,
                     const std::string& severity,
                     const std::string& text,
                     std::map<std::string, std::string> fields) {
    fields["link"] = settings_.mcu.value;
    fields["toward"] = "slave";
    fields["cause"] = facts_.cause;
    hub_.tell({conference_, {}, kind, severity, text, std::move(fields)});
}

Status UpperLink::admit(const std::shared_ptr<SlaveStream>& stream,
                        const Peer& peer,
                        const pki::CertificateFacts& certificate,
                        const wire::Hello& hello) {
    const auto& clock = hub_.loop().clock();
    const ConferenceId wanted =
        settings_.conference ? settings_.conference : ConferenceId{hello.conference()};
    if (byOrder_) {
        return Error(ErrorCode::refused,
                     "the link was ended at " + hub_.settings().self.value + ": " + facts_.cause,
                     "ask its technician to connect it again",
                     "cascade.disconnected");
    }
    if (!wanted || !hub_.host().hasConference(wanted)) {
        return Error(
            ErrorCode::refused,
            "there is no conference " + wanted.value + " at " + hub_.settings().self.value + " now",
            "create it there; the slave calls again by itself",
            "cascade.no-conference");
    }
    Reach below{static_cast<int>(hello.depth_below()) + 1, {settings_.mcu}};
    for (const auto& mcu : hello.below()) {
        below.mcus.push_back(McuId{mcu});
    }
    if (auto good = checkReach(hub_, settings_.mcu, hub_.above(), below); !good) {
        return good;
    }
    if (stream_) {
        stream_->setListener(nullptr);
        stream_->cut();
        stream_ = nullptr;
        orders_.linkDown();
    }
    stream_ = stream;
    stream_->setListener(this);
    peer_ = peer;
    reach_ = std::move(below);
    facts_.certificate = certificate;
    facts_.address = peer.address.substr(peer.address.find(':') + 1);
    facts_.name = hello.identity().name();
    facts_.program = hello.identity().program();
    facts_.differences = differencesOf(hub_.identity(), hello.identity());
    facts_.refusal.clear();
    heartbeat_.emplace(clock.now());
    rates_ = {};
    roster_.restart();
    roster_.setClockOffset(
        static_cast<double>(hello.identity().clock_us() - microseconds(clock.wallNow())) / 1000.0);
    policy_ = fromWire(hello.policy().kind());
    held_ = hello.policy().hold();
    holdReason_ = hello.policy().hold_reason();
    if (conference_ && conference_ != wanted) {
        removeTrunks();
    }
    conference_ = wanted;
    welcome(hello);
    return {};
}

void UpperLink::welcome(const wire::Hello& hello) {
    const auto now = hub_.loop().clock().now();
    const bool fresh = instance_ != hello.identity().instance();
    const bool back = facts_.state == LinkState::controlLost;
    instance_ = hello.identity().instance();
    session_ = randomWord();
    putTrunks(hello, fresh);
    wire::FromMaster message;
    auto& welcome = *message.mutable_welcome();
    *welcome.mutable_identity() = hub_.identity();
    welcome.set_session(session_);
    welcome.set_conference(conference_.value);
    const auto above = hub_.above();
    welcome.set_depth_above(static_cast<std::uint32_t>(above.depth + 1));
    welcome.add_above(hub_.settings().self.value);
    for (const auto& mcu : above.mcus) {
        welcome.add_above(mcu.value);
    }
    for (const auto& spec : trunks_) {
        auto& trunk = *welcome.add_trunks();
        trunk.set_number(static_cast<std::uint32_t>(spec.number));
        trunk.set_user(spec.user);
        trunk.set_password(spec.password.reveal());
        trunk.set_uri("sip:" + spec.user + "@" + hub_.settings().sipAddress + ";transport=tls");
    }
    send(message);
    programme_.reset();
    requests_.reset();
    upSince_ = now;
    facts_.enter(LinkState::degraded, "its up-links are being called", now);
    hub_.host().setLinkReachable(conference_, settings_.mcu, true);
    orders_.linkUp(session_,
                   static_cast<int>(trunks_.size()),
                   {hello.carries().begin(), hello.carries().end()});
    hub_.talkback().restart(settings_.mcu);
    incidents_.begin(hasFeature(hello.identity(), kIncidents), conference_);
    sessions_.begin(hasFeature(hello.identity(), kSessions), hub_.sessionKeeper(), settings_.mcu);
    logger("cascade").info(
        "link control up link={} session={:x} trunks={} program={} differences={}",
        settings_.mcu.value,
        session_,
        trunks_.size(),
        facts_.program,
        facts_.differences);
    if (back) {
        tell("cascade.back", "info", "the control channel to " + name_ + " is back");
    }
    wasUp_ = wasUp_ && !fresh;
    hub_.reachChanged();
    sendProgramme();
    sendRequests();
    talk();
    checkTrunks();
}

void UpperLink::putTrunks(const wire::Hello& hello, bool fresh) {
    const int count = std::clamp(std::min(settings_.uplinks, static_cast<int>(hello.uplinks())),
                                 1,
                                 static_cast<int>(limit::kTrunks));
    if (fresh || static_cast<int>(trunks_.size()) > count) {
        for (int i = count; i < static_cast<int>(trunks_.size()); ++i) {
            hub_.host().removeTrunk(conference_, trunkSite(settings_.mcu, i));
        }
    }
    auto before = std::exchange(trunks_, {});
    for (int i = 0; i < count; ++i) {
        conference::TrunkSpec spec;
        spec.conference = conference_;
        spec.id = trunkSite(settings_.mcu, i);
        spec.peer = settings_.mcu;
        spec.peerName = name_;
        spec.number = i;
        spec.toward = conference::TrunkSpec::Toward::slave;
        spec.user = spec.id.value;
        spec.ice = settings_.ice;
        spec.maxKbps = settings_.maxKbps;
        // A call that goes on keeps its password; a slave that was started anew gets another.
        const bool keep = !fresh && i < static_cast<int>(before.size());
        spec.password = keep ? before[static_cast<std::size_t>(i)].password
                             : Secret<std::string>(randomPassword());
        trunks_.push_back(spec);
    }
    hub_.credentialsChanged();
    for (const auto& spec : trunks_) {
        if (const auto added = hub_.host().addTrunk(spec); !added) {
            logger("cascade").warn("trunk refused link={} site={}: {}",
                                   settings_.mcu.value,
                                   spec.id.value,
                                   added.error().message);
        }
    }
}

void UpperLink::removeTrunks() {
    for (const auto& spec : trunks_) {
        hub_.host().removeTrunk(conference_, spec.id);
    }
    trunks_.clear();
    trunkStates_.clear();
    hub_.credentialsChanged();
}

std::map<std::string, Secret<std::string>> UpperLink::credentials() const {
    std::map<std::string, Secret<std::string>> out;
    for (const auto& spec : trunks_) {
        out.emplace(spec.user, spec.password);
    }
    return out;
}

void UpperLink::send(const wire::FromMaster& message) {
    if (stream_) {
        stream_->send(message);
    }
}

void UpperLink::noteRefusal(const Error& why) {
    if (stream_ || byOrder_) {
        return;  // somebody else tries while the link is up, or it is not to be up
    }
    const bool media = facts_.state == LinkState::controlLost;
    facts_.enter(media ? LinkState::controlLost : LinkState::refused,
                 why.message,
                 hub_.loop().clock().now());
    if (facts_.refusal != why.message) {
        facts_.refusal = why.message;
        tell("cascade.refused",
             "warning",
             name_ + " was refused: " + why.message,
             {{"code", why.id}});
    }
}

void UpperLink::refuse(const Error& why) {
    hub_.count("cascade.refused");
    if (stream_) {
        wire::FromMaster message;
        toWire(why, *message.mutable_bye());
        send(message);
        stream_->finish();
    }
    drop(LinkState::refused, why.message);
    removeTrunks();
    facts_.refusal = why.message;
    tell("cascade.refused",
         "error",
         "the link to " + name_ + " was ended: " + why.message,
         {{"code", why.id}});
}

void UpperLink::drop(LinkState state, const std::string& cause) {
    if (stream_) {
        stream_->setListener(nullptr);
        stream_ = nullptr;
        orders_.linkDown();
        hub_.host().setLinkReachable(conference_, settings_.mcu, false);
    }
    heartbeat_.reset();
    incidents_.end();
    sessions_.end();
    facts_.enter(state, cause, hub_.loop().clock().now());
    if (state == LinkState::controlLost) {
        tell("cascade.control-lost",
             "error",
             "the control channel to " + name_ + " is lost: " + cause +
                 "; pictures and sound go on");
    }
}

Status UpperLink::connect() {
    byOrder_ = false;
    if (!stream_) {
        facts_.enter(LinkState::connecting, "waits for its call", hub_.loop().clock().now());
    }
    return {};
}

Status UpperLink::disconnect(const std::string& reason) {
    byOrder_ = true;
    if (stream_) {
        wire::FromMaster message;
        toWire(Error(ErrorCode::refused,
                     fitted(reason.empty() ? "ended by the technician" : reason, limit::kText),
                     {},
                     "cascade.disconnected"),
               *message.mutable_bye());
        send(message);
        stream_->finish();
    }
    drop(LinkState::down, reason.empty() ? "ended by the technician" : reason);
    removeTrunks();
    tell("cascade.down", "info", "the link to " + name_ + " was ended: " + facts_.cause);
    return {};
}

void UpperLink::stop() {
    if (stream_) {
        wire::FromMaster message;
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

void UpperLink::waitEnded() {
    if (stream_) {
        stream_->waitEnded(std::chrono::seconds(2));
    }
}

void UpperLink::onTrunkState(const ConferenceId& conference, const SiteId& trunk) {
    const bool ours = std::any_of(
        trunks_.begin(), trunks_.end(), [&](const auto& spec) { return spec.id == trunk; });
    if (ours && conference == conference_) {
        checkTrunks();
    }
}

void UpperLink::checkTrunks() {
    trunksChecked_ = hub_.loop().clock().now();
    if (trunks_.empty()) {
        return;
    }
    hub_.host().trunkStatus(
        conference_,
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
            if (!stream_) {
                return;
            }
            const auto now = hub_.loop().clock().now();
            const auto trouble = troubleOf(trunkStates_, static_cast<int>(trunks_.size()));
            const auto before = facts_.state;
            if (trouble.empty()) {
                facts_.enter(LinkState::up, {}, now);
                if (before != LinkState::up) {
                    wasUp_ = true;
                    tell("cascade.up", "info", "the link to " + name_ + " is up");
                }
                return;
            }
            facts_.enter(LinkState::degraded, trouble, now);
            if (before == LinkState::up || (!wasUp_ && now - upSince_ > kTimeToCome)) {
                wasUp_ = true;
                tell("cascade.degraded", "warning", "the link to " + name_ + ": " + trouble);
            }
        });
}

void UpperLink::checkCertificate() {
    certificateChecked_ = hub_.loop().clock().now();
    if (auto good = hub_.checkPeer(peer_.certificate, settings_.mcu); !good) {
        refuse(good.error());
    }
}

void UpperLink::tick() {
    const auto now = hub_.loop().clock().now();
    if (now - trunksChecked_ >= kTrunkCheck) {
        checkTrunks();
    }
    if (!stream_ || !heartbeat_) {
        return;
    }
    if (heartbeat_->lost(now)) {
        stream_->cut();
        drop(LinkState::controlLost, "no answer for 3 s");
        return;
    }
    if (const auto ping = heartbeat_->due(hub_.loop().clock())) {
        wire::FromMaster message;
        *message.mutable_ping() = *ping;
        send(message);
    }
    sendProgramme();
    sendRequests();
    if (auto due = incidents_.due(now)) {
        wire::FromMaster message;
        *message.mutable_incidents() = std::move(*due);
        send(message);
    }
    sendSessions();
    orders_.tick();
    if (certificateChecked_ == SteadyTime{}) {
        certificateChecked_ = now;
    } else if (now - certificateChecked_ >= kCertificateCheck) {
        checkCertificate();
    }
}

LinkStatus UpperLink::status() const {
    LinkStatus out;
    out.mcu = settings_.mcu;
    out.name = name_;
    out.conference = conference_;
    facts_.fill(out, hub_.loop().clock());
    if (heartbeat_) {
        out.roundTripMs = heartbeat_->roundTripMs();
        out.clockOffsetMs = heartbeat_->clockOffsetMs();
    }
    out.depth = std::max(1, reach_.depth);
    out.policy = policy_;
    out.held = held_;
    out.holdReason = holdReason_;
    out.rosterVersion = roster_.version();
    out.sites = static_cast<int>(roster_.sites().size());
    out.sitesReady = static_cast<int>(
        std::count_if(roster_.sites().begin(), roster_.sites().end(), [](const auto& one) {
            return one.second.state == conference::SiteState::connected;
        }));
    out.trunks = trunkStates_;
    return out;
}

}  // namespace mcu::cascade
