// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/clock.h"
#include "media/codec.h"

namespace mcu::media {

/// An authenticated, decrypted RTP packet as the media thread hands it on. The payload is valid
/// during the call only.
struct ReceivedPacket {
    std::uint64_t sequence =
        0;  ///< extended: 16-bit sequence number with its roll-overs, never wraps
    std::uint32_t rtpTimestamp = 0;
    std::uint32_t ssrc = 0;
    std::uint8_t payloadType = 0;
    Codec codec = Codec::pcma;
    bool marker = false;
    SteadyTime arrival{};
    std::span<const std::byte> payload;
};

/// Takes the packets of one incoming stream while it is decoded. Called on a media thread: must not
/// block, lock or wait; copies into a bounded ring and returns. Held by shared_ptr so that a packet
/// under way outlives its receiver.
class PacketSink {
public:
    virtual ~PacketSink() = default;
    virtual void onPacket(const ReceivedPacket& packet) noexcept = 0;
};

}  // namespace mcu::media
