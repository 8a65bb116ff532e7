// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "fakes/self_signed.h"
#include "sip/sip_endpoint.h"

namespace mcu::sip::test {

/// A self-signed certificate made for one test, its own authority.
class TestCertificate : public mcu::fakes::SelfSigned {
public:
    [[nodiscard]] SipTls settings() const {
        SipTls out;
        out.certificateFile = file();
        out.keyFile = key();
        out.caFile = file();
        return out;
    }
};

}  // namespace mcu::sip::test
