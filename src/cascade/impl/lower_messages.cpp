// SPDX-License-Identifier: GPL-3.0-or-later
// What the master says, and what it is told.
#include <algorithm>
#include <utility>

#include "base/log.h"
#include "cascade/impl/acceptor.h"
#include "cascade/impl/incident_log.h"
#include "cascade/impl/lower_link.h"
#include "cascade/impl/talkback.h"
#include "cascade/impl/validate.h"
#include "cascade/impl/wire_codec.h"

namespace mcu::cascade {

namespace {

constexpr std::size_t kMostSessions = 64;

}  // namespace

void LowerLink::onMessage(const wire::FromMaster& message) {
    const auto now = hub_.loop().clock().now();
    Status good = validate(message);
    const bool first = message.has_welcome() || message.has_refused() || message.has_bye();
    if (message.ByteSizeLong() > kLargestMessage) {
        good =
            Error(ErrorCode::protocol, "a message is larger than 1 MiB", {}, "cascade.malformed");
    } else if (!rates_.take(message.body_case(), rateOf(message.body_case()), now)) {
        good = Error(ErrorCode::protocol, "messages come too fast", {}, "cascade.flood");
    } else if (good && session_ == 0 && !first) {
        good = Error(ErrorCode::protocol, "no Welcome came first", {}, "cascade.malformed");
    } else if (good && session_ != 0 && message.has_welcome()) {
        good = Error(ErrorCode::protocol, "a second Welcome came", {}, "cascade.malformed");
    }
    if (!good) {
        cutFor(good.error());
        return;
    }
    if (heartbeat_) {
        heartbeat_->heard(now);
    }
    dispatch(message);
}

void LowerLink::dispatch(const wire::FromMaster& message) {
    switch (message.body_case()) {
        case wire::FromMaster::kWelcome:
            onWelcome(message.welcome());
            break;
        case wire::FromMaster::kRefused:
            onBye(errorFrom(message.refused()));
            break;
        case wire::FromMaster::kBye:
            onBye(errorFrom(message.bye()));
            break;
        case wire::FromMaster::kRosterResync:
            sendWholeRoster();
            break;
        case wire::FromMaster::kOrder:
            book_.onOrder(message.order());
            break;
        case wire::FromMaster::kProgramme:
            programme_ = fromWire(message.programme());
            hub_.host().setMasterProgramme(settings_.conference, programme_);
            break;
        case wire::FromMaster::kRequests: {
            const double offset = heartbeat_ ? heartbeat_->clockOffsetMs() : 0;
            requests_.clear();
            for (const auto& one : message.requests().requests()) {
                requests_.push_back(fromWire(one, offset));
            }
            break;
        }
        case wire::FromMaster::kTopology:
            onTopology(message.topology());
            break;
        case wire::FromMaster::kEventLogReceived:
            hub_.incidents().acknowledged(message.event_log_received().number());
            sendEvents();
            break;
        case wire::FromMaster::kTalk: {
            hub_.talkback().onTalk(settings_.mcu, instance_, message.talk());
            wire::FromSlave received;
            received.mutable_talk_received()->set_number(message.talk().number());
            send(received);
            break;
        }
        case wire::FromMaster::kTalkReceived:
            hub_.talkback().onReceived(settings_.mcu, message.talk_received().number());
            break;
        case wire::FromMaster::kPing: {
            wire::FromSlave pong;
            *pong.mutable_pong() = Heartbeat::answer(message.ping(), hub_.loop().clock().wallNow());
            send(pong);
            break;
        }
        case wire::FromMaster::kPong:
            if (heartbeat_) {
                heartbeat_->onPong(message.pong(), hub_.loop().clock());
            }
            break;
        case wire::FromMaster::kIncidents:
            incidents_.take(message.incidents());
            break;
        case wire::FromMaster::kSessionPlace:
            onSession(message.session_place());
            break;
        case wire::FromMaster::kPlanPart:
            onPlanPart(message.plan_part());
            break;
        case wire::FromMaster::BODY_NOT_SET:
            hub_.count("cascade.ignored");  // of a newer minor version
            break;
    }
}

void LowerLink::onWelcome(const wire::Welcome& welcome) {
    const auto& clock = hub_.loop().clock();
    const auto& identity = welcome.identity();
    Status good = checkVersion(hub_.identity(), identity);
    Reach above{static_cast<int>(welcome.depth_above()), {}};
    for (const auto& mcu : welcome.above()) {
        above.mcus.push_back(McuId{mcu});
    }
    if (good && identity.mcu() != settings_.mcu.value) {
        good = Error(ErrorCode::refused,
                     "the master calls itself " + identity.mcu() + ", its certificate says " +
                         settings_.mcu.value,
                     {},
                     "cascade.wrong-id");
    }
    if (good) {
        good = checkReach(hub_, settings_.mcu, above, hub_.below({}));
    }
    if (!good) {
        refuse(good.error());
        return;
    }
    const bool back = facts_.state == LinkState::controlLost;
    const bool fresh = instance_ != identity.instance();
    session_ = welcome.session();
    instance_ = identity.instance();
    backOff_ = {};
    upSince_ = clock.now();
    certificateChecked_ = clock.now();
    facts_.name = identity.name();
    facts_.program = identity.program();
    facts_.differences = differencesOf(hub_.identity(), identity);
    facts_.refusal.clear();
    heartbeat_.emplace(clock.now());
    reach_ = std::move(above);
    masterConference_ = ConferenceId{welcome.conference()};
    facts_.enter(LinkState::degraded, "its up-links are being called", clock.now());
    putTrunks(welcome, fresh);
    book_.begin(session_, static_cast<int>(trunks_.size()));
    hub_.incidents().restart();
    hub_.talkback().restart(settings_.mcu);
    incidents_.begin(hasFeature(identity, kIncidents), settings_.conference);
    checks_.begin(hasFeature(identity, kChecks), hub_.checkKeeper());
    answers_.begin(hasFeature(identity, kSessions), hub_.sessionKeeper());
    sessions_.clear();  // told anew
    logger("cascade").info(
        "link control up link={} session={:x} trunks={} program={} differences={}",
        settings_.mcu.value,
        session_,
        trunks_.size(),
        facts_.program,
        facts_.differences);
    if (back) {
        tell("cascade.back", "info", "the control channel to " + name() + " is back");
    }
    wasUp_ = wasUp_ && !fresh;
    sendWholeRoster();
    sendEvents();
    talk();
    hub_.reachChanged();
    checkTrunks();
}

void LowerLink::putTrunks(const wire::Welcome& welcome, bool fresh) {
    const auto before = std::exchange(trunks_, {});
    for (const auto& granted : welcome.trunks()) {
        conference::TrunkSpec spec;
        spec.conference = settings_.conference;
        spec.number = static_cast<int>(granted.number());
        spec.id = trunkSite(settings_.mcu, spec.number);
        spec.peer = settings_.mcu;
        spec.peerName = name();
        spec.toward = conference::TrunkSpec::Toward::master;
        spec.uri = granted.uri();
        spec.user = granted.user();
        spec.password = Secret<std::string>(granted.password());
        spec.ice = settings_.ice;
        spec.maxKbps = settings_.maxKbps;
        const auto same = std::find_if(before.begin(), before.end(), [&](const auto& old) {
            return old.id == spec.id && old.uri == spec.uri && old.user == spec.user &&
                   old.password == spec.password;
        });
        if (const auto added = hub_.host().addTrunk(spec); !added) {
            logger("cascade").warn("trunk refused link={} site={}: {}",
                                   settings_.mcu.value,
                                   spec.id.value,
                                   added.error().message);
        } else if (fresh && same != before.end()) {
            // Not replaced, so its call is to a program that is no more.
            hub_.host().redialTrunk(settings_.conference, spec.id);
        }
        trunks_.push_back(spec);
        if (same == before.end()) {
            book_.reselect(spec.number);  // the last selection holds
        }
    }
    for (const auto& old : before) {
        if (old.number >= static_cast<int>(trunks_.size())) {
            hub_.host().removeTrunk(settings_.conference, old.id);
        }
    }
}

void LowerLink::removeTrunks() {
    for (const auto& spec : trunks_) {
        hub_.host().removeTrunk(settings_.conference, spec.id);
    }
    trunks_.clear();
    trunkStates_.clear();
    book_.forget();
}

void LowerLink::onTopology(const wire::Topology& topology) {
    Reach above{static_cast<int>(topology.depth()), {}};
    for (const auto& mcu : topology.mcus()) {
        above.mcus.push_back(McuId{mcu});
    }
    if (const auto good = checkReach(hub_, settings_.mcu, above, hub_.below({})); !good) {
        refuse(good.error());
        return;
    }
    if (reach_ != above) {
        reach_ = std::move(above);
        hub_.reachChanged();
    }
}

void LowerLink::onSession(const wire::SessionPlace& place) {
    auto news = fromWire(place);
    if (hub_.sessionKeeper() != nullptr) {
        hub_.sessionKeeper()->takeSession(news, settings_.mcu);
    }
    if (news.state == "ended") {
        sessions_.erase(news.session);
    } else if (sessions_.size() < kMostSessions || sessions_.contains(news.session)) {
        sessions_.insert_or_assign(news.session, std::move(news));
    }
}

std::vector<SessionNews> LowerLink::sessions() const {
    std::vector<SessionNews> out;
    for (const auto& [id, news] : sessions_) {
        out.push_back(news);
    }
    return out;
}

void LowerLink::onPlanPart(const wire::PlanPart& part) {
    const auto plan = plans_.take(part);
    if (!plan) {
        cutFor(plan.error());
    } else if (*plan && hub_.sessionKeeper() != nullptr) {
        hub_.sessionKeeper()->takePlan(**plan, settings_.mcu);
    }
}

void LowerLink::onBye(const Error& why) {
    stream_->finish();
    const bool passing = why.id == "cascade.stopping" || why.id == "cascade.malformed" ||
                         why.id == "cascade.flood" || why.id == "cascade.no-conference" ||
                         why.id == "cascade.busy";
    if (passing && (session_ != 0 || facts_.state == LinkState::controlLost)) {
        drop(LinkState::controlLost, why.message);
        facts_.enter(LinkState::controlLost, why.message, hub_.loop().clock().now());
        return;
    }
    hub_.count("cascade.refused");
    drop(why.id == "cascade.disconnected" ? LinkState::down : LinkState::refused,
         name() + ": " + why.message);
    removeTrunks();
}

void LowerLink::sendWholeRoster() {
    rosterAsked_ = true;
    readRoster();
}

void LowerLink::readRoster() {
    rosterDue_ = false;
    rosterAt_ = hub_.loop().clock().now();
    hub_.host().roster(settings_.conference,
                       [this, alive = std::weak_ptr(alive_), session = session_](
                           const std::vector<conference::FarSite>& sites) {
                           if (alive.expired() || session != session_ || session_ == 0) {
                               return;
                           }
                           const auto delta = roster_.update(sites, hub_.loop().clock().wallNow());
                           if (rosterAsked_ || (delta && (delta->changed_size() > 500 ||
                                                          delta->gone_size() > 500))) {
                               rosterAsked_ = false;
                               for (const auto& page : roster_.pages()) {
                                   wire::FromSlave message;
                                   *message.mutable_roster_page() = page;
                                   send(message);
                               }
                           } else if (delta) {
                               wire::FromSlave message;
                               *message.mutable_roster_delta() = *delta;
                               send(message);
                           }
                       });
}

void LowerLink::onRosterChanged(const ConferenceId& conference) {
    if (conference != settings_.conference || !controlled()) {
        return;
    }
    rosterDue_ = true;
    if (hub_.loop().clock().now() - rosterAt_ >= std::chrono::milliseconds(200)) {
        readRoster();
    }
}

void LowerLink::onReachBelow() {
    if (!controlled()) {
        return;
    }
    const auto below = hub_.below({});
    wire::FromSlave message;
    auto& topology = *message.mutable_topology();
    topology.set_depth(static_cast<std::uint32_t>(below.depth));
    for (const auto& mcu : below.mcus) {
        topology.add_mcus(mcu.value);
    }
    send(message);
}

void LowerLink::sendEvents() {
    if (!controlled()) {
        return;
    }
    if (const auto log = hub_.incidents().next()) {
        wire::FromSlave message;
        *message.mutable_event_log() = *log;
        send(message);
    }
}

void LowerLink::talk() {
    if (!controlled()) {
        return;
    }
    for (const auto& talk : hub_.talkback().pending(settings_.mcu)) {
        wire::FromSlave message;
        *message.mutable_talk() = talk;
        send(message);
    }
}

void LowerLink::setPolicy(Policy policy) {
    book_.setPolicy(policy);
    wire::FromSlave message;
    message.mutable_policy()->set_kind(toWire(policy));
    message.mutable_policy()->set_hold(book_.held());
    message.mutable_policy()->set_hold_reason(fitted(book_.holdReason(), 1000));
    if (controlled()) {
        send(message);
    }
}

void LowerLink::setHold(bool on, const std::string& reason) {
    book_.setHold(on, reason);
    wire::FromSlave message;
    message.mutable_policy()->set_kind(toWire(book_.policy()));
    message.mutable_policy()->set_hold(on);
    message.mutable_policy()->set_hold_reason(fitted(book_.holdReason(), 1000));
    if (controlled()) {
        send(message);
    }
}

}  // namespace mcu::cascade
