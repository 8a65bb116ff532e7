// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "base/log.h"
#include "h323/h245/messages.h"
#include "h323/h245/session.h"

// New keys in open channels (H.235.6 clause 8.6; MiscellaneousCommand of H.245). The master makes
// them: after keyLife, or when the slave asks. On a channel the master sends, it waits for the
// slave's acknowledgement before it uses the new key; on one the slave sends, it receives with both
// until the slave has changed. The payload type of a packet says which key it is under.

namespace mcu::h323::h245 {

namespace {

/// A slave whose master renews nothing asks, this much later than the master would.
Duration patience(Duration keyLife) {
    return keyLife + keyLife / 4;
}

Value keyRequest(std::int64_t channel, bool fromMaster) {
    auto message = keyCommand(channel, fromMaster);
    message.at("command.miscellaneousCommand.type.encryptionUpdateRequest");
    return message;
}

std::optional<SteadyTime> earlier(std::optional<SteadyTime> a, std::optional<SteadyTime> b) {
    return !a || (b && *b < *a) ? b : a;
}

}  // namespace

bool Session::onKeyCommand(const Value& body, SteadyTime now, Pdus& out) {
    const auto type = body.chosen("type");
    const auto channel = body.number("logicalChannelNumber").value_or(0);
    // Without a direction (before version 3): the channel of that number that we send.
    const auto direction = body.chosen("direction");
    const bool sending = direction.empty()
                             ? std::any_of(sending_.begin(),
                                           sending_.end(),
                                           [channel](const auto& c) { return c.is(channel); })
                             : (direction == "masterToSlave") == master();
    if (type == "encryptionUpdateCommand") {
        if (const auto* sync = body.find("type.encryptionUpdateCommand.encryptionSync")) {
            onNewKey(body, *sync, true, now, out);
        }
    } else if (type == "encryptionUpdate") {
        onNewKey(body, *body.find("type.encryptionUpdate"), false, now, out);
    } else if (type == "encryptionUpdateAck") {
        const auto flag = body.number("type.encryptionUpdateAck.synchFlag").value_or(0);
        onKeyAcknowledged(channel, sending, static_cast<std::uint8_t>(flag), now);
    } else if (type == "encryptionUpdateRequest") {
        onKeyAsked(channel, sending, now, out);
    } else {
        return false;
    }
    return true;
}

/// We are the slave: a key for a channel we receive counts beside the old one, a key for one we
/// send is used at once.
void Session::onNewKey(
    const Value& body, const Value& sync, bool answered, SteadyTime now, Pdus& out) {
    const auto number = body.number("logicalChannelNumber").value_or(0);
    const auto flag = sync.number("synchFlag").value_or(0);
    if (master() || flag < 96 || flag > 127) {
        return;
    }
    const auto payloadType = static_cast<std::uint8_t>(flag);
    const bool received = body.chosen("direction") != "slaveToMaster";
    bool taken = false;
    for (auto& channel : receiving_) {
        if (!received || channel.number() != number || !channel.encryption()) {
            continue;
        }
        if (auto key = channelKeys().takeSync(*channel.encryption(), sync)) {
            taken = true;
            if (channel.renewable().receive({std::move(*key), payloadType}, true, now)) {
                channel.followKey();
            }
        }
    }
    for (auto& channel : sending_) {
        if (taken || !channel.is(number) || !channel.choice().encryption || !channel.key()) {
            continue;
        }
        if (auto key = channelKeys().takeSync(*channel.choice().encryption, sync)) {
            taken = true;
            if (channel.renewable().replace({std::move(*key), payloadType}, now)) {
                channel.followKey();
            }
        }
    }
    if (!taken) {
        logger("h323").warn("new key not taken number={}", number);
        return;
    }
    if (answered) {
        auto answer = keyCommand(number, received);
        answer.set("command.miscellaneousCommand.type.encryptionUpdateAck.synchFlag", flag);
        out.push_back(std::move(answer));
    }
    tell(SessionEvent::Kind::media);
    tell(SessionEvent::Kind::newKey);
}

void Session::onKeyAcknowledged(std::int64_t channel,
                                bool sending,
                                std::uint8_t type,
                                SteadyTime now) {
    if (!master()) {
        return;
    }
    for (auto& each : sending_) {
        if (sending && each.is(channel) && each.renewable().acknowledged(type, now)) {
            each.followKey();
            tell(SessionEvent::Kind::media);
            tell(SessionEvent::Kind::newKey);
        }
    }
    for (auto& each : receiving_) {
        if (!sending && each.number() == channel && each.renewable().senderHas(type, now)) {
            tell(SessionEvent::Kind::newKey);
        }
    }
}

void Session::onKeyAsked(std::int64_t channel, bool sending, SteadyTime now, Pdus& out) {
    if (!master()) {
        return;
    }
    for (auto& each : sending_) {
        if (sending && each.is(channel)) {
            renewSending(each, now, out);
        }
    }
    for (auto& each : receiving_) {
        if (!sending && each.number() == channel) {
            renewReceiving(each, now, out);
        }
    }
}

void Session::renewSending(OutgoingChannel& channel, SteadyTime now, Pdus& out) {
    auto& key = channel.renewable();
    if (!channel.key() || key.changing() || channel.state() != OutgoingChannel::State::open) {
        return;
    }
    auto message = keyCommand(channel.number(), true);
    key.touch(now);
    const auto payloadType = key.nextPayloadType();
    if (auto next = channelKeys().give(
            *channel.choice().encryption,
            payloadType,
            message.at("command.miscellaneousCommand.type.encryptionUpdateCommand"))) {
        key.propose({std::move(*next), payloadType}, now);
        out.push_back(std::move(message));
    }
}

void Session::renewReceiving(IncomingChannel& channel, SteadyTime now, Pdus& out) {
    auto& key = channel.renewable();
    if (!channel.encryption() || key.changing()) {
        return;
    }
    auto message = keyCommand(channel.number(), false);
    key.touch(now);
    const auto payloadType = key.nextPayloadType();
    if (auto next = channelKeys().give(
            *channel.encryption(),
            payloadType,
            message.at("command.miscellaneousCommand.type.encryptionUpdateCommand"))) {
        key.receive({std::move(*next), payloadType}, false, now);
        channel.followKey();
        out.push_back(std::move(message));
        tell(SessionEvent::Kind::media);
    }
}

void Session::renewKeys(SteadyTime now, Pdus& out) {
    for (auto& channel : sending_) {
        channel.renewable().onTime(now);
    }
    for (auto& channel : receiving_) {
        if (channel.renewable().onTime(now)) {
            tell(SessionEvent::Kind::media);
        }
    }
    if (settings_.keyLife == Duration::zero() || !roles_.settled()) {
        return;
    }
    const auto life = master() ? settings_.keyLife : patience(settings_.keyLife);
    const auto due = [&](const RenewableKey& key) {
        return key.current() && !key.changing() && now >= key.since() + life;
    };
    for (auto& channel : sending_) {
        if (due(channel.renewable()) && master()) {
            renewSending(channel, now, out);
        } else if (due(channel.renewable())) {
            channel.renewable().touch(now);
            out.push_back(keyRequest(channel.number(), false));
        }
    }
    for (auto& channel : receiving_) {
        if (due(channel.renewable()) && master()) {
            renewReceiving(channel, now, out);
        } else if (due(channel.renewable())) {
            channel.renewable().touch(now);
            out.push_back(keyRequest(channel.number(), true));
        }
    }
}

std::optional<SteadyTime> Session::keysDeadline() const {
    std::optional<SteadyTime> out;
    const auto life = master() ? settings_.keyLife : patience(settings_.keyLife);
    const auto consider = [&](const RenewableKey& key) {
        out = earlier(out, key.deadline());
        if (key.current() && !key.changing() && life != Duration::zero()) {
            out = earlier(out, key.since() + life);
        }
    };
    for (const auto& channel : sending_) {
        if (channel.state() == OutgoingChannel::State::open) {
            consider(channel.renewable());
        }
    }
    for (const auto& channel : receiving_) {
        consider(channel.renewable());
    }
    return out;
}

}  // namespace mcu::h323::h245
