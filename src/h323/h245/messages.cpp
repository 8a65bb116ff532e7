// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h245/messages.h"

#include <arpa/inet.h>
#include <array>

namespace mcu::h323::h245 {

namespace {

constexpr std::size_t kLongestReturned = 200;

Value message() {
    return Value::of(kMessage);
}

}  // namespace

Value masterSlaveDetermination(int terminalType, std::uint32_t number) {
    auto out = message();
    auto& body = out.at("request.masterSlaveDetermination");
    body.set("terminalType", std::int64_t{terminalType});
    body.set("statusDeterminationNumber", std::int64_t{number});
    return out;
}

Value masterSlaveDeterminationAck(std::string_view decision) {
    auto out = message();
    out.at("response.masterSlaveDeterminationAck.decision").at(decision);
    return out;
}

Value masterSlaveDeterminationReject() {
    auto out = message();
    out.at("response.masterSlaveDeterminationReject.cause.identicalNumbers");
    return out;
}

Value terminalCapabilitySetAck(std::int64_t sequence) {
    auto out = message();
    out.set("response.terminalCapabilitySetAck.sequenceNumber", sequence);
    return out;
}

Value terminalCapabilitySetReject(std::int64_t sequence, std::string_view cause) {
    auto out = message();
    out.set("response.terminalCapabilitySetReject.sequenceNumber", sequence);
    out.at("response.terminalCapabilitySetReject.cause").at(cause);
    return out;
}

Value openLogicalChannelReject(std::int64_t channel, std::string_view cause) {
    auto out = message();
    out.set("response.openLogicalChannelReject.forwardLogicalChannelNumber", channel);
    out.at("response.openLogicalChannelReject.cause").at(cause);
    return out;
}

Value closeLogicalChannel(std::int64_t channel) {
    auto out = message();
    auto& body = out.at("request.closeLogicalChannel");
    body.set("forwardLogicalChannelNumber", channel);
    body.at("source.user");
    body.at("reason.unknown");
    return out;
}

Value closeLogicalChannelAck(std::int64_t channel) {
    auto out = message();
    out.set("response.closeLogicalChannelAck.forwardLogicalChannelNumber", channel);
    return out;
}

Value requestChannelClose(std::int64_t channel) {
    auto out = message();
    out.set("request.requestChannelClose.forwardLogicalChannelNumber", channel);
    out.at("request.requestChannelClose.reason.normal");
    return out;
}

Value requestChannelCloseAck(std::int64_t channel) {
    auto out = message();
    out.set("response.requestChannelCloseAck.forwardLogicalChannelNumber", channel);
    return out;
}

Value roundTripDelayRequest(std::int64_t sequence) {
    auto out = message();
    out.set("request.roundTripDelayRequest.sequenceNumber", sequence);
    return out;
}

Value roundTripDelayResponse(std::int64_t sequence) {
    auto out = message();
    out.set("response.roundTripDelayResponse.sequenceNumber", sequence);
    return out;
}

Value videoFastUpdatePicture(std::int64_t channel) {
    auto out = message();
    auto& body = out.at("command.miscellaneousCommand");
    body.set("logicalChannelNumber", channel);
    body.at("type.videoFastUpdatePicture");
    return out;
}

Value flowControl(std::int64_t channel, std::optional<std::uint32_t> kbps) {
    auto out = message();
    auto& body = out.at("command.flowControlCommand");
    body.set("scope.logicalChannelNumber", channel);
    if (kbps) {
        body.set("restriction.maximumBitRate", std::int64_t{*kbps} * 10);
    } else {
        body.at("restriction.noRestriction");
    }
    return out;
}

Value endSession() {
    auto out = message();
    out.at("command.endSessionCommand.disconnect");
    return out;
}

Value userInput(std::string_view characters) {
    auto out = message();
    out.setText("indication.userInput.alphanumeric", characters);
    return out;
}

Value terminalNumberAssign(int mcu, int terminal) {
    auto out = message();
    auto& body = out.at("indication.conferenceIndication.terminalNumberAssign");
    body.set("mcuNumber", std::int64_t{mcu});
    body.set("terminalNumber", std::int64_t{terminal});
    return out;
}

Value functionNotSupported(std::span<const std::uint8_t> returned) {
    auto out = message();
    auto& body = out.at("indication.functionNotSupported");
    body.at("cause.unknownFunction");
    if (!returned.empty() && returned.size() <= kLongestReturned) {
        body.set("returnedFunction", returned);
    }
    return out;
}

namespace {

/// H.245 says unicastAddress.iPAddress.network, H.225.0 ipAddress.ip.
bool isH245(const Value& value) {
    return value.type().indexOf("unicastAddress") >= 0;
}

}  // namespace

void writeAddress(Value& transportAddress, const NetAddress& address) {
    const bool h245 = isH245(transportAddress);
    const std::string_view port = h245 ? "tsapIdentifier" : "port";
    const std::string_view host = h245 ? "network" : "ip";
    if (address.family() == AF_INET6) {
        const auto& in = *reinterpret_cast<const sockaddr_in6*>(address.sockaddrPointer());
        auto& body = transportAddress.at(h245 ? "unicastAddress.iP6Address" : "ip6Address");
        body.set(host, std::span(in.sin6_addr.s6_addr, 16));
        body.set(port, std::int64_t{address.port()});
        return;
    }
    const auto& in = *reinterpret_cast<const sockaddr_in*>(address.sockaddrPointer());
    auto& body = transportAddress.at(h245 ? "unicastAddress.iPAddress" : "ipAddress");
    body.set(host, std::span(reinterpret_cast<const std::uint8_t*>(&in.sin_addr.s_addr), 4));
    body.set(port, std::int64_t{address.port()});
}

NetAddress readAddress(const Value* transportAddress) {
    if (transportAddress == nullptr) {
        return {};
    }
    const bool h245 = isH245(*transportAddress);
    sockaddr_storage storage{};
    if (const auto* four =
            transportAddress->find(h245 ? "unicastAddress.iPAddress" : "ipAddress")) {
        auto& in = reinterpret_cast<sockaddr_in&>(storage);
        const auto octets = four->octets(h245 ? "network" : "ip");
        if (octets.size() != 4) {
            return {};
        }
        in.sin_family = AF_INET;
        std::copy(
            octets.begin(), octets.end(), reinterpret_cast<std::uint8_t*>(&in.sin_addr.s_addr));
        in.sin_port = htons(
            static_cast<std::uint16_t>(four->number(h245 ? "tsapIdentifier" : "port").value_or(0)));
        return NetAddress::fromSockaddr(storage);
    }
    if (const auto* six =
            transportAddress->find(h245 ? "unicastAddress.iP6Address" : "ip6Address")) {
        auto& in = reinterpret_cast<sockaddr_in6&>(storage);
        const auto octets = six->octets(h245 ? "network" : "ip");
        if (octets.size() != 16) {
            return {};
        }
        in.sin6_family = AF_INET6;
        std::copy(octets.begin(), octets.end(), std::begin(in.sin6_addr.s6_addr));
        in.sin6_port = htons(
            static_cast<std::uint16_t>(six->number(h245 ? "tsapIdentifier" : "port").value_or(0)));
        return NetAddress::fromSockaddr(storage);
    }
    return {};
}

}  // namespace mcu::h323::h245
