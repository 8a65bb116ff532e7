// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "pki/impl/openssl_handles.h"

namespace mcu::pki {

/// A name as in RFC 2253, in UTF-8; nothing when it is malformed.
[[nodiscard]] std::optional<std::string> nameText(const X509_NAME* name);

/// The only CN of a name; empty when there is none, or several.
[[nodiscard]] std::string commonName(const X509_NAME* name);

/// The same of another part, by OpenSSL's number of it (NID_organizationName).
[[nodiscard]] std::string onlyPart(const X509_NAME* name, int nid);

/// Whether a subjectAltName has this DNS name, byte for byte.
[[nodiscard]] bool hasDnsName(const X509* certificate, const std::string& name);

}  // namespace mcu::pki
