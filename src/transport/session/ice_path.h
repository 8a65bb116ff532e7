// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <functional>
#include <memory>

#include "base/spsc_ring.h"
#include "transport/ice/ice_agent.h"

namespace mcu::transport {

/// The way of a stream's datagrams when its peer does ICE: one component, RTP and RTCP together.
/// Datagrams come on libnice's thread, wait in a bounded ring, and are taken by the media thread at
/// its next sweep. Made on the control thread, then owned by a Stream.
class IcePath {
public:
    /// Run on libnice's thread.
    struct Callbacks {
        std::function<void(Result<ice::IceAgent::Gathered>)> gathered;
        std::function<void()> ready;
        std::function<void(Error)> failed;
    };

    IcePath(ice::IceLoop& loop, ice::IceAgent::Options options, Callbacks callbacks);

    Status setRemote(const media::IceParameters& remote) { return agent_.setRemote(remote); }

    /// fd -1: no pair yet.
    [[nodiscard]] ice::IceAgent::Path path() const { return agent_.path(1); }

    /// Calls take(span<std::byte>) for each datagram that waits.
    template <typename Take>
    void takeDatagrams(Take take) {
        while (Datagram* datagram = ring_.front()) {
            take(std::span(datagram->bytes).first(datagram->length));
            ring_.popFront();
        }
    }

    /// Datagrams that found the ring full, since the last call.
    std::uint64_t takeOverruns() { return overruns_.exchange(0, std::memory_order_relaxed); }

private:
    static constexpr std::size_t kWaiting = 128;  ///< a keyframe's burst between two sweeps

    struct Datagram {
        std::array<std::byte, 1500> bytes;
        std::size_t length = 0;
    };

    void onPacket(std::span<const std::byte> datagram);

    SpscRing<Datagram> ring_{kWaiting};
    std::atomic<std::uint64_t> overruns_{0};
    ice::IceAgent agent_;  ///< last: its callbacks use the others
};

}  // namespace mcu::transport
