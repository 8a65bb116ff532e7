// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/net_address.h"
#include "call/hangup_cause.h"
#include "h323/asn1/value.h"

namespace mcu::h323 {

/// Names of H.323: "9203985" is dialled digits (E.164), anything else an h323-ID.
using Alias = std::string;

/// A call as a gatekeeper knows it (H.225.0 section 7.11: ARQ).
struct GateCall {
    CallId call;
    bool incoming = false;
    std::vector<Alias> from;      ///< the caller's aliases; ours for a call out
    std::vector<Alias> to;        ///< whom it is for; ours for a call in
    NetAddress peer;              ///< signalling address; unset: only an alias was dialled
    std::uint16_t reference = 0;  ///< Q.931 call reference
    Octets callIdentifier;        ///< 16 octets
    Octets conferenceIdentifier;  ///< 16 octets
    std::uint32_t kbps = 0;       ///< one way, sound and picture together
};

struct GateAnswer {
    bool admitted = true;
    call::HangupCause refusal;  ///< when it is not
    NetAddress destination;     ///< where to connect, when it differs from GateCall::peer
    std::vector<Alias> to;      ///< what to put into Setup instead of GateCall::to; empty: that
};

/// Asked before each call, in or out, goes on: the place of a gatekeeper client. All functions are
/// called on the h323 thread and must not block. Every call that was asked for ends in exactly one
/// ended(), also one that was refused. Outlives the H323Endpoint.
class CallGate {
public:
    virtual ~CallGate() = default;
    /// `answer` may run on any thread, now or later, exactly once; a call that ended meanwhile
    /// ignores it.
    virtual void ask(const GateCall& call, std::function<void(const GateAnswer&)> answer) = 0;

    virtual void connected(const GateCall& /*call*/) {}

    virtual void ended(const GateCall& /*call*/, const call::HangupCause& /*cause*/) {}
};

}  // namespace mcu::h323
