// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/rtcp/rtcp_packet.h"

namespace mcu::transport::rtcp {

/// PLI (RFC 4585 section 6.3.1): the receiver asks the sender of `media` for a keyframe.
struct PictureLoss {
    std::uint32_t sender = 0;
    std::uint32_t media = 0;

    static constexpr std::uint8_t kFormat = 1;

    static std::optional<PictureLoss> parse(const Packet& packet) {
        if (packet.type != Type::payloadFeedback || packet.count != kFormat ||
            packet.body.size() < 8) {
            return std::nullopt;
        }
        return PictureLoss{load32(packet.body.data()), load32(packet.body.data() + 4)};
    }

    void write(Writer& to) const {
        to.begin(Type::payloadFeedback, kFormat);
        to.put32(sender);
        to.put32(media);
        to.end();
    }
};

}  // namespace mcu::transport::rtcp
