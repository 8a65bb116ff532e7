// SPDX-License-Identifier: GPL-3.0-or-later
#include "h323/ras/message.h"

#include "h323/per/per.h"

namespace mcu::h323::ras {

namespace {

constexpr std::size_t kMostValues = 4000;

/// Messages of later versions begin as ours do: a preamble of at most eight bits, then the sequence
/// number on an octet boundary.
std::uint16_t guessedSequence(const Value& message) {
    const auto& children = message.children();
    if (children.empty() || children.front().octets().size() < 3) {
        return 1;
    }
    const auto octets = children.front().octets();
    const unsigned number = (octets[1] << 8U | octets[2]) + 1U;
    return static_cast<std::uint16_t>(number > 0xFFFF ? 1 : number);
}

}  // namespace

Result<RasMessage> readRas(std::span<const std::uint8_t> octets) {
    PerLimits limits;
    limits.octets = kMostOctets;
    limits.values = kMostValues;
    auto value = decodePer("h225.RasMessage", octets, limits);
    if (!value) {
        return value.error();
    }
    RasMessage message{std::move(*value), {}, 0};
    message.name = message.value.chosen();
    const Value* body = message.name.empty() ? nullptr : message.value.find(message.name);
    if (body == nullptr || body->type().kind != Kind::sequence) {
        message.name = {};
        message.sequence = guessedSequence(message.value);
        return message;
    }
    message.sequence = static_cast<std::uint16_t>(*body->number("requestSeqNum"));
    return message;
}

NewRas::NewRas(std::string_view name, std::uint16_t sequence)
    : message(Value::of("h225.RasMessage")), body(&message.at(name)) {
    body->set("requestSeqNum", std::int64_t{sequence});
}

Result<Octets> unknownMessage(const RasMessage& received, std::span<const std::uint8_t> octets) {
    const NewRas reply("unknownMessageResponse", received.sequence);
    reply.body->set("messageNotUnderstood", octets);
    return encodePer(reply.message);
}

std::string reasonOf(const Value& body, std::string_view path) {
    const auto reason = body.chosen(path);
    return reason.empty() ? "unknown reason" : std::string(reason);
}

bool speaksH225(const Value& body) {
    return body.oid("protocolIdentifier").starts_with("0.0.8.2250.0.");
}

}  // namespace mcu::h323::ras
