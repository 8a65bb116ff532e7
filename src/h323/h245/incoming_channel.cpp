// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h245/incoming_channel.h"

#include <algorithm>
#include <utility>

#include "h323/h245/messages.h"

namespace mcu::h323::h245 {

namespace {

constexpr std::int64_t kAudioSession = 1;
constexpr std::int64_t kVideoSession = 2;

Value acknowledgement(const Value& open,
                      const Value& parameters,
                      const media::LocalStream& stream) {
    auto message = Value::of(kMessage);
    auto& body = message.at("response.openLogicalChannelAck");
    body.set("forwardLogicalChannelNumber", *open.number("forwardLogicalChannelNumber"));
    auto& ack = body.at("forwardMultiplexAckParameters.h2250LogicalChannelAckParameters");
    const auto asked = parameters.number("sessionID").value_or(0);
    const auto own = stream.kind == media::Kind::audio ? kAudioSession : kVideoSession;
    ack.set("sessionID", asked == 0 ? own : asked);
    writeAddress(ack.at("mediaChannel"), stream.rtp);
    writeAddress(ack.at("mediaControlChannel"), stream.rtcp);
    ack.set("flowControlToZero", false);
    return message;
}

bool policyTakes(const call::MediaPolicy& policy, bool encrypted) {
    return encrypted ? policy.encryption != media::Encryption::disabled
                     : policy.encryption != media::Encryption::required;
}

}  // namespace

std::optional<IncomingChannel> IncomingChannel::answer(const Value& open,
                                                       const media::LocalMedia& local,
                                                       const call::MediaPolicy& policy,
                                                       const ChannelKeys& keys,
                                                       SteadyTime now,
                                                       Pdus& out) {
    const auto number = open.number("forwardLogicalChannelNumber").value_or(0);
    const auto refuse = [&](std::string_view why) {
        out.push_back(openLogicalChannelReject(number, why));
        return std::nullopt;
    };
    const auto* forward = open.find("forwardLogicalChannelParameters");
    const auto* parameters =
        forward == nullptr ? nullptr
                           : forward->find("multiplexParameters.h2250LogicalChannelParameters");
    const auto* dataType = forward == nullptr ? nullptr : forward->find("dataType");
    if (parameters == nullptr || dataType == nullptr) {
        return refuse("dataTypeNotSupported");
    }
    if (open.has("reverseLogicalChannelParameters")) {
        return refuse("unsuitableReverseParameters");
    }
    if (parameters->has("mediaChannel.multicastAddress")) {
        return refuse("multicastChannelNotAllowed");
    }
    const auto announced = capability::readDataType(*dataType, *parameters);
    if (!announced) {
        return refuse(dataType->chosen().empty() ? "unknownDataType" : "dataTypeNotSupported");
    }
    if (!capability::acceptable(announced->format, policy)) {
        return refuse("dataTypeNotSupported");
    }
    const auto stream =
        std::find_if(local.streams.begin(), local.streams.end(), [&](const media::LocalStream& s) {
            return s.kind == media::kindOf(announced->format.codec);
        });
    if (stream == local.streams.end()) {
        return refuse("dataTypeNotAvailable");
    }
    if (!policyTakes(policy, announced->encryption.has_value())) {
        return refuse("securityDenied");
    }
    IncomingChannel out_;
    auto answer = acknowledgement(open, *parameters, *stream);
    if (announced->encryption) {
        const auto algorithm = *announced->encryption;
        auto key = keys.master ? keys.give(algorithm,
                                           announced->format.payloadType,
                                           answer.at("response.openLogicalChannelAck"))
                               : keys.take(algorithm, open);
        if (!key) {
            return refuse("securityDenied");
        }
        out_.encryption_ = algorithm;
        out_.key_.begin({std::move(*key), announced->format.payloadType}, now);
    }
    out_.number_ = number;
    out_.format_ = announced->format;
    out_.kbps_ = announced->kbps;
    out_.remoteRtcp_ = readAddress(parameters->find("mediaControlChannel"));
    out.push_back(std::move(answer));
    return out_;
}

}  // namespace mcu::h323::h245
