// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>

#include "base/ids.h"
#include "base/net_address.h"

namespace mcu::sim {

/// How a bad network treats the packets of one direction.
struct Impairment {
    double lossPercent = 0;
    int jitterMs = 0;  ///< each packet is delayed by 0 to this, so packets overtake one another
    std::uint32_t seed = 1;
};

/// A bad network between rooms and the server: UDP packets a room sends pass through a socket of
/// the relay, which drops and delays them; what the server sends back passes unharmed. One thread
/// of its own for all; functions on the control thread.
class Relay {
public:
    explicit Relay(Impairment impairment);
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    /// The address to send to instead of `remote`; the same one again for the same session and
    /// remote. `remote` itself when no socket can be had.
    NetAddress towards(SessionId session, const NetAddress& remote);
    /// Closes the session's sockets.
    void end(SessionId session);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::sim
