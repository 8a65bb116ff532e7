// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string_view>

#include "transport/rtcp/rtcp_packet.h"

namespace mcu::transport::rtcp {

/// SDES with one chunk that holds a CNAME (RFC 3550 section 6.5.1), all that is sent. What comes in
/// is not needed.
struct SourceDescription {
    std::uint32_t ssrc = 0;
    std::string_view cname;

    void write(Writer& to) const {
        constexpr std::uint8_t kCname = 1;
        const auto text = cname.substr(0, 255);
        to.begin(Type::sourceDescription, 1);
        to.put32(ssrc);
        to.put8(kCname);
        to.put8(static_cast<std::uint8_t>(text.size()));
        to.putBytes(std::as_bytes(std::span(text)));
        to.put8(0);  // end of the list of items; end() pads
        to.end();
    }
};

}  // namespace mcu::transport::rtcp
