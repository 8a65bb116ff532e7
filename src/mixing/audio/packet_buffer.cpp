// SPDX-License-Identifier: GPL-3.0-or-later
#include "mixing/audio/packet_buffer.h"

#include <algorithm>
#include <numeric>

namespace mcu::mixing {

PacketBuffer::PacketBuffer() : packets_(kCapacity) {
    std::iota(order_.begin(), order_.end(), std::uint8_t{0});
}

bool PacketBuffer::insert(std::uint64_t sequence,
                          std::int64_t begin,
                          std::int64_t length,
                          std::span<const std::byte> payload) {
    if (count_ == kCapacity) {
        return false;
    }
    std::size_t place = count_;
    while (place > 0 && packets_[order_[place - 1]].sequence > sequence) {
        --place;
    }
    if (place > 0 && packets_[order_[place - 1]].sequence == sequence) {
        return false;
    }
    WaitingPacket& packet = packets_[order_[count_]];
    packet.sequence = sequence;
    packet.begin = begin;
    packet.length = length;
    packet.payload.assign(payload.begin(), payload.end());
    std::rotate(order_.begin() + static_cast<std::ptrdiff_t>(place),
                order_.begin() + static_cast<std::ptrdiff_t>(count_),
                order_.begin() + static_cast<std::ptrdiff_t>(count_ + 1));
    ++count_;
    return true;
}

void PacketBuffer::popFront() {
    std::rotate(
        order_.begin(), order_.begin() + 1, order_.begin() + static_cast<std::ptrdiff_t>(count_));
    --count_;
}

}  // namespace mcu::mixing
