// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "base/clock.h"
#include "base/result.h"
#include "media/agreed_media.h"
#include "transport/dtls/dtls_identity.h"

namespace mcu::dtls {

/// What a handshake yields (RFC 5764 section 4.2), ready for SrtpSender (local) and SrtpReceiver
/// (remote).
struct DtlsSrtpKeys {
    media::SrtpSuite suite = media::SrtpSuite::aesCm128HmacSha1_80;
    media::SrtpKey local;
    media::SrtpKey remote;
};

/// One DTLS-SRTP handshake on the media path (RFC 5763, RFC 5764, DTLS 1.2). It owns no socket and
/// no timer: datagrams are handed in by feed(), what is to be sent is taken with takeOutgoing()
/// after create(), feed() and handleTimeout(), and the owner calls handleTimeout() when
/// nextTimeout() has come. Owned by a media stream and kept after the handshake, because the peer
/// may have missed the last flight. One thread at a time; never blocks. A handshake costs about
/// 0.65 ms of CPU in two or three calls.
class DtlsAssociation {
public:
    enum class State : std::uint8_t { handshaking, done, failed };

    /// Largest datagram made, so a buffer for takeOutgoing needs no more.
    static constexpr std::size_t kMtu = 1200;

    /// Begins; as client the first flight is ready to be taken. Refuses a peer without a sha-256,
    /// sha-384 or sha-512 fingerprint.
    static Result<DtlsAssociation> create(const DtlsIdentity& identity,
                                          const media::DtlsPeer& peer,
                                          SteadyTime now);
    ~DtlsAssociation();
    DtlsAssociation(DtlsAssociation&&) noexcept;
    DtlsAssociation& operator=(DtlsAssociation&&) noexcept;

    /// Whether a datagram is DTLS when it shares a port with RTP and STUN (RFC 7983 section 7).
    [[nodiscard]] static bool isDtls(std::span<const std::byte> datagram) noexcept;

    /// A datagram from the peer's address. What is not DTLS is ignored; at most kMaxRecords of its
    /// records are looked at.
    State feed(std::span<const std::byte> datagram, SteadyTime now);
    /// The next datagram to send into `buffer`; its size, 0 when there is none.
    std::size_t takeOutgoing(std::span<std::byte> buffer);

    /// When handleTimeout() is due; empty when nothing is awaited.
    [[nodiscard]] std::optional<SteadyTime> nextTimeout(SteadyTime now) const;
    /// Sends the last flight again, or gives up after kHandshakeLimit. Harmless when early.
    State handleTimeout(SteadyTime now);

    [[nodiscard]] State state() const;
    /// Why, once failed.
    [[nodiscard]] const Error& error() const;
    /// Once done, and once only.
    std::optional<DtlsSrtpKeys> takeKeys();

    static constexpr std::size_t kMaxRecords = 32;
    static constexpr Duration kHandshakeLimit = std::chrono::seconds(20);

private:
    struct Impl;
    explicit DtlsAssociation(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::dtls
