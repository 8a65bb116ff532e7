// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "pki/certificate.h"
#include "pki/revocation.h"

namespace mcu::pki {

/// Whether the owner of this certificate may be the peer of a link, after TLS has checked that our
/// authority signed it and that the peer has its key. Refuses, each with its sentence, advice and
/// id: `cert.unreadable`, `cert.is-authority`, `cert.no-id`, `cert.wrong-id`, `cert.not-yet-valid`,
/// `cert.expired`, `cert.revoked`. An empty expected id means any MCU of the authority. Any thread.
[[nodiscard]] Result<CertificateFacts> checkPeer(std::string_view pem,
                                                 const std::string& expectedMcuId,
                                                 const RevocationList& revocations,
                                                 WallTime now);

}  // namespace mcu::pki
