// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h245/outgoing_channel.h"

#include <utility>

#include "h323/h245/messages.h"

namespace mcu::h323::h245 {

namespace {

constexpr std::int64_t kFirstDynamicPt = 96;
constexpr std::int64_t kLastDynamicPt = 127;

}  // namespace

void OutgoingChannel::open(std::int64_t number,
                           std::int64_t session,
                           const capability::Choice& choice,
                           const media::LocalStream& local,
                           const ChannelKeys& keys,
                           SteadyTime now,
                           Pdus& out) {
    number_ = number;
    choice_ = choice;
    refusal_.clear();
    key_.clear();
    limit_.reset();
    remoteRtp_ = {};
    remoteRtcp_ = {};
    state_ = State::opening;
    deadline_ = now + kT103;
    auto message = Value::of(kMessage);
    auto& body = message.at("request.openLogicalChannel");
    body.set("forwardLogicalChannelNumber", number);
    auto& forward = body.at("forwardLogicalChannelParameters");
    capability::writeDataType(forward.at("dataType"), choice);
    auto& parameters = forward.at("multiplexParameters.h2250LogicalChannelParameters");
    parameters.set("sessionID", session);
    writeAddress(parameters.at("mediaControlChannel"), local.rtcp);
    const std::int64_t payloadType{choice.format.payloadType};
    if (payloadType >= kFirstDynamicPt) {
        parameters.set("dynamicRTPPayloadType", payloadType);
    }
    if (choice.format.codec == media::Codec::h264) {
        auto& packetization = parameters.at("mediaPacketization.rtpPayloadType");
        packetization.setOid("payloadDescriptor.oid",
                             choice.format.h264.packetizationMode == 1 ? capability::kNonInterleaved
                                                                       : capability::kSingleNal);
        packetization.set("payloadType", payloadType);
    } else if (choice.format.codec == media::Codec::h263v1998) {
        auto& packetization = parameters.at("mediaPacketization.rtpPayloadType");
        packetization.set("payloadDescriptor.rfc-number", capability::kRfc2429);
        packetization.set("payloadType", payloadType);
    } else if (media::kindOf(choice.format.codec) == media::Kind::audio) {
        parameters.set("silenceSuppression", false);
    }
    if (choice.encryption && keys.master) {
        if (auto key = keys.give(*choice.encryption, choice.format.payloadType, body)) {
            key_.begin({std::move(*key), choice.format.payloadType}, now);
        }
    }
    out.push_back(std::move(message));
}

void OutgoingChannel::close(SteadyTime now, Pdus& out) {
    if (state_ != State::opening && state_ != State::open) {
        return;
    }
    state_ = State::closing;
    deadline_ = now + kT108;
    out.push_back(closeLogicalChannel(number_));
}

void OutgoingChannel::onAck(const Value& message, const ChannelKeys& keys, SteadyTime now) {
    if (state_ != State::opening) {
        return;
    }
    const auto* parameters =
        message.find("forwardMultiplexAckParameters.h2250LogicalChannelAckParameters");
    if (parameters != nullptr) {
        remoteRtp_ = readAddress(parameters->find("mediaChannel"));
        remoteRtcp_ = readAddress(parameters->find("mediaControlChannel"));
        if (const auto type = parameters->number("dynamicRTPPayloadType")) {
            choice_.format.payloadType = static_cast<std::uint8_t>(*type);
        }
        if (parameters->flag("flowControlToZero")) {
            limit_ = 0;
        }
    }
    if (choice_.encryption && !keys.master) {
        auto key = keys.take(*choice_.encryption, message);
        // The payload type is the master's to say (H.235.6 clause 8.6).
        const auto type = message.number("encryptionSync.synchFlag");
        if (key && type && *type >= kFirstDynamicPt && *type <= kLastDynamicPt) {
            choice_.format.payloadType = static_cast<std::uint8_t>(*type);
        }
        if (key) {
            key_.begin({std::move(*key), choice_.format.payloadType}, now);
        }
    }
    deadline_.reset();
    state_ = State::open;
}

void OutgoingChannel::onReject(const Value& message) {
    if (state_ == State::opening) {
        refusal_ = std::string(message.chosen("cause"));
        refusal_ = refusal_.empty() ? "unspecified" : refusal_;
    }
    state_ = State::closed;
    deadline_.reset();
}

void OutgoingChannel::onCloseAck() {
    if (state_ == State::closing) {
        state_ = State::closed;
        deadline_.reset();
    }
}

void OutgoingChannel::onTime(SteadyTime now, Pdus& out) {
    if (!deadline_ || now < *deadline_) {
        return;
    }
    if (state_ == State::opening) {
        refusal_ = "no answer";
        out.push_back(closeLogicalChannel(number_));
    }
    state_ = State::closed;
    deadline_.reset();
}

}  // namespace mcu::h323::h245
