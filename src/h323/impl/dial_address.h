// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "h323/call_gate.h"

namespace mcu::h323 {

/// An H.323 address to call (RFC 3508): "h323:alias@host:port", "h323:host", "h323:alias" (the last
/// needs a gatekeeper), each with ";transport=tls" where it is to be called over TLS. An address
/// without "@" is a host when it is numeric or has a port.
struct DialAddress {
    Alias alias;       ///< may be empty
    std::string host;  ///< numeric or a name, IPv6 without brackets; may be empty
    std::uint16_t port = 1720;
    bool tls = false;  ///< ";transport=tls"; its port is 1300 unless given
};

Result<DialAddress> parseDialAddress(std::string_view text);

}  // namespace mcu::h323
