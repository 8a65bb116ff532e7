// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "media/agreed_media.h"

namespace mcu::sip::sdp {

/// An a=crypto line (RFC 4568 section 9.1) with one inline key.
struct CryptoAttribute {
    std::uint32_t tag = 1;
    media::SrtpSuite suite = media::SrtpSuite::aesCm128HmacSha1_80;
    media::SrtpKey key;
};

/// The line's value, or nothing when it is malformed or asks for what we do not do: an unknown
/// suite, an MKI, several keys, or a session parameter that would weaken or change the stream
/// (UNENCRYPTED_SRTP, KDR ...).
std::optional<CryptoAttribute> parseCrypto(std::string_view value);
std::string buildCrypto(const CryptoAttribute& crypto);

/// A fresh key for a suite.
media::SrtpKey newKey(media::SrtpSuite suite);

/// Our suites, strongest first: the order of an offer.
const std::vector<media::SrtpSuite>& suites();

}  // namespace mcu::sip::sdp
