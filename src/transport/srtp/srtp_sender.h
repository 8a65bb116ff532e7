// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/result.h"
#include "media/agreed_media.h"

namespace mcu::srtp {

/// Turns RTP and RTCP into SRTP and SRTCP under one master key (RFC 3711, RFC 7714): what one end
/// sends on one media stream. Keeps the roll-over counter and SRTCP index per SSRC, for at most
/// kMaxSources of them, and refuses a packet index used before, since encrypting two packets under
/// one index gives both away. A retransmission must therefore send the protected bytes again. Owned
/// by a media stream; one thread at a time. Keys are wiped when it ends.
class SrtpSender {
public:
    static constexpr std::size_t kMaxSources = 8;
    /// Room a buffer needs beyond the clear packet, whatever the suite: SRTCP index and GCM tag.
    static constexpr std::size_t kMaxTrailer = 20;

    static Result<SrtpSender> create(media::SrtpSuite suite,
                                     std::span<const std::byte> masterKeyAndSalt);
    ~SrtpSender();
    SrtpSender(SrtpSender&&) noexcept;
    SrtpSender& operator=(SrtpSender&&) noexcept;

    /// Protects `buffer[0, length)` in place and grows `length` by the trailer. False, and nothing
    /// to send: not an RTP packet, no room, index used before, too many SSRCs, or the key is used
    /// up (2^48 packets).
    bool protectRtp(std::span<std::byte> buffer, std::size_t& length) noexcept;
    /// The same for a (compound) RTCP packet; the key is used up after 2^31.
    bool protectRtcp(std::span<std::byte> buffer, std::size_t& length) noexcept;

private:
    struct Impl;
    explicit SrtpSender(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::srtp
