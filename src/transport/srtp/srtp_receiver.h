// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/result.h"
#include "media/agreed_media.h"

namespace mcu::srtp {

/// Checks and decrypts SRTP and SRTCP under one master key (RFC 3711 section 3.3, RFC 7714): what
/// one end receives on one media stream. Roll-over counters and replay windows are kept per SSRC,
/// for at most kMaxSources of them, and only authenticated packets make or move one. Each packet
/// goes through authenticateRtp or unprotectRtp, not both. Owned by a media stream; one thread at a
/// time. Keys are wiped when it ends.
class SrtpReceiver {
public:
    static constexpr std::size_t kMaxSources = 8;

    enum class Verdict : std::uint8_t {
        ok,
        badAuth,    ///< the tag is wrong
        replayed,   ///< seen before, too old to tell, or an SSRC beyond kMaxSources (its freshness
                    ///< cannot be kept)
        malformed,  ///< not RTP or RTCP, or too short
    };

    static Result<SrtpReceiver> create(media::SrtpSuite suite,
                                       std::span<const std::byte> masterKeyAndSalt);
    ~SrtpReceiver();
    SrtpReceiver(SrtpReceiver&&) noexcept;
    SrtpReceiver& operator=(SrtpReceiver&&) noexcept;

    /// Verifies, moves roll-over counter and replay window, and leaves the packet encrypted.
    Verdict authenticateRtp(std::span<const std::byte> packet) noexcept;
    /// The same, and decrypts in place; `length` becomes that of the clear packet. Unless ok, the
    /// packet is spoilt.
    Verdict unprotectRtp(std::span<std::byte> packet, std::size_t& length) noexcept;
    Verdict unprotectRtcp(std::span<std::byte> packet, std::size_t& length) noexcept;

private:
    struct Impl;
    explicit SrtpReceiver(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::srtp
