// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace mcu::cli {

// The fixed words of the cascade in the operator's language; unknown ones unchanged.

[[nodiscard]] std::string roleText(const std::string& role);         ///< "slave"
[[nodiscard]] std::string linkStateText(const std::string& state);   ///< "control-lost"
[[nodiscard]] std::string orderUseText(const std::string& use);      ///< "take", "pane", "precue"
[[nodiscard]] std::string orderStateText(const std::string& state);  ///< "waiting"

}  // namespace mcu::cli
