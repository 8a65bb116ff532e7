// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "pki/impl/openssl_handles.h"

namespace mcu::pki {

/// What a text of revocation lists says.
struct Revoked {
    std::vector<std::string> serials;
    std::optional<WallTime> nextUpdate;  ///< the earliest of its lists
};

/// Reads the lists of a PEM text, each of which must be signed by one of the authorities; without
/// authorities signatures are not looked at.
[[nodiscard]] Result<Revoked> readRevoked(std::string_view pem,
                                          const std::vector<Handle<X509>>& authorities);

}  // namespace mcu::pki
