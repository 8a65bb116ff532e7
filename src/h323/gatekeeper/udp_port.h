// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "base/net_address.h"
#include "base/result.h"
#include "h323/asn1/value.h"

namespace mcu::h323::gatekeeper {

/// A UDP socket for RAS that knows to which of our addresses a datagram came, so that the answer
/// leaves from there. Never blocks. One thread.
class UdpPort {
public:
    /// Port 0 lets the kernel choose. `group` is joined, on all interfaces, when it is set.
    static Result<UdpPort> open(const NetAddress& address, const NetAddress& group = {});
    ~UdpPort();
    UdpPort(UdpPort&& other) noexcept;
    UdpPort& operator=(UdpPort&&) = delete;

    struct Datagram {
        NetAddress from;
        NetAddress to;  ///< our address it came to, with our port; unset: not known
        bool multicast = false;
        Octets octets;
    };

    /// Nothing: there is no more now.
    std::optional<Datagram> receive();
    /// `source` is the host it leaves from, when set. A datagram that cannot be sent is lost.
    void send(const NetAddress& to, const Octets& octets, const NetAddress& source = {});

    [[nodiscard]] int fd() const { return fd_; }

    [[nodiscard]] const NetAddress& bound() const { return bound_; }

private:
    UdpPort(int fd, NetAddress bound) : fd_(fd), bound_(bound) {}

    int fd_;
    NetAddress bound_;
};

/// Which of our addresses faces another host; unset when no route leads there.
[[nodiscard]] NetAddress addressTowards(const NetAddress& other);

}  // namespace mcu::h323::gatekeeper
