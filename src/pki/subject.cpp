// SPDX-License-Identifier: GPL-3.0-or-later
#include "pki/subject.h"

#include <algorithm>

#include "pki/impl/names.h"
#include "pki/impl/openssl_handles.h"
#include "pki/impl/pem.h"

namespace mcu::pki {

namespace {

std::string plainPart(const X509_NAME* name, int nid) {
    std::string text = onlyPart(name, nid);
    const bool steering = std::any_of(
        text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    return steering ? std::string() : text;
}

}  // namespace

Result<Subject> readSubject(std::string_view pem) {
    const Complaints complaints;
    const auto certificate = certificateFrom(pem);
    if (!certificate) {
        return certificate.error();
    }
    const X509_NAME* name = X509_get_subject_name(certificate->get());
    return Subject{plainPart(name, NID_commonName),
                   plainPart(name, NID_organizationName),
                   plainPart(name, NID_organizationalUnitName)};
}

}  // namespace mcu::pki
