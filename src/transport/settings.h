// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

#include "base/net_address.h"

namespace mcu::transport {

/// How the transport uses the machine. Read once, at creation.
struct TransportSettings {
    /// Where sessions without an address of their own listen; the port is ignored.
    NetAddress mediaAddress;
    /// RTP takes even ports, RTCP the odd one above. Both 0: the kernel chooses (tests, mcusim).
    std::uint16_t firstPort = 0;
    std::uint16_t lastPort = 0;
    /// Media threads; sessions are spread over them.
    int threads = 1;
    /// Silence after which a stream counts as lost and its source address may change.
    std::chrono::milliseconds mediaTimeout{5000};
    /// How often sockets are read. Adds half of it to the delay on average.
    std::chrono::milliseconds tick{5};
    /// Kernel buffer of each socket in each direction, bytes.
    int socketBuffer = 1 << 20;
};

}  // namespace mcu::transport
