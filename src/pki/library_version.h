// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace mcu::pki {

/// The version of OpenSSL in use, as it says itself: "3.0.17".
[[nodiscard]] std::string libraryVersion();

}  // namespace mcu::pki
