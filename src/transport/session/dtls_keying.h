// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>

#include "base/clock.h"
#include "base/result.h"
#include "media/agreed_media.h"
#include "transport/dtls/dtls_association.h"

namespace mcu::transport {

/// The DTLS-SRTP handshake of one stream (RFC 5763): begins when there is a peer and a way to it,
/// begins anew when the peer of a re-INVITE is another one. Owned by a Stream; media thread.
class DtlsKeying {
public:
    using Send = std::function<void(std::span<const std::byte>)>;

    /// Same peer: goes on as it is, and false.
    Result<bool> begin(const dtls::DtlsIdentity& identity,
                       const media::DtlsPeer& peer,
                       SteadyTime now,
                       const Send& send);

    void end() { association_.reset(); }

    void feed(std::span<const std::byte> datagram, SteadyTime now, const Send& send);
    /// Some times a second: repeats lost flights.
    void tick(SteadyTime now, const Send& send);

    /// Keys, or why there are none; once.
    std::optional<Result<media::SdesKeys>> takeResult();

private:
    void flush(const Send& send);

    std::unique_ptr<dtls::DtlsAssociation> association_;
    media::DtlsPeer peer_;
    bool reported_ = false;
};

}  // namespace mcu::transport
