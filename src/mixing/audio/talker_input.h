// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/spsc_ring.h"
#include "media/audio_mixer.h"
#include "media/packet_sink.h"

namespace mcu::mixing {

/// A packet on its way from the media thread to the mixer's.
struct PacketSlot {
    static constexpr std::size_t kMaxBytes = 1500;

    std::uint64_t sequence = 0;
    std::uint32_t rtpTimestamp = 0;
    std::uint32_t ssrc = 0;
    media::Codec codec = media::Codec::pcma;
    SteadyTime arrival{};
    std::size_t size = 0;
    std::array<std::byte, kMaxBytes> bytes;

    [[nodiscard]] std::span<const std::byte> payload() const { return {bytes.data(), size}; }
};

/// What the threads share of one talker: packets from the media thread to the mixer's, figures from
/// the mixer's thread to control. Held by all three, so that a packet under way outlives the
/// talker.
class TalkerInput final : public media::PacketSink {
public:
    /// Packets between two ticks: 10 ms packets and a tick 300 ms late still fit.
    static constexpr std::size_t kRingPackets = 32;

    TalkerInput() : ring_(kRingPackets) {}

    /// Media thread.
    void onPacket(const media::ReceivedPacket& packet) noexcept override;

    /// Mixer's thread.
    [[nodiscard]] SpscRing<PacketSlot>& ring() { return ring_; }

    /// Mixer's thread. Each figure is current by itself; they are not one snapshot.
    void publish(const media::TalkerLevel& level);
    /// Control.
    [[nodiscard]] media::TalkerLevel figures(TalkerId talker) const;

private:
    SpscRing<PacketSlot> ring_;
    std::atomic<std::uint64_t> refused_{0};  ///< by onPacket: no room, too long, empty
    std::atomic<float> levelDbfs_{-127.0F};
    std::atomic<bool> speaking_{false};
    std::atomic<std::uint32_t> bufferMs_{0};
    std::atomic<std::int32_t> driftPpm_{0};
    std::atomic<std::uint64_t> concealed_{0};
    std::atomic<std::uint64_t> dropped_{0};
};

}  // namespace mcu::mixing
