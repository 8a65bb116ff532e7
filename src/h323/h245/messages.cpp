// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/h245/messages.h"

#include <algorithm>
#include <arpa/inet.h>

namespace mcu::h323::h245 {

namespace {

constexpr std::size_t kLongestReturned = 200;

Value message() {
    return Value::of(kMessage);
}

/// A message that is one number and no more.
Value numbered(std::string_view path, std::int64_t number) {
    auto out = message();
    out.set(path, number);
    return out;
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
    return numbered("response.terminalCapabilitySetAck.sequenceNumber", sequence);
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
    return numbered("response.closeLogicalChannelAck.forwardLogicalChannelNumber", channel);
}

Value requestChannelClose(std::int64_t channel) {
    auto out = message();
    out.set("request.requestChannelClose.forwardLogicalChannelNumber", channel);
    out.at("request.requestChannelClose.reason.normal");
    return out;
}

Value requestChannelCloseAck(std::int64_t channel) {
    return numbered("response.requestChannelCloseAck.forwardLogicalChannelNumber", channel);
}

Value roundTripDelayRequest(std::int64_t sequence) {
    return numbered("request.roundTripDelayRequest.sequenceNumber", sequence);
}

Value roundTripDelayResponse(std::int64_t sequence) {
    return numbered("response.roundTripDelayResponse.sequenceNumber", sequence);
}

Value videoFastUpdatePicture(std::int64_t channel) {
    auto out = message();
    auto& body = out.at("command.miscellaneousCommand");
    body.set("logicalChannelNumber", channel);
    body.at("type.videoFastUpdatePicture");
    return out;
}

Value keyCommand(std::int64_t channel, bool fromMaster) {
    auto out = message();
    auto& body = out.at("command.miscellaneousCommand");
    body.set("logicalChannelNumber", channel);
    body.at(fromMaster ? "direction.masterToSlave" : "direction.slaveToMaster");
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

/// Where a transport address has its parts.
struct AddressNames {
    std::string_view four;
    std::string_view six;
    std::string_view host;
    std::string_view port;
};

constexpr AddressNames kH245 = {
    "unicastAddress.iPAddress", "unicastAddress.iP6Address", "network", "tsapIdentifier"};
constexpr AddressNames kH225 = {"ipAddress", "ip6Address", "ip", "port"};

const AddressNames& namesOf(const Value& transportAddress) {
    return transportAddress.type().indexOf("unicastAddress") >= 0 ? kH245 : kH225;
}

/// The address within one alternative: `in` are the host's octets in a sockaddr, of `Size`.
template <std::size_t Size>
bool readHost(const Value& body, const AddressNames& names, void* in) {
    const auto octets = body.octets(names.host);
    if (octets.size() != Size) {
        return false;
    }
    std::copy(octets.begin(), octets.end(), static_cast<std::uint8_t*>(in));
    return true;
}

in_port_t readPort(const Value& body, const AddressNames& names) {
    return htons(static_cast<std::uint16_t>(body.number(names.port).value_or(0)));
}

}  // namespace

void writeAddress(Value& transportAddress, const NetAddress& address) {
    const auto& names = namesOf(transportAddress);
    const bool six = address.family() == AF_INET6;
    const auto* raw = address.sockaddrPointer();
    const auto* host =
        six ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(raw)->sin6_addr)
            : static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(raw)->sin_addr);
    auto& body = transportAddress.at(six ? names.six : names.four);
    body.set(names.host, std::span(static_cast<const std::uint8_t*>(host), six ? 16U : 4U));
    body.set(names.port, std::int64_t{address.port()});
}

NetAddress readAddress(const Value* transportAddress) {
    if (transportAddress == nullptr) {
        return {};
    }
    const auto& names = namesOf(*transportAddress);
    sockaddr_storage storage{};
    if (const auto* four = transportAddress->find(names.four)) {
        auto& in = reinterpret_cast<sockaddr_in&>(storage);
        in.sin_family = AF_INET;
        in.sin_port = readPort(*four, names);
        return readHost<4>(*four, names, &in.sin_addr) ? NetAddress::fromSockaddr(storage)
                                                       : NetAddress();
    }
    if (const auto* six = transportAddress->find(names.six)) {
        auto& in = reinterpret_cast<sockaddr_in6&>(storage);
        in.sin6_family = AF_INET6;
        in.sin6_port = readPort(*six, names);
        return readHost<16>(*six, names, &in.sin6_addr) ? NetAddress::fromSockaddr(storage)
                                                        : NetAddress();
    }
    return {};
}

}  // namespace mcu::h323::h245
