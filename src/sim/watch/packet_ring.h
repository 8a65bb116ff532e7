// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>

#include "base/spsc_ring.h"
#include "media/packet_sink.h"

namespace mcu::sim {

/// A received packet, kept.
struct KeptPacket {
    static constexpr std::size_t kMostBytes = 1500;

    std::uint64_t sequence = 0;
    std::uint32_t rtpTimestamp = 0;
    media::Codec codec = media::Codec::pcma;
    bool marker = false;
    SteadyTime arrival{};
    std::size_t size = 0;
    std::array<std::byte, kMostBytes> bytes;

    [[nodiscard]] std::span<const std::byte> payload() const { return {bytes.data(), size}; }
};

/// Carries the packets of one stream from the media thread to the watching thread. A full ring
/// drops and counts.
class PacketRing final : public media::PacketSink {
public:
    explicit PacketRing(std::size_t packets) : ring_(packets) {}

    void onPacket(const media::ReceivedPacket& packet) noexcept override {
        KeptPacket* slot =
            packet.payload.size() <= KeptPacket::kMostBytes ? ring_.beginPush() : nullptr;
        if (slot == nullptr) {
            dropped_.fetch_add(1, std::memory_order_relaxed);
            return;
        }
        slot->sequence = packet.sequence;
        slot->rtpTimestamp = packet.rtpTimestamp;
        slot->codec = packet.codec;
        slot->marker = packet.marker;
        slot->arrival = packet.arrival;
        slot->size = packet.payload.size();
        std::copy(packet.payload.begin(), packet.payload.end(), slot->bytes.begin());
        ring_.commitPush();
    }

    /// The watching thread.
    SpscRing<KeptPacket>& ring() { return ring_; }

    [[nodiscard]] std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

private:
    SpscRing<KeptPacket> ring_;
    std::atomic<std::uint64_t> dropped_{0};
};

}  // namespace mcu::sim
