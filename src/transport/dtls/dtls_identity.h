// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "base/result.h"

namespace mcu::dtls {

class DtlsAssociation;

/// This server's side of DTLS-SRTP: a self-signed ECDSA P-256 certificate made at start (RFC 5763
/// section 5: trust comes from the fingerprint in the signalling, not from a CA) and the DTLS
/// settings all associations share. One per process, owned by the transport. After generate() it
/// only gets read, so associations on several threads may use it.
class DtlsIdentity {
public:
    static Result<DtlsIdentity> generate();
    ~DtlsIdentity();
    DtlsIdentity(DtlsIdentity&&) noexcept;
    DtlsIdentity& operator=(DtlsIdentity&&) noexcept;

    /// sha-256 of the certificate, "AB:CD:..." (RFC 8122 section 5).
    [[nodiscard]] const std::string& fingerprint() const;

private:
    friend class DtlsAssociation;
    struct Impl;
    explicit DtlsIdentity(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace mcu::dtls
