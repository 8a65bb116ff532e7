// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace mcu::pki {

/// What a PEM text may hold at most: a certificate or request of ours has less than 2 KiB.
inline constexpr std::size_t kMaxPem = 65536;

/// What a certificate says (X.509, RFC 5280), as values. Names are as in RFC 2253, without control
/// characters. Whether to believe it is another question: TLS and `chainsTo` check the signature,
/// `checkPeer` the rest.
struct CertificateFacts {
    /// The subject's CN when a DNS name of subjectAltName is the same text and it is a well formed
    /// MCU id; else empty.
    std::string mcuId;
    std::string subject;
    std::string issuer;
    std::string serialHex;  ///< upper case, whole octets: "0A1B"
    WallTime notBefore;
    WallTime notAfter;
    std::string sha256Fingerprint;  ///< "AB:CD:...", as `openssl x509 -fingerprint -sha256`
    bool isCa = false;
};

/// The first certificate of a PEM text; anything else in it is skipped. Any thread.
[[nodiscard]] Result<CertificateFacts> readCertificate(std::string_view pem);

/// Whether its last moment is before `now`.
[[nodiscard]] bool expired(const CertificateFacts& facts, WallTime now);

/// Whole days until it expires, rounded down; below zero when it has.
[[nodiscard]] long daysLeft(const CertificateFacts& facts, WallTime now);

/// Whether `caPem` (one certificate or several) vouches for the certificate, for both ends of TLS
/// unless it is an authority's. For tools: in a connection TLS itself does it.
[[nodiscard]] Status chainsTo(std::string_view pem, std::string_view caPem, WallTime now);

/// Whether the private key belongs to the certificate.
[[nodiscard]] Result<bool> keyFits(std::string_view pem, std::string_view keyPem);

/// An MCU's id: 1 to 63 letters, digits, dots and hyphens, each part between dots beginning and
/// ending with a letter or digit, so that it is a DNS name: "mcu.vnpt".
[[nodiscard]] bool isMcuId(std::string_view text);

/// A serial number in the form of `serialHex`, from how people and tools write it ("0a:1b",
/// "0xA1B"); empty when it is none.
[[nodiscard]] std::string normalSerial(std::string_view text);

/// "2026-11-24 12:00 UTC", for sentences.
[[nodiscard]] std::string timeText(WallTime time);

}  // namespace mcu::pki
