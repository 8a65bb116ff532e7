// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/net_address.h"
#include "base/result.h"
#include "media/agreed_media.h"
#include "transport/ice/ice_loop.h"

namespace mcu::ice {

/// The ICE agent of one media stream (RFC 8445), full, with host candidates: finds the address pair
/// that works and owns its sockets. Component 1 is RTP, component 2 RTCP where there is no
/// rtcp-mux. Owned by a media stream. libnice runs on the IceLoop thread and so do the callbacks;
/// the functions below may be called on the owner's thread and do not wait for it.
class IceAgent {
public:
    struct Options {
        bool controlling = false;  ///< the offerer controls (RFC 8445 section 6.1.1)
        int components = 1;        ///< 1 with rtcp-mux, else 2
        std::vector<NetAddress>
            localAddresses;         ///< to gather on, ports ignored; empty: all but loopback
        std::uint16_t minPort = 0;  ///< 0: the kernel chooses
        std::uint16_t maxPort = 0;
    };

    struct Gathered {
        media::IceParameters parameters;
        std::vector<NetAddress> defaults;  ///< per component: what c= and m= name
    };

    /// All run on the IceLoop thread and must be short. None runs after the agent's destructor has
    /// returned.
    struct Callbacks {
        std::function<void(Result<Gathered>)> gathered;  ///< once
        std::function<void(int component, NetAddress remote)>
            ready;                          ///< again when the pair changes
        std::function<void(Error)> failed;  ///< checks failed; `ready` may yet follow
        std::function<void(int component, std::span<const std::byte> datagram)> packet;
    };

    static constexpr std::size_t kMaxRemoteCandidates = 32;

    /// Begins gathering.
    IceAgent(IceLoop& loop, Options options, Callbacks callbacks);
    /// Waits at most for a callback that is running.
    ~IceAgent();
    IceAgent(const IceAgent&) = delete;
    IceAgent& operator=(const IceAgent&) = delete;

    /// The peer's credentials and candidates; checks begin. Candidates that cannot be used are
    /// skipped, and so are those after kMaxRemoteCandidates; none at all is fine, the peer's checks
    /// reveal it. Call after `gathered`.
    Status setRemote(const media::IceParameters& remote);

    /// Sends on the pair found. False: none yet, or the kernel did not take it. Never blocks and
    /// takes no lock. One thread.
    bool send(int component, std::span<const std::byte> datagram) noexcept;

    /// The socket and address send() uses, for batched sending by the owner; fd is -1 before
    /// `ready`. The descriptor stays open while the agent lives.
    struct Path {
        int fd = -1;
        NetAddress remote;
    };

    [[nodiscard]] Path path(int component) const noexcept;

private:
    struct Impl;

    IceLoop& loop_;
    std::shared_ptr<Impl> impl_;
};

}  // namespace mcu::ice
