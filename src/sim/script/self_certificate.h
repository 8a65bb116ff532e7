// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "base/result.h"

namespace mcu::sim {

struct CertificateFiles {
    std::filesystem::path certificate;
    std::filesystem::path key;
};

/// A self-signed certificate for rooms that call over TLS and were given none, made by the openssl
/// program in a folder of this process below `folder`; the caller removes it. Blocks.
[[nodiscard]] Result<CertificateFiles> selfCertificate(const std::filesystem::path& folder);

}  // namespace mcu::sim
