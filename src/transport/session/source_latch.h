// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstring>

#include "base/net_address.h"

namespace mcu::transport {

/// Symmetric RTP (RFC 4961): where a stream's packets come from, and thus where ours go. The
/// announced address counts until a valid packet comes; its source is then kept until the stream
/// falls silent. Owned by a Stream.
class SourceLatch {
public:
    /// The address of the SDP; another one than before lets the latch go. Not `symmetric`: ours go
    /// there whatever the source of theirs, which may be any.
    void announce(const NetAddress& address, bool symmetric) {
        symmetric_ = symmetric;
        if (!(address == announced_)) {
            announced_ = address;
            target_ = address;
            latched_ = false;
        }
    }

    /// May a packet from here be accepted?
    [[nodiscard]] bool accepts(const sockaddr_storage& from) const {
        return !latched_ || isTarget(from);
    }

    void latch(const sockaddr_storage& from) {
        if (symmetric_ && (!latched_ || !isTarget(from))) {
            target_ = NetAddress::fromSockaddr(from);
            latched_ = true;
        }
    }

    /// After silence: the next valid packet may come from elsewhere. Ours go on to the old place
    /// until then.
    void release() { latched_ = false; }

    [[nodiscard]] const NetAddress& target() const { return target_; }

    [[nodiscard]] bool latched() const { return latched_; }

private:
    [[nodiscard]] bool isTarget(const sockaddr_storage& from) const {
        const auto* mine = target_.sockaddrPointer();
        if (from.ss_family != mine->sa_family) {
            return false;
        }
        if (from.ss_family == AF_INET) {
            const auto& a = reinterpret_cast<const sockaddr_in&>(from);
            const auto& b = *reinterpret_cast<const sockaddr_in*>(mine);
            return a.sin_port == b.sin_port && a.sin_addr.s_addr == b.sin_addr.s_addr;
        }
        const auto& a = reinterpret_cast<const sockaddr_in6&>(from);
        const auto& b = *reinterpret_cast<const sockaddr_in6*>(mine);
        return a.sin6_port == b.sin6_port &&
               std::memcmp(&a.sin6_addr, &b.sin6_addr, sizeof a.sin6_addr) == 0;
    }

    NetAddress announced_;
    NetAddress target_;
    bool latched_ = false;
    bool symmetric_ = true;
};

}  // namespace mcu::transport
