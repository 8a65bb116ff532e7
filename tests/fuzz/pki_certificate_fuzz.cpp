// SPDX-License-Identifier: GPL-3.0-or-later
// Certificates and requests from outside: the input as PEM text, and as the octets within.
#include <chrono>

#include "pem_wrap.h"
#include "pki/peer_check.h"
#include "pki/request.h"

namespace {

void readAll(const std::string& certificate, const std::string& request) {
    const mcu::WallTime now{std::chrono::hours(24 * 365 * 57)};
    if (const auto facts = mcu::pki::readCertificate(certificate)) {
        (void)mcu::pki::daysLeft(*facts, now);
        (void)mcu::pki::timeText(facts->notAfter);
        (void)mcu::pki::checkPeer(certificate, facts->mcuId, mcu::pki::RevocationList(), now);
    }
    (void)mcu::pki::readRequest(request);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    readAll(text, text);
    readAll(mcu::fuzz::pemWrapped("CERTIFICATE", data, size),
            mcu::fuzz::pemWrapped("CERTIFICATE REQUEST", data, size));
    (void)mcu::pki::normalSerial(text);
    return 0;
}
