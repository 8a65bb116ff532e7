// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>

#include "base/spsc_ring.h"
#include "media/packet_sink.h"
#include "mixing/video/wake_signal.h"

namespace mcu::mixing {

/// A received packet with its own copy of the payload.
struct Packet {
    static constexpr std::size_t kMaxBytes = 1500;

    std::uint64_t sequence = 0;
    std::uint32_t rtpTimestamp = 0;
    std::uint32_t ssrc = 0;
    media::Codec codec = media::Codec::h264;
    bool marker = false;
    SteadyTime arrival{};
    std::uint16_t size = 0;
    std::array<std::byte, kMaxBytes> bytes;

    [[nodiscard]] std::span<const std::byte> payload() const { return {bytes.data(), size}; }
};

/// Takes the packets of one source over from a media thread. Wakes the decode worker only when a
/// picture may have become complete, not for each packet. May outlive the mixer: the transport
/// holds it as long as it likes.
class PacketInbox final : public media::PacketSink {
public:
    explicit PacketInbox(std::shared_ptr<WakeSignal> worker)
        : worker_(std::move(worker)), ring_(kSlots) {}

    void onPacket(const media::ReceivedPacket& packet) noexcept override;

    /// The decode worker.
    Packet* front() { return ring_.front(); }

    void popFront() { ring_.popFront(); }

    /// No more packets are taken. Any thread.
    void close() { closed_.store(true, std::memory_order_relaxed); }

private:
    static constexpr std::size_t kSlots = 512;
    static constexpr std::size_t kWakeAt = kSlots / 4;

    std::shared_ptr<WakeSignal> worker_;
    SpscRing<Packet> ring_;
    std::atomic<bool> closed_{false};
    // The media thread's:
    std::uint64_t lastSequence_ = 0;
    std::uint32_t lastTimestamp_ = 0;
};

}  // namespace mcu::mixing
