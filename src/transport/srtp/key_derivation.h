// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "media/agreed_media.h"
#include "transport/srtp/rtp_layout.h"

namespace mcu::srtp {

/// Session keys of one direction and one protocol (RTP or RTCP). Wiped when destroyed.
struct SessionKeys {
    std::array<std::byte, 32> encryption{};      ///< the first 16 or 32 bytes, as the suite says
    std::array<std::byte, 20> authentication{};  ///< unused by the AEAD suites
    std::array<std::byte, 14> salt{};            ///< 14 bytes, 12 for the AEAD suites

    SessionKeys() = default;
    ~SessionKeys();
    SessionKeys(const SessionKeys&) = default;
    SessionKeys& operator=(const SessionKeys&) = default;
};

enum class Protocol : std::uint8_t { rtp, rtcp };

[[nodiscard]] std::size_t encryptionKeyLength(media::SrtpSuite suite);

/// RFC 3711 section 4.3 with a key derivation rate of 0; RFC 7714 section 11 and RFC 6188 for the
/// AEAD suites.
Result<SessionKeys> deriveSessionKeys(media::SrtpSuite suite,
                                      ConstBytes masterKeyAndSalt,
                                      Protocol protocol);

}  // namespace mcu::srtp
