// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "base/result.h"
#include "transport/net/udp_socket.h"

namespace mcu::transport {

struct SocketPair {
    UdpSocket rtp;
    UdpSocket rtcp;
};

/// Opens pairs of sockets, RTP on an even port and RTCP on the next (RFC 3550 section 11), within a
/// range. Goes round the range so that a port just closed is not used again at once, when late
/// packets of the old call still arrive. Owned by RtpTransport; control thread.
class PortRange {
public:
    /// Both ports 0: the kernel chooses.
    static Result<PortRange> create(std::uint16_t first, std::uint16_t last, int bufferBytes);

    /// `address` without regard to its port.
    Result<SocketPair> open(NetAddress address);

private:
    PortRange(std::uint16_t first, std::uint16_t last, int bufferBytes)
        : first_(first), last_(last), next_(first), bufferBytes_(bufferBytes) {}

    Result<SocketPair> openAnywhere(NetAddress address) const;

    std::uint16_t first_;
    std::uint16_t last_;
    std::uint16_t next_;
    int bufferBytes_;
};

}  // namespace mcu::transport
