// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/net_address.h"
#include "h323/asn1/value.h"

namespace mcu::h323::h245 {

inline constexpr std::string_view kMessage = "h245.MultimediaSystemControlMessage";
/// H.245 version 13, the first with all we use.
inline constexpr std::string_view kProtocol = "0.0.8.245.0.13";

// Messages we send, each a MultimediaSystemControlMessage.

Value masterSlaveDetermination(int terminalType, std::uint32_t number);
/// `decision`: what the receiver is, "master" or "slave".
Value masterSlaveDeterminationAck(std::string_view decision);
Value masterSlaveDeterminationReject();
Value terminalCapabilitySetAck(std::int64_t sequence);
Value terminalCapabilitySetReject(std::int64_t sequence, std::string_view cause);
Value openLogicalChannelReject(std::int64_t channel, std::string_view cause);
Value closeLogicalChannel(std::int64_t channel);
Value closeLogicalChannelAck(std::int64_t channel);
Value requestChannelClose(std::int64_t channel);
Value requestChannelCloseAck(std::int64_t channel);
Value roundTripDelayRequest(std::int64_t sequence);
Value roundTripDelayResponse(std::int64_t sequence);
/// A MiscellaneousCommand about the key of a channel (H.235.6 clause 8.6); its `type` is for the
/// caller to fill. `fromMaster`: the master sends the channel's media.
Value keyCommand(std::int64_t channel, bool fromMaster);
Value videoFastUpdatePicture(std::int64_t channel);
/// `kbps` absent: no restriction; the message counts 100 bit/s.
Value flowControl(std::int64_t channel, std::optional<std::uint32_t> kbps);
Value endSession();
Value userInput(std::string_view characters);
Value terminalNumberAssign(int mcu, int terminal);
/// `returned`: the message that was not understood, encoded; left out when long.
Value functionNotSupported(std::span<const std::uint8_t> returned);

/// Transport addresses of H.245 and H.225.0; IPv4 and IPv6.
void writeAddress(Value& transportAddress, const NetAddress& address);
/// Unset when it is none we can use.
NetAddress readAddress(const Value* transportAddress);

}  // namespace mcu::h323::h245
