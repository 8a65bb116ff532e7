// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/net/port_range.h"

#include <string>

namespace mcu::transport {

namespace {

Result<SocketPair> openPair(NetAddress address, std::uint16_t rtpPort, int bufferBytes) {
    SocketPair pair;
    address.setPort(rtpPort);
    auto rtp = openUdpSocket(address, bufferBytes);
    if (!rtp) {
        return rtp.error();
    }
    address.setPort(static_cast<std::uint16_t>(rtpPort + 1));
    auto rtcp = openUdpSocket(address, bufferBytes);
    if (!rtcp) {
        return rtcp.error();
    }
    pair.rtp = std::move(*rtp);
    pair.rtcp = std::move(*rtcp);
    return pair;
}

}  // namespace

Result<PortRange> PortRange::create(std::uint16_t first, std::uint16_t last, int bufferBytes) {
    if (first == 0 && last == 0) {
        return PortRange(0, 0, bufferBytes);
    }
    const auto begin = static_cast<std::uint16_t>(first + first % 2);
    if (first < 1024 || last <= begin) {
        return Error(ErrorCode::invalidArgument,
                     "media port range " + std::to_string(first) + "-" + std::to_string(last) +
                         " holds no pair of an even and an odd port above 1024",
                     "write for example 20000-21999; each site takes 4 ports");
    }
    return PortRange(begin, last, bufferBytes);
}

Result<SocketPair> PortRange::open(NetAddress address) {
    if (first_ == 0) {
        return openAnywhere(address);
    }
    std::string last;
    const int pairs = (last_ - first_ + 1) / 2;
    for (int i = 0; i < pairs; ++i) {
        const std::uint16_t port = next_;
        next_ = static_cast<int>(port) + 3 > last_ ? first_ : static_cast<std::uint16_t>(port + 2);
        auto pair = openPair(address, port, bufferBytes_);
        if (pair) {
            return pair;
        }
        last = pair.error().message;
    }
    return Error(ErrorCode::unavailable,
                 "no free pair of media ports in " + std::to_string(first_) + "-" +
                     std::to_string(last_) + " on " + address.host() + " (" + last + ")",
                 "widen the media port range: each site takes 4 ports");
}

Result<SocketPair> PortRange::openAnywhere(NetAddress address) const {
    constexpr int kAttempts = 64;
    Error last(ErrorCode::unavailable, "no pair of free ports on " + address.host());
    for (int i = 0; i < kAttempts; ++i) {
        address.setPort(0);
        std::uint16_t port = 0;
        {
            const auto probe = openUdpSocket(address, bufferBytes_);
            if (!probe) {
                return probe.error();
            }
            port = static_cast<std::uint16_t>(probe->local.port() & ~1U);
        }
        auto pair = openPair(address, port, bufferBytes_);
        if (pair) {
            return pair;
        }
        last = pair.error();
    }
    return last;
}

}  // namespace mcu::transport
