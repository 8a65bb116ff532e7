// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "pki/impl/openssl_handles.h"

namespace mcu::pki {

/// A certificate's time; one our clock cannot hold (certificates may say the year 9999) is the
/// clock's last or first. Nothing when it is malformed.
[[nodiscard]] std::optional<WallTime> wallTimeOf(const ASN1_TIME* time);
/// Sets it to the second; false when OpenSSL could not.
[[nodiscard]] bool setTime(ASN1_TIME* to, WallTime time);

/// "2026-11-24T12:00:00Z", in files.
[[nodiscard]] std::string isoText(WallTime time);
[[nodiscard]] std::optional<WallTime> fromIso(std::string_view text);

}  // namespace mcu::pki
