// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace mcu::sip {

/// The key an INFO carries: of application/dtmf-relay ("Signal=5\r\nDuration=160") or of
/// application/dtmf ("5"); the two forms rooms send, neither of a standard. 0: none. Events are
/// also written by number (10 is *, 11 is #, 12 to 15 are A to D). Pure.
[[nodiscard]] char keyInInfo(std::string_view contentType, std::string_view body);

/// The body of application/dtmf-relay for a key.
[[nodiscard]] std::string dtmfRelay(char key);

}  // namespace mcu::sip
