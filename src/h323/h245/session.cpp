// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h245/session.h"

#include <algorithm>
#include <utility>

#include "h323/h245/messages.h"

namespace mcu::h323::h245 {

namespace {

constexpr std::int64_t kFirstNumber = 101;
constexpr std::uint16_t kNoPort = 9;  // discard: an address to latch away from

std::size_t indexOf(media::Kind kind) {
    return kind == media::Kind::audio ? 0 : 1;
}

std::optional<SteadyTime> earlier(std::optional<SteadyTime> a, std::optional<SteadyTime> b) {
    if (!a || !b) {
        return a ? a : b;
    }
    return std::min(*a, *b);
}

}  // namespace

Session::Session(SessionSettings settings, media::LocalMedia local, call::MediaPolicy policy)
    : settings_(std::move(settings)),
      local_(std::move(local)),
      policy_(std::move(policy)),
      roles_(settings_.terminalType, settings_.draw),
      roundTrip_(settings_.roundTrip),
      lastNumber_(kFirstNumber - 1) {}

void Session::start(SteadyTime now, Pdus& out) {
    sendSet(now, out);
    roles_.start(now, out);
    roundTrip_.start(now);
}

void Session::sendSet(SteadyTime now, Pdus& out) {
    const bool video = localOf(media::Kind::video) != nullptr;
    exchange_.send(
        hold_ ? capability::emptySet() : capability::ownSet(policy_, video, algorithms()),
        now,
        out);
}

capability::Algorithms Session::algorithms() const {
    const bool encrypts =
        settings_.keys != nullptr && policy_.encryption != media::Encryption::disabled;
    return encrypts ? settings_.keys->algorithms() : capability::Algorithms{};
}

ChannelKeys Session::channelKeys() const {
    return {settings_.keys.get(), roles_.role() == MasterSlave::Role::master};
}

void Session::onTime(SteadyTime now, Pdus& out) {
    roles_.onTime(now, out);
    exchange_.onTime(now, out);
    roundTrip_.onTime(now, out);
    if (fastUpdateIn_.due(now)) {
        tell(SessionEvent::Kind::fastUpdate);
    }
    if (fastUpdateOut_.due(now)) {
        sendFastUpdate(out);
    }
    for (const auto kind : {media::Kind::audio, media::Kind::video}) {
        auto& channel = channelOf(kind);
        const bool opening = channel.state() == OutgoingChannel::State::opening;
        channel.onTime(now, out);
        refused_[indexOf(kind)] |= opening && channel.state() == OutgoingChannel::State::closed;
    }
    renewKeys(now, out);
    settle(now, out);
}

std::optional<SteadyTime> Session::deadline() const {
    auto out = earlier(roles_.deadline(), exchange_.deadline());
    out = earlier(out, roundTrip_.deadline());
    out = earlier(out, fastUpdateIn_.deadline());
    out = earlier(out, fastUpdateOut_.deadline());
    for (const auto& channel : sending_) {
        out = earlier(out, channel.deadline());
    }
    return earlier(out, keysDeadline());
}

/// Brings our channels in line with what both sides can do now.
void Session::settle(SteadyTime now, Pdus& out) {
    if (over_) {
        return;
    }
    if (roles_.failed()) {
        fail(call::CauseCode::protocolError, "no agreement on master and slave");
        return;
    }
    if (exchange_.failed()) {
        fail(call::CauseCode::noCommonCodec, "our capabilities were not taken");
        return;
    }
    if (!roles_.settled() || exchange_.peer() == nullptr || (!exchange_.accepted() && !hold_)) {
        return;
    }
    settleKind(media::Kind::audio, now, out);
    settleKind(media::Kind::video, now, out);
    const bool sends = std::any_of(sending_.begin(), sending_.end(), [](const auto& channel) {
        return channel.state() != OutgoingChannel::State::closed;
    });
    if (!sends && receiving_.empty() && !exchange_.paused() && !choiceOf(media::Kind::audio) &&
        !choiceOf(media::Kind::video)) {
        failNothingCommon();
    }
}

void Session::failNothingCommon() {
    auto inTheClear = policy_;
    inTheClear.encryption = media::Encryption::disabled;
    if (capability::choose(media::Kind::audio, peer_, inTheClear) ||
        capability::choose(media::Kind::video, peer_, inTheClear)) {
        fail(call::CauseCode::encryptionRequired,
             "encryption is required and the far end takes nothing encrypted");
    } else {
        fail(call::CauseCode::noCommonCodec, "no common codec");
    }
}

std::optional<capability::Choice> Session::choiceOfVideo(media::Codec codec) const {
    auto policy = policy_;
    std::erase_if(policy.video, [codec](media::Codec each) { return each != codec; });
    if (singleNalOnly_) {
        policy.h264.packetizationMode = 0;
    }
    const bool clear = clearOnly_[indexOf(media::Kind::video)];
    return capability::choose(
        media::Kind::video, peer_, policy, clear ? capability::Algorithms{} : algorithms());
}

std::optional<capability::Choice> Session::choiceOf(media::Kind kind) const {
    if (kind == media::Kind::video && askedVideo_) {
        if (auto asked = choiceOfVideo(*askedVideo_)) {
            return asked;
        }
    }
    auto policy = policy_;
    if (singleNalOnly_) {
        policy.h264.packetizationMode = 0;
    }
    return capability::choose(
        kind, peer_, policy, clearOnly_[indexOf(kind)] ? capability::Algorithms{} : algorithms());
}

void Session::settleKind(media::Kind kind, SteadyTime now, Pdus& out) {
    const auto* local = localOf(kind);
    auto& channel = channelOf(kind);
    std::optional<capability::Choice> wanted;
    if (local != nullptr && !exchange_.paused() && !refused_[indexOf(kind)]) {
        wanted = choiceOf(kind);
    }
    using State = OutgoingChannel::State;
    if (channel.state() == State::open || channel.state() == State::opening) {
        auto present = channel.choice();
        if (wanted) {
            present.format.payloadType = wanted->format.payloadType;
        }
        if (!wanted || !(*wanted == present)) {
            const bool was = channel.state() == State::open;
            channel.close(now, out);
            if (was) {
                tell(SessionEvent::Kind::media);
            }
        }
        return;  // the next one opens once this one is closed
    }
    if (wanted && channel.state() == State::closed) {
        const auto session = kind == media::Kind::audio ? 1 : 2;
        channel.open(++lastNumber_, session, *wanted, *local, channelKeys(), now, out);
    }
}

void Session::afterRoles(Pdus& out) {
    if (!roles_.settled() || assigned_) {
        return;
    }
    assigned_ = true;
    if (roles_.role() == MasterSlave::Role::master && settings_.terminalNumber > 0) {
        out.push_back(terminalNumberAssign(settings_.mcuNumber, settings_.terminalNumber));
    }
}

void Session::setHold(bool hold, SteadyTime now, Pdus& out) {
    if (hold_ == hold || over_) {
        return;
    }
    hold_ = hold;
    sendSet(now, out);
}

void Session::setPolicy(const call::MediaPolicy& policy, SteadyTime now, Pdus& out) {
    policy_ = policy;
    if (!hold_ && !over_) {
        sendSet(now, out);
    }
}

void Session::requestFastUpdate(SteadyTime now, Pdus& out) {
    if (incomingOf(media::Kind::video) != nullptr && fastUpdateOut_.pass(now)) {
        sendFastUpdate(out);
    }
}

void Session::sendFastUpdate(Pdus& out) const {
    if (const auto* incoming = incomingOf(media::Kind::video)) {
        out.push_back(videoFastUpdatePicture(incoming->number()));
    }
}

void Session::limitIncomingVideo(std::uint32_t kbps, Pdus& out) {
    if (const auto* incoming = incomingOf(media::Kind::video)) {
        out.push_back(flowControl(incoming->number(), kbps));
    }
}

void Session::sendUserInput(const std::string& characters, Pdus& out) {
    out.push_back(userInput(characters));
}

void Session::end(Pdus& out) {
    if (!std::exchange(over_, true)) {
        out.push_back(endSession());
    }
}

const media::LocalStream* Session::localOf(media::Kind kind) const {
    const auto found = std::find_if(local_.streams.begin(),
                                    local_.streams.end(),
                                    [kind](const auto& stream) { return stream.kind == kind; });
    return found == local_.streams.end() ? nullptr : &*found;
}

OutgoingChannel& Session::channelOf(media::Kind kind) {
    return sending_[indexOf(kind)];
}

const IncomingChannel* Session::incomingOf(media::Kind kind) const {
    // The latest counts: a peer may open the next one before it closes the last.
    const auto found = std::find_if(receiving_.rbegin(),
                                    receiving_.rend(),
                                    [kind](const auto& channel) { return channel.kind() == kind; });
    return found == receiving_.rend() ? nullptr : &*found;
}

media::AgreedStream Session::agreedOf(const media::LocalStream& local) const {
    media::AgreedStream out;
    out.kind = local.kind;
    const auto& channel = sending_[indexOf(local.kind)];
    const auto* incoming = incomingOf(local.kind);
    const bool open =
        channel.state() == OutgoingChannel::State::open && channel.remoteRtp().isSet();
    const bool sends = open && channel.limit() != 0U;
    if (open) {
        out.remoteRtp = channel.remoteRtp();
        out.remoteRtcp = channel.remoteRtcp();
        out.send = channel.choice().format;
        out.maxKbps = channel.choice().kbps;
        if (const auto limit = channel.limit(); limit && *limit > 0) {
            out.maxKbps = out.maxKbps == 0 ? *limit : std::min(out.maxKbps, *limit);
        }
    }
    if (incoming != nullptr) {
        out.receive = {incoming->format()};
        if (const auto& former = incoming->renewable().former()) {
            out.receive.push_back(incoming->format());
            out.receive.back().payloadType = former->payloadType;
        }
        if (local.kind == media::Kind::audio) {
            out.telephoneEventPt = capability::kTelephoneEventPt;
        }
        if (!open) {
            // Where its packets come from is learned from the first one; its RTCP is told.
            const bool soon = channel.state() == OutgoingChannel::State::opening;
            out.send = soon ? channel.choice().format : incoming->format();
            out.remoteRtcp = incoming->remoteRtcp();
            out.remoteRtp = out.remoteRtcp;
            const auto port = out.remoteRtcp.port();
            if (out.remoteRtp.isSet()) {
                out.remoteRtp.setPort(port > 1 ? static_cast<std::uint16_t>(port - 1) : kNoPort);
            }
        }
    }
    const bool keyed = (open && channel.key()) || (incoming != nullptr && incoming->key());
    if (keyed) {
        auto& keys = out.keying.emplace<media::CbcKeys>();
        if (open) {
            keys.local = channel.key();
        }
        if (incoming != nullptr) {
            keys.remote = incoming->key();
            if (const auto& former = incoming->renewable().former()) {
                keys.former = {former->payloadType, former->key};
            }
        }
    }
    using media::Direction;
    out.direction = sends ? (incoming != nullptr ? Direction::sendReceive : Direction::sendOnly)
                          : (incoming != nullptr ? Direction::receiveOnly : Direction::inactive);
    return out;
}

media::AgreedMedia Session::agreed() const {
    media::AgreedMedia out;
    for (const auto& local : local_.streams) {
        out.streams.push_back(agreedOf(local));
    }
    out.heldByRemote = exchange_.paused();
    return out;
}

std::vector<SessionEvent> Session::takeEvents() {
    return std::exchange(events_, {});
}

void Session::tell(SessionEvent::Kind kind, std::string text, call::HangupCause cause) {
    const bool known = kind == SessionEvent::Kind::media &&
                       std::any_of(events_.begin(), events_.end(), [](const auto& event) {
                           return event.kind == SessionEvent::Kind::media;
                       });
    if (!known) {
        events_.push_back({kind, std::move(text), std::move(cause)});
    }
}

void Session::fail(call::CauseCode code, const std::string& why) {
    over_ = true;
    tell(SessionEvent::Kind::failed, why, {code, 0, why, false});
}

}  // namespace mcu::h323::h245
