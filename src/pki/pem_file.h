// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mcu::pki {

// Files with certificates, requests, lists and keys. May block on the disk; any thread.

/// A whole file of up to kMaxPem octets (a list of revoked certificates: `RevocationList`). Not for
/// keys.
[[nodiscard]] Result<std::string> readPem(const std::filesystem::path& file);

/// Whether the private key in the file belongs to the certificate.
[[nodiscard]] Result<bool> keyFileFits(std::string_view certificatePem,
                                       const std::filesystem::path& keyFile);

/// Whether others than the owner may read or write a file.
[[nodiscard]] bool openToOthers(const std::filesystem::path& file);

}  // namespace mcu::pki
