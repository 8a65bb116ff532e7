// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/rtcp/rtcp_packet.h"

namespace mcu::transport::rtcp {

/// Generic NACK (RFC 4585 section 6.2.1). It is understood and counted; nothing is sent again.
struct GenericNack {
    std::uint32_t media = 0;
    std::size_t numbers = 0;  ///< sequence numbers asked for

    static constexpr std::uint8_t kFormat = 1;

    static std::optional<GenericNack> parse(const Packet& packet) {
        if (packet.type != Type::transportFeedback || packet.count != kFormat ||
            packet.body.size() < 8) {
            return std::nullopt;
        }
        GenericNack made;
        made.media = load32(packet.body.data() + 4);
        for (std::size_t at = 8; at + 4 <= packet.body.size(); at += 4) {
            made.numbers += 1 + static_cast<std::size_t>(
                                    __builtin_popcount(load16(packet.body.data() + at + 2)));
        }
        return made;
    }
};

}  // namespace mcu::transport::rtcp
