// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <sys/socket.h>

#include "base/net_address.h"

namespace mcu::transport {

/// Reads a socket empty, many datagrams a system call (recvmmsg), into one reused buffer. A message
/// may hold several datagrams of one sender that the kernel put together (UDP_GRO). One per media
/// thread.
class ReceiveBatch {
public:
    static constexpr std::size_t kMessages = 12;
    static constexpr std::size_t kMessageBytes = 65536;

    ReceiveBatch();
    ReceiveBatch(const ReceiveBatch&) = delete;
    ReceiveBatch& operator=(const ReceiveBatch&) = delete;

    /// Messages read: 0 when there is nothing. Errors a peer can cause (ICMP) count as nothing.
    std::size_t read(int fd);

    [[nodiscard]] bool full(std::size_t count) const { return count == kMessages; }

    struct Message {
        std::span<std::byte> bytes;
        std::size_t segment = 0;  ///< length of each datagram; the last may be shorter
        const sockaddr_storage* source = nullptr;
        /// The socket's count of dropped datagrams so far (wraps); `hasDropCount` tells whether it
        /// came.
        std::uint32_t dropCount = 0;
        bool hasDropCount = false;
    };

    [[nodiscard]] Message message(std::size_t index);

private:
    static constexpr std::size_t kControlBytes = 64;

    struct Slot {
        sockaddr_storage source;
        iovec vector;
        alignas(cmsghdr) std::array<std::byte, kControlBytes> control;
    };

    std::unique_ptr<std::byte[]> buffer_;
    std::array<Slot, kMessages> slots_{};
    std::array<mmsghdr, kMessages> headers_{};
    std::size_t used_ = kMessages;  ///< headers the kernel changed
};

}  // namespace mcu::transport
