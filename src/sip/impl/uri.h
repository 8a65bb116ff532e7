// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "sip/sip_endpoint.h"

namespace mcu::sip {

/// A SIP URI to call, as far as we look into it.
struct DialUri {
    std::string text;  ///< cleaned: repeated parameters dropped
    std::optional<SipTransport> transport;
};

/// Takes "sip:user@host:port;transport=tls", also "user@host"; a parameter given twice counts once.
/// Refuses what could not stand in a header.
Result<DialUri> parseDialUri(std::string_view text);

/// The user part with what RFC 3261 does not allow there escaped.
std::string escapeUser(std::string_view user);

/// `"Name" <sip:user@host>`, the name quoted and left out when empty.
std::string nameAddress(std::string_view display, std::string_view user, std::string_view host);

}  // namespace mcu::sip
