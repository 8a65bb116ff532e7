// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/net_address.h"
#include "call/hangup_cause.h"
#include "h323/call_gate.h"
#include "h323/q931/q931.h"
#include "h323/security/tokens.h"

namespace mcu::h323::h225 {

/// H.225.0 version 6.
inline constexpr std::string_view kProtocol = "0.0.8.2250.0.6";

/// A message of call signalling: Q.931 around an H323-UserInformation.
struct Signal {
    Q931Message q931;
    std::optional<Value> info;  ///< absent: no User-user element, or none we can read
};

/// Fails when the octets are no Q.931; a User-user element that cannot be read is left out and
/// `unreadable` tells so.
Result<Signal> parseSignal(std::span<const std::uint8_t> octets, bool* unreadable = nullptr);
/// The octets of a packet, without TPKT header.
Result<Octets> encodeSignal(const Signal& signal);

/// What all messages of a call share.
struct CallIdentity {
    std::uint16_t reference = 0;
    bool weCalled = false;
    Octets callIdentifier;
    Octets conferenceIdentifier;
};

/// Who we say we are.
struct EndpointIdentity {
    std::string product;
    std::string version;
    bool mcu = true;  ///< false: a terminal
};

using HalfKeys = std::vector<security::HalfKey>;

struct SetupContent {
    std::vector<Alias> from;
    std::vector<Alias> to;
    std::string display;
    NetAddress peer;
    NetAddress local;
    std::uint32_t kbps = 0;
    HalfKeys halfKeys;  ///< of media encryption; empty: none is offered
};

// Messages we send. Each has h245Tunneling set to `tunnelling`.
Signal setup(const CallIdentity& id,
             const EndpointIdentity& who,
             const SetupContent& content,
             bool tunnelling);
Signal callProceeding(const CallIdentity& id, const EndpointIdentity& who, bool tunnelling);
Signal alerting(const CallIdentity& id, const EndpointIdentity& who, bool tunnelling);
/// `h245`: where we listen for a separate H.245 connection; unset: none is told. `halfKeys`: of
/// media encryption; empty: there is none.
Signal connect(const CallIdentity& id,
               const EndpointIdentity& who,
               const NetAddress& h245,
               const HalfKeys& halfKeys,
               bool tunnelling);
Signal facilityWithControl(const CallIdentity& id, const Octets& control);
Signal facilityStartH245(const CallIdentity& id, const NetAddress& h245);
Signal releaseComplete(const CallIdentity& id, const call::HangupCause& cause);
Signal status(const CallIdentity& id, std::uint8_t callState);

// Reading
[[nodiscard]] std::string aliasText(const Value& alias);
[[nodiscard]] std::vector<Alias> aliases(const Value* list);
void writeAlias(Value& alias, const Alias& text);
[[nodiscard]] bool isDigits(const Alias& alias);
/// "Product version" of an EndpointType, or empty.
[[nodiscard]] std::string productOf(const Value* endpointType);

}  // namespace mcu::h323::h225
