// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/net_address.h"
#include "call/hangup_cause.h"
#include "h323/asn1/value.h"
#include "h323/ras/fields.h"

// What a gatekeeper client wants done, by the socket or by the calls.

namespace mcu::h323::ras {

/// A datagram.
struct Send {
    NetAddress to;
    Octets octets;
};

/// A call may go on.
struct Admitted {
    std::uint64_t call = 0;
    NetAddress destination;  ///< where to connect; unset: as was asked
    Names to;                ///< what to put into Setup instead of what was asked; empty: that
    std::uint32_t kbps = 0;  ///< one way; at most this
};

struct Refused {
    std::uint64_t call = 0;
    call::HangupCause cause;
};

/// The gatekeeper wants a call ended.
struct EndCall {
    std::uint64_t call = 0;
    call::HangupCause cause;
};

/// Another bandwidth for a call: as we asked, less than that, or as the gatekeeper demands.
struct Bandwidth {
    std::uint64_t call = 0;
    std::uint32_t kbps = 0;  ///< one way
};

/// RasClient::status() changed.
struct StateChanged {};

using Action = std::variant<Send, Admitted, Refused, EndCall, Bandwidth, StateChanged>;
using Actions = std::vector<Action>;

}  // namespace mcu::h323::ras
