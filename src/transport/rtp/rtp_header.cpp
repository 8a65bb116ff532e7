// SPDX-License-Identifier: GPL-3.0-or-later
#include "transport/rtp/rtp_header.h"

#include "transport/rtp/bytes.h"

namespace mcu::transport {

std::optional<RtpHeader> RtpHeader::parse(std::span<const std::byte> packet) {
    if (packet.size() < kFixedBytes) {
        return std::nullopt;
    }
    const auto first = std::to_integer<unsigned>(packet[0]);
    if (first >> 6U != 2) {
        return std::nullopt;
    }
    const auto second = std::to_integer<unsigned>(packet[1]);
    RtpHeader made;
    made.padded = (first & 0x20U) != 0;
    made.marker = (second & 0x80U) != 0;
    made.payloadType = static_cast<std::uint8_t>(second & 0x7FU);
    made.sequence = load16(&packet[2]);
    made.timestamp = load32(&packet[4]);
    made.ssrc = load32(&packet[8]);
    made.length = kFixedBytes + 4 * static_cast<std::size_t>(first & 0x0FU);
    if ((first & 0x0FU) != 0 && packet.size() >= kFixedBytes + 4) {
        made.contributor = load32(&packet[kFixedBytes]);
    }
    if ((first & 0x10U) != 0) {
        if (packet.size() < made.length + 4) {
            return std::nullopt;
        }
        made.length += 4 + 4 * static_cast<std::size_t>(load16(&packet[made.length + 2]));
    }
    if (packet.size() < made.length) {
        return std::nullopt;
    }
    return made;
}

void RtpHeader::write(std::byte* to) const {
    to[0] = contributor != 0 ? std::byte{0x81} : std::byte{0x80};
    to[1] = static_cast<std::byte>(payloadType | (marker ? 0x80U : 0U));
    store16(to + 2, sequence);
    store32(to + 4, timestamp);
    store32(to + 8, ssrc);
    if (contributor != 0) {
        store32(to + kFixedBytes, contributor);
    }
}

std::optional<std::span<const std::byte>> RtpHeader::payload(
    std::span<const std::byte> packet) const {
    auto rest = packet.subspan(length);
    if (padded) {
        if (rest.empty()) {
            return std::nullopt;
        }
        const auto padding = std::to_integer<std::size_t>(rest.back());
        if (padding == 0 || padding > rest.size()) {
            return std::nullopt;
        }
        rest = rest.first(rest.size() - padding);
    }
    return rest;
}

}  // namespace mcu::transport
