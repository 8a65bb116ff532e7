// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "media/agreed_media.h"
#include "sip/sdp/crypto_attribute.h"
#include "sip/sdp/session_description.h"

namespace mcu::sip::sdp {

/// What a section says of encryption: the a=crypto lines we can use and the DTLS fingerprint with
/// its a=setup.
struct KeyingOffer {
    std::vector<CryptoAttribute> crypto;
    std::optional<media::DtlsPeer> dtls;  ///< weAreClient is not set yet
    std::string setup;                    ///< "actpass", "active", "passive"; empty: not stated
    bool securedProfile = false;          ///< SAVP or SAVPF: must not be answered in clear
    bool dtlsProfile = false;             ///< UDP/TLS/...

    [[nodiscard]] bool usable() const { return !crypto.empty() || dtls.has_value(); }
};

KeyingOffer parseKeying(const SessionDescription& session, const MediaSection& section);

/// RTP/AVP, RTP/AVPF, RTP/SAVP, RTP/SAVPF, with or without UDP/TLS/.
bool isRtpProfile(const std::string& protocol);

}  // namespace mcu::sip::sdp
