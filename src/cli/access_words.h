// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace mcu::cli {

/// What the API calls roles, rights and how far they reach, in the operator's words; an unknown one
/// as it is.
[[nodiscard]] std::string roleText(std::string_view role);
[[nodiscard]] std::string rightText(std::string_view right);
[[nodiscard]] std::string extentText(std::string_view extent);
/// "admin or operator" of a sentence.
[[nodiscard]] std::string rolesText(std::string_view roles);

}  // namespace mcu::cli
