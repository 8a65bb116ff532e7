// SPDX-License-Identifier: GPL-3.0-or-later
// What a slave says, and what it is told of the conference.
#include <algorithm>
#include <utility>

#include "base/log.h"
#include "cascade/impl/check_traffic.h"
#include "cascade/impl/session_wire.h"
#include "cascade/impl/talkback.h"
#include "cascade/impl/upper_link.h"
#include "cascade/impl/validate.h"
#include "cascade/impl/wire_codec.h"

namespace mcu::cascade {

void UpperLink::onOpen(const Peer& /*peer*/) {}

void UpperLink::onMessage(const wire::FromSlave& message) {
    const auto now = hub_.loop().clock().now();
    if (heartbeat_) {
        heartbeat_->heard(now);
    }
    Status good = validate(message);
    if (message.ByteSizeLong() > kLargestMessage) {
        good =
            Error(ErrorCode::protocol, "a message is larger than 1 MiB", {}, "cascade.malformed");
    } else if (!rates_.take(message.body_case(), rateOf(message.body_case()), now)) {
        good = Error(ErrorCode::protocol, "messages come too fast", {}, "cascade.flood");
    } else if (message.has_hello()) {
        good = Error(ErrorCode::protocol, "a second Hello came", {}, "cascade.malformed");
    }
    if (good) {
        dispatch(message);
        return;
    }
    hub_.count("cascade.cut");
    wire::FromMaster bye;
    toWire(good.error(), *bye.mutable_bye());
    send(bye);
    stream_->finish();
    drop(LinkState::controlLost, good.error().message);
}

void UpperLink::onEnded(const std::string& why) {
    drop(LinkState::controlLost, why);
}

void UpperLink::dispatch(const wire::FromSlave& message) {
    const auto wall = hub_.loop().clock().wallNow();
    switch (message.body_case()) {
        case wire::FromSlave::kRosterPage:
            onRoster(roster_.onPage(message.roster_page(), wall));
            break;
        case wire::FromSlave::kRosterDelta:
            onRoster(roster_.onDelta(message.roster_delta(), wall));
            break;
        case wire::FromSlave::kOrderReport:
            orders_.onReport(message.order_report());
            break;
        case wire::FromSlave::kPolicy: {
            policy_ = fromWire(message.policy().kind());
            held_ = message.policy().hold();
            holdReason_ = message.policy().hold_reason();
            tell("cascade.policy",
                 held_ ? "warning" : "info",
                 held_ ? name_ + " holds orders: " + holdReason_
                       : name_ + " answers orders by policy " + std::string(nameOf(policy_)));
            break;
        }
        case wire::FromSlave::kTopology:
            onTopology(message.topology());
            break;
        case wire::FromSlave::kEventLog:
            onEvents(message.event_log());
            break;
        case wire::FromSlave::kTalk: {
            hub_.talkback().onTalk(settings_.mcu, instance_, message.talk());
            wire::FromMaster received;
            received.mutable_talk_received()->set_number(message.talk().number());
            send(received);
            break;
        }
        case wire::FromSlave::kTalkReceived:
            hub_.talkback().onReceived(settings_.mcu, message.talk_received().number());
            break;
        case wire::FromSlave::kPing: {
            wire::FromMaster pong;
            *pong.mutable_pong() = Heartbeat::answer(message.ping(), wall);
            send(pong);
            break;
        }
        case wire::FromSlave::kPong:
            if (heartbeat_) {
                heartbeat_->onPong(message.pong(), hub_.loop().clock());
                roster_.setClockOffset(heartbeat_->clockOffsetMs());
            }
            break;
        case wire::FromSlave::kBye:
            onBye(message.bye());
            break;
        case wire::FromSlave::kIncidents:
            incidents_.take(message.incidents());
            break;
        case wire::FromSlave::kCheckResults:
            onChecks(message.check_results());
            break;
        case wire::FromSlave::kSessionAnswers:
            onAnswers(message.session_answers());
            break;
        default:
            hub_.count("cascade.ignored");  // of a newer minor version
            break;
    }
}

void UpperLink::onRoster(const std::optional<RosterCopy::Change>& change) {
    if (change) {
        const auto put =
            hub_.host().putFarSites(conference_, settings_.mcu, change->changed, change->gone);
        if (!put && facts_.refusal != put.error().message) {
            facts_.refusal = put.error().message;
            tell("cascade.roster",
                 "warning",
                 "not all sites of " + name_ + " could be taken: " + put.error().message);
        }
        want(conference_, wishes_[conference_]);
        return;
    }
    if (roster_.gap()) {
        roster_.asked();
        hub_.count("cascade.resync");
        wire::FromMaster message;
        message.mutable_roster_resync()->set_have(roster_.version());
        send(message);
    }
}

void UpperLink::want(const ConferenceId& conference,
                     const std::vector<conference::FarWish>& wishes) {
    auto kept = wishes;
    wishes_[conference] = std::move(kept);
    if (conference != conference_) {
        return;
    }
    std::vector<conference::FarWish> ours;
    std::copy_if(wishes_[conference].begin(),
                 wishes_[conference].end(),
                 std::back_inserter(ours),
                 [this](const auto& wish) { return roster_.find(wish.site) != nullptr; });
    orders_.want(std::move(ours));
    sendRequests();
}

void UpperLink::onEvents(const wire::EventLog& log) {
    const auto news = intake_.take(log, instance_);
    for (const auto* entry : news.entries) {
        if (incidents_.understood() && entry->kind().starts_with("incident.")) {
            continue;  // the incident itself comes, and is told of here
        }
        std::map<std::string, std::string> fields(entry->fields().begin(), entry->fields().end());
        fields.try_emplace("owner", settings_.mcu.value);
        fields["link"] = settings_.mcu.value;
        fields["number"] = std::to_string(entry->number());
        fields["at_us"] = std::to_string(entry->at_us());
        hub_.tell({conference_,
                   SiteId{entry->site()},
                   entry->kind(),
                   entry->severity(),
                   entry->text(),
                   std::move(fields)});
    }
    if (news.missed > 0) {
        tell("cascade.events-missed",
             "warning",
             std::to_string(news.missed) + " events of " + name_ +
                 " were dropped while it was away");
    }
    wire::FromMaster message;
    message.mutable_event_log_received()->set_number(intake_.last());
    send(message);
}

void UpperLink::onChecks(const wire::CheckResults& results) {
    if (hub_.checkKeeper() == nullptr) {
        hub_.count("cascade.ignored");
        return;
    }
    for (const auto& result : results.results()) {
        hub_.checkKeeper()->take(fromWire(result), settings_.mcu);
    }
}

void UpperLink::onAnswers(const wire::SessionAnswers& answers) {
    if (hub_.sessionKeeper() == nullptr) {
        hub_.count("cascade.ignored");
        return;
    }
    for (const auto& answer : answers.answers()) {
        hub_.sessionKeeper()->takeAnswer(fromWire(answer), settings_.mcu);
    }
}

void UpperLink::sessionsChanged() {
    sessions_.look();
    sendSessions();
}

void UpperLink::sendSessions() {
    if (!stream_) {
        return;
    }
    if (const auto due = sessions_.due(hub_.loop().clock().now())) {
        send(*due);
    }
}

void UpperLink::onTopology(const wire::Topology& topology) {
    Reach below{static_cast<int>(topology.depth()) + 1, {settings_.mcu}};
    for (const auto& mcu : topology.mcus()) {
        below.mcus.push_back(McuId{mcu});
    }
    if (const auto good = checkReach(hub_, settings_.mcu, hub_.above(), below); !good) {
        refuse(good.error());
        return;
    }
    if (reach_ != below) {
        reach_ = std::move(below);
        incidents_.tellAll();
        hub_.reachChanged();
    }
}

void UpperLink::onBye(const wire::Bye& bye) {
    const auto why = errorFrom(bye);
    stream_->finish();
    if (bye.code() == "cascade.stopping" || bye.code() == "cascade.malformed" ||
        bye.code() == "cascade.flood") {
        drop(LinkState::controlLost, why.message);
        return;
    }
    const bool byOrder = bye.code() == "cascade.disconnected";
    drop(byOrder ? LinkState::down : LinkState::refused, name_ + ": " + why.message);
    removeTrunks();
    tell(byOrder ? "cascade.down" : "cascade.refused",
         byOrder ? "info" : "error",
         name_ + " ended the link: " + why.message,
         {{"code", why.id}});
}

void UpperLink::onReachAbove() {
    if (!stream_) {
        return;
    }
    const auto above = hub_.above();
    wire::FromMaster message;
    auto& topology = *message.mutable_topology();
    topology.set_depth(static_cast<std::uint32_t>(above.depth + 1));
    topology.add_mcus(hub_.settings().self.value);
    for (const auto& mcu : above.mcus) {
        topology.add_mcus(mcu.value);
    }
    send(message);
}

void UpperLink::onProgramme(const ConferenceId& conference) {
    if (conference == conference_) {
        sendProgramme();
        sendRequests();
    }
}

void UpperLink::sendProgramme() {
    if (!stream_ || !hub_.host().hasConference(conference_)) {
        return;
    }
    auto programme = hub_.host().programmeOf(conference_);
    if (programme_ == programme) {
        return;
    }
    programme_ = programme;
    wire::FromMaster message;
    toWire(programme, *message.mutable_programme());
    send(message);
}

void UpperLink::sendRequests() {
    if (!stream_ || !hub_.host().hasConference(conference_)) {
        return;
    }
    auto all = hub_.host().requestsOf(conference_);
    const auto above = hub_.requestsFromAbove();
    all.insert(all.end(), above.begin(), above.end());
    std::erase_if(all, [this](const auto& one) { return roster_.find(one.site) == nullptr; });
    if (all.size() > limit::kRequests) {
        all.resize(limit::kRequests);
    }
    if (requests_ == all || (!requests_ && all.empty())) {
        return;
    }
    requests_ = all;
    wire::FromMaster message;
    auto& requests = *message.mutable_requests();
    for (const auto& one : all) {
        toWire(one, *requests.add_requests());
    }
    send(message);
}

void UpperLink::talk() {
    if (!stream_) {
        return;
    }
    for (const auto& talk : hub_.talkback().pending(settings_.mcu)) {
        wire::FromMaster message;
        *message.mutable_talk() = talk;
        send(message);
    }
}

}  // namespace mcu::cascade
