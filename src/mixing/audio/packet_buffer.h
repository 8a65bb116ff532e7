// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace mcu::mixing {

/// A packet that waits for its time, with its media time in samples of 48 kHz.
struct WaitingPacket {
    std::uint64_t sequence = 0;
    std::int64_t begin = 0;
    std::int64_t length = 0;
    std::vector<std::byte> payload;

    [[nodiscard]] std::int64_t end() const { return begin + length; }
};

/// The packets of one stream in order of sequence, at most 64. Buffers are reused. Mixer's thread.
class PacketBuffer {
public:
    static constexpr std::size_t kCapacity = 64;

    PacketBuffer();

    /// False: already here, or full.
    bool insert(std::uint64_t sequence,
                std::int64_t begin,
                std::int64_t length,
                std::span<const std::byte> payload);

    [[nodiscard]] bool empty() const { return count_ == 0; }

    [[nodiscard]] std::size_t size() const { return count_; }

    /// The first in order; not when empty.
    [[nodiscard]] const WaitingPacket& front() const { return packets_[order_[0]]; }

    [[nodiscard]] const WaitingPacket& back() const { return packets_[order_[count_ - 1]]; }

    void popFront();

    void clear() { count_ = 0; }

private:
    std::vector<WaitingPacket> packets_;
    std::array<std::uint8_t, kCapacity> order_{};  ///< a permutation: the used ones first, in order
    std::size_t count_ = 0;
};

}  // namespace mcu::mixing
