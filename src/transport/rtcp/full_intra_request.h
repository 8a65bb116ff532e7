// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/rtcp/rtcp_packet.h"

namespace mcu::transport::rtcp {

/// FIR (RFC 5104 section 4.3.1) with one entry: like PLI, but numbered, so that a repeat is told
/// from a new request.
struct FullIntraRequest {
    std::uint32_t sender = 0;
    std::uint32_t media = 0;
    std::uint8_t sequence = 0;

    static constexpr std::uint8_t kFormat = 4;

    /// The entry for `media`, or none.
    static std::optional<FullIntraRequest> parse(const Packet& packet, std::uint32_t media) {
        if (packet.type != Type::payloadFeedback || packet.count != kFormat) {
            return std::nullopt;
        }
        constexpr std::size_t kEntries = 8;  // after the sender's SSRC and an unused media SSRC
        for (std::size_t at = kEntries; at + 8 <= packet.body.size(); at += 8) {
            if (load32(packet.body.data() + at) == media) {
                return FullIntraRequest{load32(packet.body.data()),
                                        media,
                                        std::to_integer<std::uint8_t>(packet.body[at + 4])};
            }
        }
        return std::nullopt;
    }

    void write(Writer& to) const {
        to.begin(Type::payloadFeedback, kFormat);
        to.put32(sender);
        to.put32(0);
        to.put32(media);
        to.put32(static_cast<std::uint32_t>(sequence) << 24U);
        to.end();
    }
};

}  // namespace mcu::transport::rtcp
