// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <sys/socket.h>

#include "base/net_address.h"

namespace mcu::transport {

/// Sends the packets of one frame to one peer: runs of equal size as one segmented datagram
/// (UDP_SEGMENT), the rest by sendmmsg. Never blocks; what the kernel refuses is counted and gone.
/// One per media thread, reused.
///
/// Packets are two pieces (header, payload) that must stay valid until flush().
class SendBatch {
public:
    static constexpr std::size_t kPackets = 48;
    static constexpr std::size_t kHeaderBytes = 12;  ///< of a packet without contributors
    static constexpr std::size_t kRoomBytes = 1600;  ///< a whole packet with its SRTP trailer

    SendBatch();
    SendBatch(const SendBatch&) = delete;
    SendBatch& operator=(const SendBatch&) = delete;

    [[nodiscard]] bool full() const { return count_ == kPackets; }

    [[nodiscard]] std::size_t count() const { return count_; }

    /// Room for the next packet, or its header alone; valid until flush().
    std::span<std::byte> room() { return rooms_[count_].bytes; }

    /// Adds a packet: the first `headerBytes` of room(), then `payload`.
    void add(std::span<const std::byte> payload, std::size_t headerBytes = kHeaderBytes);
    /// Adds a packet in one piece, such as what room() was filled with.
    void addWhole(std::span<const std::byte> packet);

    /// Sends what was added; returns the number of packets the kernel took.
    std::size_t flush(int fd, const NetAddress& to);

private:
    struct Piece {
        std::size_t firstVector = 0;
        std::size_t vectors = 0;
        std::size_t bytes = 0;
    };

    std::size_t runLength(std::size_t first) const;
    std::size_t buildMessages(const NetAddress& to);
    std::size_t sendMessages(int fd, std::size_t messages);

    /// Not a power of two apart, or the headers of a frame would fight for the same cache lines.
    struct Room {
        std::array<std::byte, kRoomBytes> bytes;
    };

    std::array<Room, kPackets> rooms_;
    std::array<iovec, 2 * kPackets> vectors_;
    std::array<Piece, kPackets> pieces_;
    std::size_t count_ = 0;
    std::size_t vectorCount_ = 0;

    struct Control {
        alignas(cmsghdr) std::array<std::byte, CMSG_SPACE(sizeof(std::uint16_t))> bytes;
    };

    std::array<Control, kPackets> controls_;
    std::array<mmsghdr, kPackets> messages_;
    std::array<std::size_t, kPackets> packetsIn_;
    bool segmentation_ = true;  ///< until the kernel refuses it
};

}  // namespace mcu::transport
