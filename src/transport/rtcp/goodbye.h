// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "transport/rtcp/rtcp_packet.h"

namespace mcu::transport::rtcp {

/// BYE of one source (RFC 3550 section 6.6).
struct Goodbye {
    std::uint32_t ssrc = 0;

    void write(Writer& to) const {
        to.begin(Type::goodbye, 1);
        to.put32(ssrc);
        to.end();
    }
};

}  // namespace mcu::transport::rtcp
