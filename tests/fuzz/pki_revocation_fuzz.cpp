// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of revoked certificates, signed by anybody, and the index of an authority.
#include "pem_wrap.h"
#include "pki/impl/crl.h"
#include "pki/impl/issued_index.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    (void)mcu::pki::readRevoked(text, {});
    (void)mcu::pki::readRevoked(mcu::fuzz::pemWrapped("X509 CRL", data, size), {});
    if (const auto index = mcu::pki::IssuedIndex::parse(text)) {
        // What is written is read again.
        if (!mcu::pki::IssuedIndex::parse(index->text())) {
            __builtin_trap();
        }
    }
    return 0;
}
