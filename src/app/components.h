// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "control/component.h"

namespace mcu::app {

/// The libraries this program runs with. In use: what the library says of itself, or the file that
/// is loaded ("libnice.so.10.12.0"); "static": it is part of the binary. Reads links; any thread.
[[nodiscard]] std::vector<control::Component> components();

/// The GNU build id of this binary, hexadecimal; empty: it carries none.
[[nodiscard]] std::string buildId();

}  // namespace mcu::app
