// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "base/log.h"
#include "h323/h245/messages.h"
#include "h323/h245/session.h"
#include "h323/per/per.h"

// What a Session does with each message of the peer.

namespace mcu::h323::h245 {

namespace {

constexpr std::size_t kMostIncoming = 16;
constexpr std::size_t kLongestUserInput = 64;

}  // namespace

struct Session::Entry {
    std::string_view group;
    std::string_view name;
    Handler handler;
};

const Session::Entry* Session::entryFor(std::string_view group, std::string_view name) {
    static const std::array kEntries = {
        Entry{"request", "masterSlaveDetermination", &Session::onDetermination},
        Entry{"response", "masterSlaveDeterminationAck", &Session::onDeterminationAck},
        Entry{"response", "masterSlaveDeterminationReject", &Session::onDeterminationReject},
        Entry{"indication", "masterSlaveDeterminationRelease", &Session::onDeterminationRelease},
        Entry{"request", "terminalCapabilitySet", &Session::onSet},
        Entry{"response", "terminalCapabilitySetAck", &Session::onSetAck},
        Entry{"response", "terminalCapabilitySetReject", &Session::onSetReject},
        Entry{"command", "sendTerminalCapabilitySet", &Session::onSendSet},
        Entry{"request", "openLogicalChannel", &Session::onOpen},
        Entry{"response", "openLogicalChannelAck", &Session::onOpenAck},
        Entry{"response", "openLogicalChannelReject", &Session::onOpenReject},
        Entry{"request", "closeLogicalChannel", &Session::onClose},
        Entry{"response", "closeLogicalChannelAck", &Session::onCloseAck},
        Entry{"request", "requestChannelClose", &Session::onRequestClose},
        Entry{"request", "roundTripDelayRequest", &Session::onRoundTripRequest},
        Entry{"response", "roundTripDelayResponse", &Session::onRoundTripResponse},
        Entry{"request", "requestMode", &Session::onRequestMode},
        Entry{"request", "maintenanceLoopRequest", &Session::onMaintenanceLoop},
        Entry{"request", "conferenceRequest", &Session::onConferenceRequest},
        Entry{"command", "miscellaneousCommand", &Session::onMiscellaneousCommand},
        Entry{"command", "flowControlCommand", &Session::onFlowControl},
        Entry{"command", "endSessionCommand", &Session::onEndSession},
        Entry{"indication", "userInput", &Session::onUserInput},
    };
    const auto found = std::find_if(kEntries.begin(), kEntries.end(), [&](const Entry& entry) {
        return entry.group == group && entry.name == name;
    });
    return found == kEntries.end() ? nullptr : &*found;
}

void Session::onPdu(const Value& message, SteadyTime now, Pdus& out) {
    if (over_) {
        return;
    }
    const auto group = message.chosen();
    const auto name = group.empty() ? std::string_view() : message.chosen(group);
    const auto* entry = entryFor(group, name);
    if (entry == nullptr) {
        // Answers and indications we do not know ask nothing of us (H.245 clause 8.3).
        if (group == "request" || group == "command" || group.empty()) {
            ++notSupported_;
            const auto returned = encodePer(message);
            out.push_back(functionNotSupported(returned ? *returned : Octets{}));
        }
        return;
    }
    const auto* body = message.find(std::string(group) + "." + std::string(name));
    if (body != nullptr) {
        (this->*entry->handler)(*body, now, out);
        settle(now, out);
    }
}

void Session::onDetermination(const Value& body, SteadyTime now, Pdus& out) {
    roles_.onDetermination(body, now, out);
}

void Session::onDeterminationAck(const Value& body, SteadyTime /*now*/, Pdus& out) {
    roles_.onAck(body, out);
    afterRoles(out);
}

void Session::onDeterminationReject(const Value& /*body*/, SteadyTime now, Pdus& out) {
    roles_.onReject(now, out);
}

void Session::onDeterminationRelease(const Value& /*body*/, SteadyTime /*now*/, Pdus& /*out*/) {
    roles_.onRelease();
}

void Session::onSet(const Value& body, SteadyTime /*now*/, Pdus& out) {
    const bool wasPaused = exchange_.paused();
    exchange_.onSet(body, out);
    if (!exchange_.paused()) {
        peer_ = capability::readSet(*exchange_.peer());
        refused_ = {};
        clearOnly_ = {};
        singleNalOnly_ = false;
        askedVideo_.reset();
        tell(SessionEvent::Kind::peer);
    }
    if (exchange_.paused() != wasPaused) {
        tell(SessionEvent::Kind::media);
    }
}

void Session::onSetAck(const Value& body, SteadyTime /*now*/, Pdus& /*out*/) {
    exchange_.onAck(body);
}

void Session::onSetReject(const Value& body, SteadyTime /*now*/, Pdus& /*out*/) {
    exchange_.onReject(body);
}

void Session::onSendSet(const Value& /*body*/, SteadyTime now, Pdus& out) {
    sendSet(now, out);
}

void Session::onOpen(const Value& body, SteadyTime now, Pdus& out) {
    const auto number = body.number("forwardLogicalChannelNumber");
    std::erase_if(receiving_, [&](const auto& channel) { return channel.number() == number; });
    if (receiving_.size() >= kMostIncoming) {
        out.push_back(openLogicalChannelReject(number.value_or(1), "insufficientBandwidth"));
        return;
    }
    const auto channel = IncomingChannel::answer(body, local_, policy_, channelKeys(), now, out);
    if (!channel) {
        return;
    }
    receiving_.push_back(*channel);
    if (channel->kind() == media::Kind::video && policy_.maxKbps != 0 &&
        (channel->kbps() == 0 || channel->kbps() > policy_.maxKbps)) {
        out.push_back(flowControl(channel->number(), policy_.maxKbps));
    }
    tell(SessionEvent::Kind::media);
}

void Session::onOpenAck(const Value& body, SteadyTime now, Pdus& out) {
    const auto number = body.number("forwardLogicalChannelNumber").value_or(0);
    for (auto& channel : sending_) {
        if (!channel.is(number)) {
            continue;
        }
        const auto kind = static_cast<std::size_t>(&channel - sending_.data());
        channel.onAck(body, channelKeys(), now);
        if (channel.state() == OutgoingChannel::State::open && !channel.remoteRtp().isSet()) {
            channel.close(now, out);  // nowhere to send to
            refused_[kind] = true;
        } else if (channel.choice().encryption && !channel.key()) {
            logger("h323").warn("channel closed number={} why=no key for it came", number);
            channel.close(now, out);
            clearOnly_[kind] = true;
        }
        tell(SessionEvent::Kind::media);
    }
}

void Session::onOpenReject(const Value& body, SteadyTime /*now*/, Pdus& /*out*/) {
    const auto number = body.number("forwardLogicalChannelNumber").value_or(0);
    for (auto& channel : sending_) {
        if (!channel.is(number)) {
            continue;
        }
        const bool wasOpening = channel.state() == OutgoingChannel::State::opening;
        channel.onReject(body);
        logger("h323").info("channel refused number={} why={}", number, channel.refusal());
        const auto& format = channel.choice().format;
        const auto kind = static_cast<std::size_t>(&channel - sending_.data());
        if (channel.choice().encryption && channel.refusal() != "dataTypeNotAvailable") {
            clearOnly_[kind] = true;  // in the clear, where policy lets us
        } else if (format.codec == media::Codec::h264 && format.h264.packetizationMode == 1 &&
                   !singleNalOnly_) {
            singleNalOnly_ = true;  // it may take single NAL units
        } else if (wasOpening) {
            refused_[kind] = true;
        }
        tell(SessionEvent::Kind::media);
    }
}

void Session::onClose(const Value& body, SteadyTime /*now*/, Pdus& out) {
    const auto number = body.number("forwardLogicalChannelNumber").value_or(1);
    // An unknown one is acknowledged too.
    out.push_back(closeLogicalChannelAck(number));
    if (std::erase_if(receiving_, [&](const auto& channel) { return channel.number() == number; }) >
        0) {
        tell(SessionEvent::Kind::media);
    }
}

void Session::onCloseAck(const Value& body, SteadyTime /*now*/, Pdus& /*out*/) {
    const auto number = body.number("forwardLogicalChannelNumber").value_or(0);
    for (auto& channel : sending_) {
        if (channel.is(number)) {
            channel.onCloseAck();
        }
    }
}

void Session::onRequestClose(const Value& body, SteadyTime now, Pdus& out) {
    const auto number = body.number("forwardLogicalChannelNumber").value_or(1);
    out.push_back(requestChannelCloseAck(number));
    for (auto& channel : sending_) {
        if (channel.is(number)) {
            const auto reason = body.chosen("reason");
            refused_[static_cast<std::size_t>(&channel - sending_.data())] |= reason != "reopen";
            channel.close(now, out);
            tell(SessionEvent::Kind::media);
        }
    }
}

void Session::onRoundTripRequest(const Value& body, SteadyTime /*now*/, Pdus& out) {
    roundTrip_.onRequest(body, out);
}

void Session::onRoundTripResponse(const Value& body, SteadyTime now, Pdus& /*out*/) {
    roundTrip_.onResponse(body, now);
}

/// The picture can be asked for in another codec (C.9), as between H.263 and H.264; the rest of a
/// mode is as we have it. The channel is closed and another opened by settle().
void Session::onRequestMode(const Value& body, SteadyTime /*now*/, Pdus& out) {
    auto message = Value::of(kMessage);
    const auto sequence = body.number("sequenceNumber").value_or(0);
    const auto* modes = body.find("requestedModes");
    for (std::size_t i = 0; modes != nullptr && i < modes->children().size(); ++i) {
        const auto codec = capability::videoModeIn(modes->children()[i]);
        if (codec && choiceOfVideo(*codec)) {
            askedVideo_ = codec;
            auto& answer = message.at("response.requestModeAck");
            answer.set("sequenceNumber", sequence);
            answer.at(i == 0 ? "response.willTransmitMostPreferredMode"
                             : "response.willTransmitLessPreferredMode");
            out.push_back(std::move(message));
            return;
        }
    }
    auto& answer = message.at("response.requestModeReject");
    answer.set("sequenceNumber", sequence);
    answer.at("cause.modeUnavailable");
    out.push_back(std::move(message));
}

void Session::onMaintenanceLoop(const Value& body, SteadyTime /*now*/, Pdus& out) {
    auto message = Value::of(kMessage);
    auto& answer = message.at("response.maintenanceLoopReject");
    if (const auto* type = body.find("type")) {
        auto& copied = answer.at("type");
        const auto slot = copied.slot();
        copied = *type;
        copied.slot() = slot;
    }
    answer.at("cause.canNotPerformLoop");
    out.push_back(std::move(message));
}

/// H.243: who is in the chair and on air is for the technicians to say (QĐ333), so what would
/// change it is refused.
void Session::onConferenceRequest(const Value& body, SteadyTime /*now*/, Pdus& out) {
    auto message = Value::of(kMessage);
    auto& answer = message.at("response.conferenceResponse");
    const auto what = body.chosen();
    if (what == "makeMeChair") {
        answer.at("makeMeChairResponse.deniedChairToken");
    } else if (what == "dropTerminal") {
        answer.at("terminalDropReject");
    } else if (what == "sendThisSource") {
        answer.at("sendThisSourceResponse.deniedSendThisSource");
    } else if (what == "makeTerminalBroadcaster") {
        answer.at("makeTerminalBroadcasterResponse.deniedMakeTerminalBroadcaster");
    } else if (what == "broadcastMyLogicalChannel") {
        answer.at("broadcastMyLogicalChannelResponse.deniedBroadcastMyLogicalChannel");
    } else if (what == "terminalListRequest" && settings_.terminalNumber > 0) {
        auto& label = answer.append("terminalListResponse");
        label.set("mcuNumber", std::int64_t{settings_.mcuNumber});
        label.set("terminalNumber", std::int64_t{settings_.terminalNumber});
    } else if (what == "cancelMakeMeChair") {
        return;
    } else {
        ++notSupported_;
        out.push_back(functionNotSupported({}));
        return;
    }
    out.push_back(std::move(message));
}

void Session::onMiscellaneousCommand(const Value& body, SteadyTime now, Pdus& out) {
    if (onKeyCommand(body, now, out)) {
        return;
    }
    static constexpr std::array<std::string_view, 5> kWantKeyframe = {"videoFastUpdatePicture",
                                                                      "videoFastUpdateGOB",
                                                                      "videoFastUpdateMB",
                                                                      "lostPicture",
                                                                      "lostPartialPicture"};
    const auto type = body.chosen("type");
    if (std::find(kWantKeyframe.begin(), kWantKeyframe.end(), type) != kWantKeyframe.end() &&
        fastUpdateIn_.pass(now)) {
        tell(SessionEvent::Kind::fastUpdate);
    }
}

void Session::onFlowControl(const Value& body, SteadyTime /*now*/, Pdus& /*out*/) {
    const auto rate = body.number("restriction.maximumBitRate");
    // Rounded down: what is asked for is the most. Below 1 kbit/s is a stop.
    const auto kbps = rate ? std::optional(static_cast<std::uint32_t>(*rate / 10)) : std::nullopt;
    const auto number = body.number("scope.logicalChannelNumber");
    const bool whole = body.chosen("scope") == "wholeMultiplex";
    auto& video = channelOf(media::Kind::video);
    for (auto& channel : sending_) {
        const bool named = number && channel.is(*number);
        // Sound is small and has no lower rate; a limit of everything is one of the picture.
        if (named || (whole && &channel == &video)) {
            channel.limit(kbps);
            tell(SessionEvent::Kind::media);
        }
    }
}

void Session::onEndSession(const Value& /*body*/, SteadyTime /*now*/, Pdus& /*out*/) {
    over_ = true;
    tell(SessionEvent::Kind::ended);
}

void Session::onUserInput(const Value& body, SteadyTime /*now*/, Pdus& /*out*/) {
    auto characters = body.text("alphanumeric");
    if (characters.empty()) {
        characters = body.text("signal.signalType");
    }
    if (characters.empty()) {
        characters = body.text("extendedAlphanumeric.alphanumeric");
    }
    if (!characters.empty()) {
        tell(SessionEvent::Kind::userInput, characters.substr(0, kLongestUserInput));
    }
}

}  // namespace mcu::h323::h245
