// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mcu::cli {

/// Chooses the language of everything printed from now on: "vi" or "en". Catalogues are looked for
/// beside the program
/// (../share/locale), which holds for the build tree and for an installed one.
void setLanguage(const std::string& language);

/// An English text in the chosen language; the text itself when there is no translation.
[[nodiscard]] std::string tr(const char* english);

/// Marks a text for the catalogues where it is only named, to be translated later.
constexpr const char* later(const char* english) {
    return english;
}

using Holes = std::vector<std::pair<std::string_view, std::string>>;

/// Fills "{name}" holes. An unknown hole stays as it is.
[[nodiscard]] std::string fill(std::string_view pattern, const Holes& holes);

/// tr() and fill().
[[nodiscard]] std::string tr(const char* english, const Holes& holes);

}  // namespace mcu::cli
