// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/peer_check.h"

namespace mcu::pki {

namespace {

Error refused(std::string sentence, std::string advice, const char* id) {
    return {ErrorCode::notAllowed, std::move(sentence), std::move(advice), id};
}

}  // namespace

Result<CertificateFacts> checkPeer(std::string_view pem,
                                   const std::string& expectedMcuId,
                                   const RevocationList& revocations,
                                   WallTime now) {
    auto facts = readCertificate(pem);
    if (!facts) {
        return facts.error();
    }
    const std::string& id = facts->mcuId;
    if (facts->isCa) {
        return refused("the peer shows the certificate of an authority, not of an MCU",
                       "give the peer a certificate of its own: mcuctl cert request",
                       "cert.is-authority");
    }
    if (id.empty()) {
        return refused("the peer's certificate names no MCU",
                       "give the peer a certificate of its own: mcuctl cert request",
                       "cert.no-id");
    }
    if (!expectedMcuId.empty() && id != expectedMcuId) {
        return refused("the peer's certificate is of " + id + ", not of " + expectedMcuId,
                       "check the MCU id and the address in the configuration of both ends",
                       "cert.wrong-id");
    }
    if (now < facts->notBefore) {
        return refused(
            "the certificate of " + id + " is valid from " + timeText(facts->notBefore) + " only",
            "compare the clocks of both machines",
            "cert.not-yet-valid");
    }
    if (expired(*facts, now)) {
        return refused("the certificate of " + id + " expired at " + timeText(facts->notAfter),
                       "have its authority renew it: mcuctl cert renew " + id,
                       "cert.expired");
    }
    if (revocations.revokes(facts->serialHex)) {
        return refused("the certificate of " + id + " is revoked, serial " + facts->serialHex,
                       "if the MCU may come back, it needs a new key and a new certificate",
                       "cert.revoked");
    }
    return facts;
}

}  // namespace mcu::pki
