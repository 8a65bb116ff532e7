// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace mcu::test {

using Octets = std::vector<std::byte>;
using Random = std::mt19937;

inline Octets randomOctets(Random& random, std::size_t count) {
    Octets octets(count);
    for (auto& octet : octets) {
        octet = static_cast<std::byte>(random());
    }
    return octets;
}

inline void put(Octets& octets, std::size_t at, std::uint64_t value, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) {
        octets[at + i] = static_cast<std::byte>(value >> (8 * (width - 1 - i)));
    }
}

/// An RTP packet with up to 15 CSRCs and, half the time, a header extension; 0 to 1200 octets of
/// payload.
inline Octets randomRtp(Random& random, std::uint32_t ssrc, std::uint16_t sequence) {
    const std::size_t contributors = random() % 4 == 0 ? random() % 16 : 0;
    const bool extended = random() % 2 == 0;
    const std::size_t extensionWords = extended ? random() % 6 : 0;
    const std::size_t head = 12 + 4 * contributors + (extended ? 4 + 4 * extensionWords : 0);
    Octets packet = randomOctets(random, head + random() % 1200);
    packet[0] = static_cast<std::byte>(0x80 | (extended ? 0x10 : 0) | contributors);
    put(packet, 2, sequence, 2);
    put(packet, 8, ssrc, 4);
    if (extended) {
        put(packet, 12 + 4 * contributors + 2, extensionWords, 2);
    }
    return packet;
}

/// Like RTCP in its first eight octets; the rest is random.
inline Octets randomRtcp(Random& random, std::uint32_t ssrc) {
    Octets packet = randomOctets(random, 8 + 4 * (random() % 80));
    packet[0] = std::byte{0x80};
    packet[1] = std::byte{200};
    put(packet, 2, packet.size() / 4 - 1, 2);
    put(packet, 4, ssrc, 4);
    return packet;
}

}  // namespace mcu::test
